"""Where shapes are found: every answer, error and body of the API, and what to call it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from postkiln.model.api import Endpoint, Outcome, Resource
from postkiln.python.naming.class_names import Labels, element_of
from postkiln.python.naming.method_names import address_words
from postkiln.python.naming.scope import words
from postkiln.python.naming.statuses import error_name, reason, succeeded
from postkiln.python.syntax.source import Source
from postkiln.python.types.forms import body_shape
from postkiln.python.types.grouping import Site
from postkiln.shapes.lattice import Shape

_VERBS = frozenset(
    (
        *("add", "all", "create", "delete", "edit", "fetch", "find", "get", "list"),
        *("new", "patch", "post", "put", "query", "read", "remove", "replace"),
        *("retrieve", "search", "show", "update", "view", "a", "an", "the"),
    )
)


def sites_of(resource: Resource, module: Source) -> Iterable[Site]:
    """Every site of a resource's own endpoints; `module` is where its models go."""
    for endpoint in resource.endpoints:
        for outcome in endpoint.outcomes:
            if outcome.shape is not None:
                labels = _outcome_labels(endpoint, outcome)
                where = _where(endpoint, outcome)
                kept = _kept(endpoint, str(outcome.status))
                yield Site(outcome.shape, labels, module, where, kept=kept)
        shape = None if endpoint.body is None else body_shape(endpoint.body)
        if shape is not None:
            labels = _request_labels(endpoint)
            kept = _kept(endpoint, BODY)
            yield Site(shape, labels, module, _where(endpoint), True, kept)


BODY = "body"
"""What a lock calls the place of a request's body; those of answers are their status."""


def _kept(endpoint: Endpoint, place: str) -> Mapping[str, str]:
    """The classes that the lock has at a place of the endpoint, by the steps to them."""
    if endpoint.kept is None:
        return {}
    marked = ((key.partition(" "), name) for key, name in endpoint.kept.classes.items())
    return {step: name for (at, _, step), name in marked if at == place}


def with_classes(resource: Resource, shapes: Iterator[Shape]) -> Resource:
    """The resource with the next `shapes`, which have their classes, at its sites."""
    return replace(
        resource,
        endpoints=tuple(_classed(endpoint, shapes) for endpoint in resource.endpoints),
    )


def _classed(endpoint: Endpoint, shapes: Iterator[Shape]) -> Endpoint:
    outcomes = tuple(
        each if each.shape is None else replace(each, shape=next(shapes))
        for each in endpoint.outcomes
    )
    body = endpoint.body
    if body is not None and body_shape(body) is not None:
        body = replace(body, shape=next(shapes))
    return replace(endpoint, outcomes=outcomes, body=body)


def _where(endpoint: Endpoint, outcome: Outcome | None = None) -> str:
    status = "" if outcome is None else f" ({outcome.status})"
    return " / ".join(endpoint.path) + status


def _request_labels(endpoint: Endpoint) -> Labels:
    name = endpoint.name if words(endpoint.name) else address_words(endpoint)
    return (name, *reversed(endpoint.path[:-1]), endpoint.method)


def _outcome_labels(endpoint: Endpoint, outcome: Outcome) -> Labels:
    labels = _request_labels(endpoint)
    if not succeeded(outcome.status):
        return ("error body", error_name(outcome.status), *labels)
    phrase = reason(outcome.status) or f"status {outcome.status}"
    if _is_one_of_several(endpoint):
        return (f"{labels[0]} {phrase}", *labels)
    thing = _thing(labels)
    if outcome.streamed:  # the shape is that of one piece
        return (element_of(thing), *labels)
    return labels if words(thing) == words(labels[0]) else (thing, *labels)


def _is_one_of_several(endpoint: Endpoint) -> bool:
    """Whether the statuses of an endpoint answer with different shapes."""
    shapes = {o.shape for o in endpoint.outcomes if succeeded(o.status) and o.shape}
    return len(shapes) > 1


def _thing(labels: Labels) -> str:
    """What a request is about: `Get order by id` -> order.

    A name that is a verb alone is about its folder; all of the name if nothing remains.
    """
    found = list(words(labels[0]))
    while len(found) > 1 and found[0] in _VERBS:
        found.pop(0)
    if "by" in found[1:]:
        found = found[: found.index("by", 1)]
    if set(found) <= _VERBS and len(labels) > 2:
        return labels[1]
    return " ".join(found)

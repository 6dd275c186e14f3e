"""Where shapes are found: every answer, error and body of the API, and what to call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from postkiln.model.api import Endpoint, Outcome, Resource
from postkiln.python.naming.class_names import Labels, element_of
from postkiln.python.naming.method_names import address_words
from postkiln.python.naming.scope import words
from postkiln.python.naming.statuses import error_name, reason, succeeded
from postkiln.python.syntax.source import Source
from postkiln.python.types.forms import body_shape
from postkiln.python.types.groups import Occurrence, ShapeSlot
from postkiln.shapes.lattice import Shape

_VERBS = frozenset(
    (
        *("add", "all", "create", "delete", "edit", "fetch", "find", "get", "list"),
        *("new", "patch", "post", "put", "query", "read", "remove", "replace"),
        *("retrieve", "search", "show", "update", "view", "a", "an", "the"),
    )
)


BODY = "body"
"""What a lock calls the place of a request's body; those of answers are their status."""


def occurrences_of(resource: Resource, module: Source) -> Iterable[Occurrence]:
    """Every shape of a resource's own endpoints; `module` is where its models go."""
    for endpoint in resource.endpoints:
        in_words = " / ".join(endpoint.path)
        for outcome in endpoint.outcomes:
            if outcome.shape is None:
                continue
            slot = answer_slot(endpoint, outcome)
            yield Occurrence(
                slot=slot,
                shape=outcome.shape,
                labels=_outcome_labels(endpoint, outcome),
                module=module,
                where=f"{in_words} ({outcome.status})",
                locked=_locked_classes(endpoint, slot),
            )
        if endpoint.body is None:
            continue
        shape = body_shape(endpoint.body)
        if shape is not None:
            slot = body_slot(endpoint)
            yield Occurrence(
                slot=slot,
                shape=shape,
                labels=_request_labels(endpoint),
                module=module,
                where=in_words,
                is_input=True,
                locked=_locked_classes(endpoint, slot),
            )


def answer_slot(endpoint: Endpoint, outcome: Outcome) -> ShapeSlot:
    return ShapeSlot(endpoint.index, str(outcome.status))


def body_slot(endpoint: Endpoint) -> ShapeSlot:
    return ShapeSlot(endpoint.index, BODY)


def _locked_classes(endpoint: Endpoint, slot: ShapeSlot) -> Mapping[str, str]:
    """The classes that the lock has at a place of the endpoint, by the steps to them."""
    if endpoint.locked is None:
        return {}
    classes: dict[str, str] = {}
    for key, name in endpoint.locked.classes.items():
        place, _, step = key.partition(" ")
        if place == slot.place:
            classes[step] = name
    return classes


def with_classes(resource: Resource, shapes: Mapping[ShapeSlot, Shape]) -> Resource:
    """The resource with the `shapes` that have their classes."""
    endpoints = tuple(_with_classes(each, shapes) for each in resource.endpoints)
    return replace(resource, endpoints=endpoints)


def _with_classes(endpoint: Endpoint, shapes: Mapping[ShapeSlot, Shape]) -> Endpoint:
    outcomes: list[Outcome] = []
    for each in endpoint.outcomes:
        shape = shapes.get(answer_slot(endpoint, each))
        outcomes.append(replace(each, shape=shape))
    body = endpoint.body
    if body is not None:
        body = replace(body, shape=shapes.get(body_slot(endpoint)))
    return replace(endpoint, body=body).with_outcomes(outcomes)


def _request_labels(endpoint: Endpoint) -> Labels:
    name = endpoint.name
    if not words(name):
        name = address_words(endpoint)
    return (name, *reversed(endpoint.path[:-1]), endpoint.method)


def _outcome_labels(endpoint: Endpoint, outcome: Outcome) -> Labels:
    labels = _request_labels(endpoint)
    if not succeeded(outcome.status):
        return ("error body", error_name(outcome.status), *labels)
    phrase = reason(outcome.status) or f"status {outcome.status}"
    if _is_one_of_several(endpoint):
        return (f"{labels[0]} {phrase}", *labels)
    thing = _thing(labels)
    if outcome.streamed:  # the shape is that of one chunk
        return (element_of(thing), *labels)
    if words(thing) == words(labels[0]):
        return labels
    return (thing, *labels)


def _is_one_of_several(endpoint: Endpoint) -> bool:
    """Whether the statuses of an endpoint answer with different shapes."""
    shapes: set[Shape] = set()
    for outcome in endpoint.outcomes:
        if succeeded(outcome.status) and outcome.shape is not None:
            shapes.add(outcome.shape)
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

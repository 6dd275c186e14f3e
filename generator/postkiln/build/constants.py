"""Literal query values that tell requests with the same method and address apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from postkiln.build.request.requests import QueryTemplate, RequestTemplate
from postkiln.model import template as templates
from postkiln.model.template import Template
from postkiln.secrets import detect as secrets

_Values = tuple[Template | None, ...]

_SIGNATURE = re.compile(r"sig(nature)?$", re.I)  # of one request only, and like a key


def find_constants(
    requests: Sequence[RequestTemplate],
) -> tuple[RequestTemplate, ...]:
    """The requests, with the query keys whose literal value makes each one of its own.

    For one that the lock has, those are the keys that they were, as far as they still can
    be: neighbours that come or go change nothing.
    """
    groups: dict[str, list[RequestTemplate]] = {}
    for request in requests:
        groups.setdefault(request.call, []).append(request)
    telling = {call: _telling_keys(group) for call, group in groups.items()}
    return tuple(_with_constants(each, telling[each.call]) for each in requests)


def _with_constants(
    request: RequestTemplate, telling: Collection[str]
) -> RequestTemplate:
    if request.locked is not None:
        telling = request.locked.constants
    keys = (key for key in _literal_keys(request) if key in telling)
    return replace(request, constants=frozenset(keys))


def _telling_keys(requests: Sequence[RequestTemplate]) -> Collection[str]:
    """The fewest keys, first ones first, that tell `requests` apart as far as any can.

    Keys beyond those stay arguments: `by=title&q=a` and `by=author&q=b` differ in both,
    and `by` is what makes them two requests.
    """
    telling: list[str] = []
    if len(requests) == 1:
        return telling
    sent = [_sent_values(each) for each in requests]
    kinds, known = [0] * len(sent), 1
    for key in _keys(sent):
        pairs = [(kind, at.get(key)) for kind, at in zip(kinds, sent, strict=True)]
        numbers = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
        if len(numbers) > known:
            telling.append(key)
            kinds, known = [numbers[pair] for pair in pairs], len(numbers)
    return telling


def _keys(sent: Iterable[Mapping[str, _Values]]) -> Iterable[str]:
    """Every key that a request sends, each once, in order of appearance."""
    keys: dict[str, None] = {}
    for values in sent:
        keys.update(dict.fromkeys(values))
    return keys


def _sent_values(request: RequestTemplate) -> Mapping[str, _Values]:
    values: dict[str, _Values] = {}
    for each in request.sent_query():
        values[each.key] = (*values.get(each.key, ()), each.value)
    return values


def _literal_keys(request: RequestTemplate) -> Iterator[str]:
    """The keys that may be constants: with a name, and literal wherever they are sent."""
    literal: dict[str, bool] = {}
    for each in request.sent_query():
        may_be = each.has_name and _is_literal(each)
        literal[each.key] = may_be and literal.get(each.key, True)
    return (key for key, may_be in literal.items() if may_be)


def _is_literal(parameter: QueryTemplate) -> bool:
    """Whether the value may stand in generated code; an empty one says nothing."""
    value = parameter.value
    if value is None:
        return True
    if not value or templates.is_open(value) or _SIGNATURE.search(parameter.key):
        return False
    return not secrets.is_secret(parameter.key, templates.literal(value))

"""Literal query values that tell requests with the same method and address apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from postkiln.build.request.requests import Draft
from postkiln.lockfile.records import ItemNames
from postkiln.model import template as templates
from postkiln.secrets import detect as secrets

_Values = tuple[str | None, ...]


def constants_of(
    drafts: Sequence[Draft], kept: Sequence[ItemNames | None]
) -> tuple[frozenset[str], ...]:
    """For each draft, the query keys whose literal value is what makes it a request of its own.

    For one that the lock has (`kept`), those are the keys that they were, as far as they
    still can be: neighbours that come or go change nothing.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for index, draft in enumerate(drafts):
        key = (draft.found.item.request.method, draft.url)
        groups.setdefault(key, []).append(index)
    constants = [frozenset[str]()] * len(drafts)
    for indexes in groups.values():
        if len(indexes) > 1:
            sent = [_sent(drafts[index]) for index in indexes]
            telling = _telling(sent)
            for index, values in zip(indexes, sent, strict=True):
                constants[index] = frozenset(_literal_keys(values, telling))
    return tuple(
        computed if item is None else _still(draft, item.constants)
        for draft, item, computed in zip(drafts, kept, constants, strict=True)
    )


def _still(draft: Draft, constants: Sequence[str]) -> frozenset[str]:
    return frozenset(_literal_keys(_sent(draft), frozenset(constants)))


def _sent(draft: Draft) -> Mapping[str, _Values]:
    values: dict[str, _Values] = {}
    for entry in draft.sent_query():
        key = entry.key or ""
        values[key] = (*values.get(key, ()), entry.value)
    return values


def _telling(sent: Sequence[Mapping[str, _Values]]) -> frozenset[str]:
    """The fewest keys, first ones first, that tell `sent` apart as far as any can.

    Keys beyond those stay arguments: `by=title&q=a` and `by=author&q=b` differ in both,
    and `by` is what makes them two requests.
    """
    telling: list[str] = []
    kinds, known = [0] * len(sent), 1
    for key in dict.fromkeys(key for values in sent for key in values):
        pairs = [(k, v.get(key)) for k, v in zip(kinds, sent, strict=True)]
        numbers = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
        if len(numbers) > known:
            telling.append(key)
            kinds, known = [numbers[pair] for pair in pairs], len(numbers)
    return frozenset(telling)


def _literal_keys(
    values: Mapping[str, _Values], telling: frozenset[str]
) -> Iterable[str]:
    for key, texts in values.items():
        is_name = key != "" and not templates.is_open(key)
        if is_name and key in telling and all(_is_constant(key, t) for t in texts):
            yield key


def _is_constant(key: str, text: str | None) -> bool:
    """Whether `text` may stand in generated code; an empty one says nothing."""
    if text is None:
        return True
    if text == "" or templates.is_open(text) or _SIGNED.search(key):
        return False
    return not secrets.is_secret(key, text)


_SIGNED = re.compile(r"sig(nature)?$", re.I)  # of this one request, and like a key

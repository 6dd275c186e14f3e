"""Literal query values that tell requests with the same method and address apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from postkiln.model import secrets, templates
from postkiln.model.drafts import Draft

_Values = tuple[str | None, ...]


def constants_of(drafts: Sequence[Draft]) -> tuple[frozenset[str], ...]:
    """For each draft, the query keys whose literal value is what makes it a request of its own."""
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
    return tuple(constants)


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
    known = 1
    for key in dict.fromkeys(key for values in sent for key in values):
        kinds = _kinds(sent, (*telling, key))
        if kinds > known:
            telling.append(key)
            known = kinds
    return frozenset(telling)


def _kinds(sent: Sequence[Mapping[str, _Values]], keys: Sequence[str]) -> int:
    return len({tuple(values.get(key) for key in keys) for values in sent})


def _literal_keys(
    values: Mapping[str, _Values], telling: frozenset[str]
) -> Iterable[str]:
    for key, texts in values.items():
        is_name = key != "" and not templates.is_open(key)
        if is_name and key in telling and all(map(_is_constant, texts)):
            yield key


def _is_constant(text: str | None) -> bool:
    """Whether `text` may stand in generated code; an empty one says nothing."""
    if text is None:
        return True
    return text != "" and not templates.is_open(text) and not secrets.looks_secret(text)

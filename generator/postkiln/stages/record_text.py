"""Frozen records as indented text: a line for each field, secrets as `***`.

In: a record of any room. Out: lines. Fields that have their default are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from typing import Any, cast

from postkiln.model.api import Secret

HIDDEN = "***"
_LONGEST = 200  # characters of a string; the rest is counted
_DEEPEST = 40  # shapes may nest as deeply as the JSON they were made from


def lines(name: str, value: object, depth: int = 0) -> Iterator[str]:
    """A value under its name, and what is in it one level further to the right."""
    margin = "    " * depth
    if depth > _DEEPEST:
        yield f"{margin}..."
    elif _is_record(value):
        yield f"{margin}{name}: {type(value).__name__}"
        for each, content in _shown_fields(value):
            yield from lines(each, content, depth + 1)
    elif _holds_records(value):
        yield f"{margin}{name}:"
        for number, part in enumerate(cast("tuple[object, ...]", value)):
            yield from lines(str(number), part, depth + 1)
    else:
        yield f"{margin}{name}: {_plain(value)}"


def _is_record(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def _holds_records(value: object) -> bool:
    match value:
        case tuple():
            parts = cast("tuple[object, ...]", value)
            return any(map(_is_record, parts))
        case _:
            return False


def _shown_fields(record: object) -> Iterator[tuple[str, object]]:
    """The fields that do not have their default."""
    for each in fields(cast("Any", record)):
        value: object = getattr(record, each.name)
        # A field without a repr says where a record comes from (file and line), not what it is.
        if each.repr and value != _default(each):
            yield each.name, value


def _default(each: Field[Any]) -> object:
    if each.default_factory is not MISSING:
        return each.default_factory()
    return each.default


def _plain(value: object) -> str:
    match value:
        case Secret():
            return HIDDEN
        case Enum():
            return value.name.lower()
        case str():
            return _quoted(value)
        case tuple():
            parts = map(_plain, cast("tuple[object, ...]", value))
            inner = ", ".join(parts)
            return f"({inner})"
        case _:
            return repr(value)


def _quoted(text: str) -> str:
    if len(text) <= _LONGEST:
        return repr(text)
    return f"{text[:_LONGEST]!r}... ({len(text):,} characters)"

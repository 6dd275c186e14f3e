"""Templates: texts with holes `{{name}}`, filled as Postman fills them.

A name is taken exactly as it stands, blanks included. What nothing fills stays as it is.
Values are templates as well, but for `Data`: nothing that a caller or a server said is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, Final, TypeVar, cast

from ..errors import ConfigurationError

R = TypeVar("R")

HOLE: Final = re.compile(r"\{\{([^{}]*?)\}\}")

_PASSES: Final = 19  # Postman's own limit; a cycle ends there with what is left
_LONGEST: Final = 1_000_000  # values that repeat each other grow without end

Lookup = Callable[[str], str | None]
"""The value of a hole by its name; None leaves the hole as it is."""


class Data(str):
    """A text from outside the collection: `{{name}}` in it is no hole, and is sent."""

    __slots__ = ()


def holes(template: str) -> tuple[str, ...]:
    """The names of the holes in a template, in order, each once."""
    return tuple(dict.fromkeys(HOLE.findall(template)))


def fill_once(template: str, lookup: Lookup) -> str:
    """Fill each hole, and leave the holes in what is filled in: they are data."""

    def value(match: re.Match[str]) -> str:
        found = lookup(match[1])
        return match[0] if found is None else found

    return HOLE.sub(value, template)


def fill(template: str, lookup: Lookup) -> str:
    """Fill the holes, and those in what is filled in: values are templates, too.

    Data with braces in it is filled in last, when nothing looks for holes any more.
    """
    for _ in range(_PASSES):
        filled = fill_once(template, _bounded(lambda hole: _early(lookup(hole))))
        if filled == template:
            break
        template = filled
    return fill_once(template, _bounded(lambda hole: _late(lookup(hole))))


def fill_fields(record: R, lookup: Lookup) -> R:
    """A dataclass with the templates in its fields filled; what is no text stays."""
    filled: dict[str, str] = {}
    for each in fields(cast("Any", record)):
        value = getattr(record, each.name)
        if isinstance(value, str) and "{{" in value:
            filled[each.name] = fill(value, lookup)
    return cast("R", replace(cast("Any", record), **filled))


def _early(value: str | None) -> str | None:
    return None if _late(value) is not None else value


def _late(value: str | None) -> Data | None:
    if isinstance(value, Data) and ("{" in value or "}" in value):
        return value
    return None


def _bounded(lookup: Lookup) -> Lookup:
    """The lookup for one pass, which ends before the text has grown too long."""
    length = 0

    def value(name: str) -> str | None:
        nonlocal length
        found = lookup(name)
        length += len(found or "")
        if length > _LONGEST:
            raise ConfigurationError("client options contain each other without end")
        return found

    return value

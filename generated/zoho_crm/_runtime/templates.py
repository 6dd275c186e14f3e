"""Templates: texts with holes `{{name}}`, filled as Postman fills them.

A name is taken exactly as it stands, blanks included. What nothing fills stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .errors import ConfigurationError

HOLE: Final = re.compile(r"\{\{([^{}]*?)\}\}")

_PASSES: Final = 19  # Postman's own limit; a cycle ends there with what is left
_LONGEST: Final = 1_000_000  # values that repeat each other grow without end

Lookup = Callable[[str], str | None]
"""The value of a hole by its name; None leaves the hole as it is."""


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
    """Fill the holes, and those in what is filled in: values are templates, too."""
    for _ in range(_PASSES):
        filled = fill_once(template, _bounded(lookup))
        if filled == template:
            break
        template = filled
    return template


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

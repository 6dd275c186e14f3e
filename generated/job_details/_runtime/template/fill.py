"""Templates: texts with variables `{{name}}`, filled as Postman fills them.

A name is taken exactly as it is written, blanks included. A variable without a value stays
in the text. Values are templates as well, except `Data`, which comes from outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, Final, TypeVar

from ..errors import ConfigurationError

R = TypeVar("R")

VARIABLE: Final = re.compile(r"\{\{([^{}]*?)\}\}")

PASSES: Final = 19  # Postman's own limit; a cycle ends there with what is left
_LONGEST: Final = 1_000_000  # characters; values that repeat each other have no end

Lookup = Callable[[str], str | None]
"""The value of a variable by its name; None leaves the variable in the text."""


class OmittedError(ConfigurationError):
    """A lookup raises it for a client option that is left out.

    What holds the variable is left out, too: a header, a query item, an auth. Where
    nothing can be left out, as in an address, it is an error of the caller's.
    """


class Data(str):
    """A text from outside the collection: `{{name}}` in it is sent as it is."""

    __slots__ = ()


def variables_in(template: str) -> tuple[str, ...]:
    """The names of the variables in a template, in order, each once."""
    return tuple(dict.fromkeys(VARIABLE.findall(template)))


def fill_once(template: str, lookup: Lookup) -> str:
    """Fill each variable once; variables in the values are data, and stay."""

    def value(match: re.Match[str]) -> str:
        found = lookup(match[1])
        return match[0] if found is None else found

    return VARIABLE.sub(value, template)


def fill(template: str, lookup: Lookup, *, passes: int = PASSES) -> str:
    """Fill the variables, and those in their values: values are templates, too.

    Raises ConfigurationError where the text would grow beyond a million characters.
    """
    # Data with braces is filled in at the end, so that no pass takes it for a template.

    def now(name: str) -> str | None:
        value = lookup(name)
        return None if _has_to_wait(value) else value

    def at_the_end(name: str) -> str | None:
        value = lookup(name)
        return value if _has_to_wait(value) else None

    for _ in range(passes):
        filled = fill_once(template, _bounded(now))
        if filled == template:
            break
        template = filled
    return fill_once(template, _bounded(at_the_end))


def fill_fields(record: R, lookup: Lookup) -> R:
    """A dataclass with the templates in its text fields filled."""
    instance: Any = record
    filled: dict[str, str] = {}
    for each in fields(instance):
        value = getattr(instance, each.name)
        if isinstance(value, str) and "{{" in value:
            filled[each.name] = fill(value, lookup)
    result: R = replace(instance, **filled)
    return result


def _has_to_wait(value: str | None) -> bool:
    return isinstance(value, Data) and ("{" in value or "}" in value)


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

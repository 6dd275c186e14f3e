"""The headers of an operation and what a call gives -> lines (postman-format 5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ..omit import OMIT, Omit
from ..template.fill import Lookup
from .arguments import Arguments, Values
from .scalars import text_of

Rows = tuple[tuple[str, str | Omit], ...]
"""Names and templates; `OMIT`: nothing is sent here unless the call gives it."""


def header_lines(
    rows: Rows, arguments: Arguments, lookup: Lookup
) -> Iterator[tuple[str, str]]:
    """The headers of a call, in the order and the spelling of the collection.

    A row with a variable that is left out is not sent.
    """
    given = given_lines(arguments.headers)
    replaced = _replaced(rows, given)
    for index, (name, template) in enumerate(rows):
        lines = replaced.get(index)
        if lines is None:
            lines = _default(template, arguments, lookup)
        filled = arguments.fill(name, lookup)
        if filled is not None:
            yield from ((filled, line) for line in lines)
    known = {name.lower() for name, _ in rows}
    for name in arguments.headers:
        if name.lower() not in known:
            yield from ((name, line) for line in given.get(name.lower(), []))


def _replaced(rows: Rows, given: Mapping[str, list[str]]) -> dict[int, list[str]]:
    """What the call gives in place of rows, by their index.

    It stands at the first row of its name that is `OMIT`, and rows with a value stay;
    where there is none, it takes the place of all rows of the name.
    """
    open_names = {name.lower() for name, template in rows if template is OMIT}
    left = dict(given)
    replaced: dict[int, list[str]] = {}
    for index, (name, template) in enumerate(rows):
        folded = name.lower()
        is_place = template is OMIT or folded not in open_names
        if folded in given and is_place:
            replaced[index] = left.pop(folded, [])
    return replaced


def _default(template: str | Omit, arguments: Arguments, lookup: Lookup) -> list[str]:
    """The line that is sent when the call gives nothing, if there is one."""
    if template is OMIT:
        return []
    value = arguments.fill(template, lookup)
    return [] if value is None else [value]


def given_lines(headers: Values) -> dict[str, list[str]]:
    """The lines that a call gives, by name in lower case; a sequence gives several.

    Raises RequestError for what is no text: None, for one.
    """
    lines: dict[str, list[str]] = {}
    for name, value in headers.items():
        if value is OMIT:
            continue
        several = [value]
        if isinstance(value, list | tuple):
            several = list(cast("Sequence[object]", value))
        lines[name.lower()] = [text_of(each, name) for each in several]
    return lines

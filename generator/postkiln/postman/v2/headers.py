"""Headers in any of their spellings in, entries out (postman-format 1.3, 5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.postman.collection import Entry
from postkiln.postman.javascript import (
    Json,
    Object,
    description,
    is_disabled,
    member_text,
    rows,
    text_or_none,
)


def read_headers(value: Json) -> tuple[Entry, ...]:
    """A list of objects or of `A: 1` texts, a map, or `A: 1` lines in one text."""
    if isinstance(value, str):
        return tuple(_lines(value))
    return tuple(_entries(value))


def _entries(value: Json) -> Iterator[Entry]:
    for row in rows(value):
        if isinstance(row, str):
            yield from _lines(row)
        else:
            yield _entry(row)


def _entry(row: Object) -> Entry:
    """null is sent as the text `null`, a missing value as an empty one."""
    return Entry(
        text_or_none(row.get("key")),
        member_text(row, "value"),
        is_disabled(row),
        description(row.get("description")),
    )


def _lines(lines: str) -> Iterator[Entry]:
    # A line without a colon, or with a blank before it, is no header to Postman.
    for line in lines.splitlines():
        key, colon, value = line.partition(":")
        has_blank = any(map(str.isspace, key))
        if colon and key and not has_blank:
            yield Entry(key, value.strip())

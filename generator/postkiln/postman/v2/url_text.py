"""The text of an address in, its parts out, split where Postman splits (postman-format 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postkiln.postman.collection import Entry, Url
from postkiln.runtime.template.fill import VARIABLE


def masked(text: str) -> str:
    """`text` with each `{{variable}}` replaced by as many `x`.

    A separator inside a variable's name separates nothing; positions stay comparable.
    """
    return VARIABLE.sub(_mask, text)


def _mask(variable: re.Match[str]) -> str:
    return "x" * len(variable[0])


def parse_url(text: str) -> Url:
    """The parts of an address written as text; leading blanks and the fragment go."""
    whole = _before(text.lstrip(), "#")
    address = _before(whole, "?")
    query: tuple[Entry, ...] = ()
    if len(address) < len(whole):
        query = parse_query(whole[len(address) + 1 :])
    address = _with_slashes(address)
    mask = masked(address)
    protocol = mask.find("://")
    start = protocol + 3 if protocol >= 0 else 0
    slash = mask.find("/", start)
    if slash < 0:
        return Url(address, None, query, raw=text)
    path = tuple(_split(address[slash + 1 :], "/"))
    return Url(address[:slash], path, query, raw=text)


def parse_query(text: str) -> tuple[Entry, ...]:
    """`a=1&b` without its `?`. An empty item between two `&` has neither key nor value."""
    items = list(_split(text, "&"))
    entries = list(map(_entry, items))
    if not items[-1]:
        # At the end, Postman takes the same nothing for an empty key: a bare `?`.
        entries[-1] = Entry("", None)
    return tuple(entries)


def _entry(item: str) -> Entry:
    if not item:
        return Entry(None, None)
    key, equals, value = item.partition("=")
    if not equals:
        return Entry(key, None)
    return Entry(key, value)


def _before(text: str, separator: str) -> str:
    before, _, _ = masked(text).partition(separator)
    return text[: len(before)]


def _with_slashes(text: str) -> str:
    """`text` with a slash for each backslash outside variables."""
    if "\\" not in text:
        return text
    return "/".join(_split(text, "\\"))


def _split(text: str, separator: str) -> Iterator[str]:
    """The parts of `text` between separators that are outside variables."""
    start = 0
    for part in masked(text).split(separator):
        end = start + len(part)
        yield text[start:end]
        start = end + len(separator)


def path_text(path: tuple[str, ...] | None) -> str:
    if path is None:
        return ""
    return "/" + "/".join(path)


def query_text(query: tuple[Entry, ...]) -> str:
    """The query as Postman joins it, with its `?`; "" when nothing is enabled."""
    items = [_item_text(entry) for entry in query if not entry.disabled]
    if not items:
        return ""
    return "?" + "&".join(items)


def _item_text(entry: Entry) -> str:
    key = _escape(entry.key or "", "&#=")
    if entry.value is None:
        return key
    value = _escape(entry.value, "&#")
    return f"{key}={value}"


def _escape(text: str, characters: str) -> str:
    """Percent-encodes separators outside variables (postman-format 2.3)."""
    if not any(character in text for character in characters):
        return text
    parts = list(text)
    for at, character in enumerate(masked(text)):
        if character in characters:
            parts[at] = f"%{ord(character):02X}"
    return "".join(parts)

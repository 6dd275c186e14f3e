"""The text of an address in, its parts out, split where Postman splits (postman-format 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postkiln.postman.collection import Entry, Url

VARIABLE = re.compile(r"\{\{[^{}]*\}\}")


def masked(text: str) -> str:
    """`text` with each `{{variable}}` blotted out at its length.

    A separator inside a variable's name separates nothing; positions stay comparable.
    """
    return VARIABLE.sub(lambda match: "x" * len(match[0]), text)


def parse_url(text: str) -> Url:
    """The parts of an address written as text; leading blanks and the fragment go."""
    raw = text
    text = text.lstrip()
    text = _before(text, "#")
    address = _before(text, "?")
    query = parse_query(text[len(address) + 1 :]) if len(address) < len(text) else ()
    address = _slashes(address)
    mask = masked(address)
    protocol = mask.find("://")
    slash = mask.find("/", protocol + 3 if protocol >= 0 else 0)
    if slash < 0:
        return Url(address, None, query, raw=raw)
    path = tuple(_split(address[slash + 1 :], "/"))
    return Url(address[:slash], path, query, raw=raw)


def parse_query(text: str) -> tuple[Entry, ...]:
    """`a=1&b` without its `?`. An empty item between two `&` has neither key nor value."""
    items = list(_split(text, "&"))
    *front, last = [_entry(item) for item in items]
    # At the end, Postman takes the same nothing for an empty key: a bare `?`.
    return (*front, last if items[-1] else Entry("", None))


def _entry(item: str) -> Entry:
    if not item:
        return Entry(None, None)
    key, equals, value = item.partition("=")
    return Entry(key, value if equals else None)


def _before(text: str, separator: str) -> str:
    at = masked(text).find(separator)
    return text if at < 0 else text[:at]


def _slashes(text: str) -> str:
    if "\\" not in text:
        return text
    mask = masked(text)
    return "".join(
        "/" if blot == "\\" else char for char, blot in zip(text, mask, strict=True)
    )


def _split(text: str, separator: str) -> Iterator[str]:
    if "{{" not in text:
        yield from text.split(separator)
        return
    start = 0
    for part in masked(text).split(separator):
        yield text[start : start + len(part)]
        start += len(part) + 1


def path_text(path: tuple[str, ...] | None) -> str:
    return "" if path is None else "/" + "/".join(path)


def query_text(query: tuple[Entry, ...]) -> str:
    """The query as Postman joins it, with its `?`; "" when nothing is enabled."""
    enabled = [entry for entry in query if not entry.disabled]
    return "?" + "&".join(map(_item_text, enabled)) if enabled else ""


def _item_text(entry: Entry) -> str:
    key = _escape(entry.key or "", "&#=")
    return key if entry.value is None else f"{key}={_escape(entry.value, '&#')}"


def _escape(text: str, characters: str) -> str:
    """Percent-encodes separators outside variables (postman-format 2.3)."""
    if not any(character in text for character in characters):
        return text
    pairs = zip(text, masked(text), strict=True)
    return "".join(
        f"%{ord(blot):02X}" if blot in characters else char for char, blot in pairs
    )

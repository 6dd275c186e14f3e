"""Header templates -> the headers that are sent (postman-format 5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from ..errors import RequestError
from ..template.fill import Lookup, fill

if TYPE_CHECKING:
    from .arguments import Arguments

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order they are sent, names spelled as they are sent."""

TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What names a header or a method (RFC 9110, 5.6.2)."""

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_NOT_IN_VALUE: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]")


def fill_headers(
    templates: Headers, arguments: Arguments, lookup: Lookup
) -> Iterator[tuple[str, str]]:
    """The headers of a call; one with a variable that the call leaves out is not sent."""
    inside = arguments.over(lookup)
    for name, value in templates:
        if not arguments.leaves_out(name + value, lookup):
            yield fill(name, inside), fill(value, inside)


def merge_lines(headers: Iterable[tuple[str, str]]) -> Headers:
    """One spelling per name: the last that appears; its lines stand at its first place.

    Cookie lines become one (RFC 6265 5.4).
    """
    spelled: dict[str, list[str]] = {}
    for name, value in headers:
        if name:
            spelled.setdefault(name, []).append(value)
    last = {name.lower(): name for name in spelled}
    merged: list[tuple[str, str]] = []
    for name, values in spelled.items():
        folded = name.lower()
        if last[folded] != name:
            continue
        if folded == "cookie":
            values = ["; ".join(values)]
        merged.extend((name, value) for value in values)
    return tuple(merged)


def name_words(name: str) -> str:
    """A name as Postman compares those of API keys: `x_api_key` is `X-Api-Key`.

    By words, as lodash's `lowerCase` finds them (postman-format 4).
    """
    return " ".join(_WORD.findall(name)).lower()


def has(headers: Headers, name: str) -> bool:
    """Whether there is a header of this name, in any case."""
    folded = name.lower()
    return any(each.lower() == folded for each, _ in headers)


def value_of(headers: Headers, name: str) -> str:
    """The first value of a header, or the empty text."""
    folded = name.lower()
    for each, value in headers:
        if each.lower() == folded:
            return value
    return ""


def without(headers: Headers, *names: str) -> Headers:
    """The headers less those of these names (in lower case)."""
    return tuple(header for header in headers if header[0].lower() not in names)


def replaced(headers: Headers, more: Mapping[str, str]) -> Headers:
    """The headers with those of the mapping in place of any of the same name."""
    names = (name.lower() for name in more)
    return (*without(headers, *names), *more.items())


def validated(headers: Headers) -> Headers:
    """The headers as they go on the wire. Raises RequestError for what cannot."""
    return tuple((_name(name), _value(name, value)) for name, value in headers)


def _name(name: str) -> str:
    if not TOKEN.fullmatch(name):
        raise RequestError(f"header {name!r}: this is not a header name")
    return name


def _value(name: str, value: str) -> str:
    stripped = value.strip(" \t")
    if _NOT_IN_VALUE.search(stripped):  # the message must not show the value
        raise RequestError(f"header {name!r}: its value contains invalid characters")
    return stripped

"""What names, merges and checks the headers of a request (postman-format 5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ..errors import RequestError
from ..omit import OMIT, Omit

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order they are sent, names spelled as they are sent."""

TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What names a header or a method (RFC 9110, 5.6.2)."""

Given = Mapping[str, str | Omit]
"""Headers that a caller gives; `OMIT` takes one out."""

_REQUIRED: Final = ("host", "content-length")

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_NOT_IN_VALUE: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]")


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


def replaced(headers: Headers, given: Given) -> Headers:
    """The headers with those that are given in place of any of the same name."""
    others = without(headers, *(name.lower() for name in given))
    more = ((name, value) for name, value in given.items() if value is not OMIT)
    return (*others, *more)


def merged(*several: Given) -> dict[str, str | Omit]:
    """What callers give, merged by name in any case: the last one counts."""
    found: dict[str, tuple[str, str | Omit]] = {}
    for given in several:
        for name, value in given.items():
            found[name.lower()] = (name, value)
    return dict(found.values())


def taken_out(given: Given) -> tuple[str, ...]:
    """The names, in lower case, of the headers that a caller takes out."""
    return tuple(name.lower() for name, value in given.items() if value is OMIT)


def problem_of(given: Mapping[str, object]) -> str:
    """Why these headers cannot be given; empty where they can."""
    for name, value in given.items():
        if value is OMIT and name.lower() in _REQUIRED:
            return f"header {name!r}: HTTP needs it, so that it cannot be left out"
        if value is None:
            return f"header {name!r}: give OMIT to leave it out, not None"
        if value is not OMIT and not isinstance(value, str):
            return f"header {name!r}: give text, not {type(value).__name__}"
    return ""


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

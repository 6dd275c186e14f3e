"""The query of an operation and what a call gives -> query text (postman-format 2.3).

The n-th value given for a key takes the n-th place of the key; further values follow the
last. `+` and existing `%XX` are sent as they are given.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import cast
from urllib.parse import unquote

from ..errors import RequestError
from ..omit import OMIT
from ..template.fill import VARIABLE, Lookup
from .arguments import Arguments, Values
from .percent import KEY_DATA, QUERY_DATA, VALUE_DATA, percent
from .scalars import text_of
from .spec import Query


def query_text(
    places: tuple[Query, ...], arguments: Arguments, lookup: Lookup
) -> str | None:
    """The query before its last encoding, or None when nothing is sent."""
    write = _Writer(arguments, lookup)
    items = list(_items(places, arguments.query, write))
    if not items:
        return None
    return "&".join(items)


def with_item(query: str | None, key: str, value: str) -> str:
    """The query with `key=value` at its end and no other of the key (auth does this)."""
    others = [] if query is None else other_items(query, (key,))
    return "&".join([*others, _data_item(key, value)])


def other_items(query: str, keys: Collection[str]) -> list[str]:
    """The items `key=value` of a query (or of a form) less those of these keys."""
    others: list[str] = []
    for item in query.split("&"):
        key, _, _ = item.partition("=")
        if unquote(key) not in keys:
            others.append(item)
    return others


class _Writer:
    """Writes the items of one query."""

    def __init__(self, arguments: Arguments, lookup: Lookup) -> None:
        self._arguments = arguments
        self._lookup = lookup

    def given(self, place: Query, value: str) -> str:
        """The item of a value that the call gives."""
        key = self._text(place.key, KEY_DATA)
        if key is None:
            raise RequestError(f"{place.key}: the name of this query item is left out")
        if place.is_bare and not value:
            return key
        return _item(key, value)

    def default(self, place: Query) -> str | None:
        """The item that is sent when the call gives nothing, if there is one."""
        if place.default is OMIT:
            return None
        if place.default is None and VARIABLE.fullmatch(place.key):
            return self._text(place.key, QUERY_DATA)  # `?{{all}}`: a query as text
        key = self._text(place.key, KEY_DATA)
        if place.default is None:
            return key
        value = self._text(place.default, VALUE_DATA)
        if key is None or value is None:
            return None
        return f"{key}={value}"

    def _text(self, template: str, encoded: re.Pattern[str]) -> str | None:
        """The text of a template; None where what it needs is left out."""

        # The collection's own text is encoded; what options put in is not: `?{{all}}`
        # with `a=1&b=2` works in Postman. Arguments are data, and are encoded.
        encode = partial(percent, encoded=encoded)
        template = _encode_literals(template, encoded)
        return self._arguments.fill(template, self._lookup, encode)


def _encode_literals(template: str, encoded: re.Pattern[str]) -> str:
    """The template with its own text encoded, and its variables as they are."""
    written: list[str] = []
    end = 0
    for variable in VARIABLE.finditer(template):
        literal = template[end : variable.start()]
        written += [percent(literal, encoded), variable[0]]
        end = variable.end()
    written.append(percent(template[end:], encoded))
    return "".join(written)


def _items(places: tuple[Query, ...], given: Values, write: _Writer) -> Iterator[str]:
    remaining: dict[str, list[str]] = {}
    for key, value in given.items():
        if value is not OMIT:
            remaining[key] = _texts(value, key)
    last = {place.key: index for index, place in enumerate(places)}
    for index, place in enumerate(places):
        if place.key not in remaining:
            item = write.default(place)
            if item is not None:
                yield item
            continue
        values = remaining[place.key]
        count = len(values) if last[place.key] == index else 1
        for value in values[:count]:
            yield write.given(place, value)
        remaining[place.key] = values[count:]
    for key, values in remaining.items():
        if key not in last:  # the collection has no place for it
            yield from (_data_item(key, value) for value in values)


def _texts(value: object, name: str) -> list[str]:
    """The texts of a value, or of a sequence of values."""
    if not _is_several(value):
        return [text_of(value, name)]
    return [text_of(each, name) for each in cast("Iterable[object]", value)]


def _is_several(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _data_item(key: str, value: str) -> str:
    return _item(percent(key, KEY_DATA), value)


def _item(key: str, value: str) -> str:
    """The item of a key that is encoded and a value that is not."""
    return f"{key}={percent(value, VALUE_DATA)}"

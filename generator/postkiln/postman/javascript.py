"""How JavaScript, and so Postman, casts JSON values that are not of the wanted type.

A JSON value comes in; the text, truth, list or map that Postman would work with goes out.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from postkiln.diagnostics.places import NOWHERE, Spot

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | None"
Object: TypeAlias = dict[str, Json]


class Placed(dict[str, "Json"]):
    """An object that a converter made, with the place of what it was made of."""

    spot: Spot = NOWHERE

    @classmethod
    def at(cls, spot: Spot, value: Object) -> Placed:
        placed = cls(value)
        placed.spot = spot
        return placed


def text(value: Json) -> str:
    """JavaScript's `String(value)`: `5`, `null`, `1,2`, `[object Object]`."""
    match value:
        case str():
            return value
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return number_text(value)
        case list():
            return ",".join(_leaves(value))
        case dict():
            return "[object Object]"


def _leaves(value: list[Json]) -> Iterator[str]:
    """The texts of a list, nested lists spelled out in place; null is empty there."""
    stack: list[Json] = list(reversed(value))
    while stack:
        element = stack.pop()
        if isinstance(element, list):
            # An empty list inside a list is an empty text, as null is.
            stack.extend(reversed(element) if element else [""])
        else:
            yield "" if element is None else text(element)


def text_or_none(value: Json) -> str | None:
    """`String(value)`; null counts as missing."""
    return None if value is None else text(value)


def member_text(row: Object, key: str, missing: str = "") -> str:
    """`String(row[key])`, where null is `null`; `missing` where there is no such key."""
    return text(row[key]) if key in row else missing


def json_or_text(value: Json) -> str:
    """Lists and objects as JSON, anything else as `String(value)`."""
    return stringify(value) if isinstance(value, dict | list) else text(value)


def kind_of(value: Json) -> str:
    """The type of a JSON value, for a message."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "a number"


def number_text(value: float) -> str:
    """A float as ECMAScript's Number::toString writes it: `5`, `0.00001`, `1e+21`."""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    if 1e-6 <= abs(value) < 1e21:
        return format(Decimal(repr(value)), "f")
    # Python writes two digits of an exponent at least: 1e-07.
    return re.sub(r"e([+-])0", r"e\1", repr(value))


def stringify(value: Json) -> str:
    """JavaScript's `JSON.stringify(value)`."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def truthy(value: Json) -> bool:
    """JavaScript's `Boolean(value)`: empty lists and objects are true."""
    return isinstance(value, list | dict) or bool(value)


def string(value: Json) -> str:
    """A string as it is; anything else counts as none."""
    return value if isinstance(value, str) else ""


def string_or_none(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def mapping(value: Json) -> Object:
    """An object as it is; anything else counts as empty."""
    return value if isinstance(value, dict) else {}


def listing(value: Json) -> list[Json]:
    """A list as it is; anything else counts as empty."""
    return value if isinstance(value, list) else []


def one_or_more(value: Json) -> list[Json]:
    """A list as it is; anything else is a list of one."""
    return value if isinstance(value, list) else [value]


def flag(value: Json) -> bool | None:
    """A boolean as it is; anything else says nothing."""
    return value if isinstance(value, bool) else None


def description(value: Json) -> str:
    """A description: text, or an object with text in `content` (postman-format 1.2)."""
    if isinstance(value, dict):
        value = value.get("content")
    return string(value)


def rows(value: Json) -> Iterator[Object | str]:
    """The rows of a list of keys and values, or of a map; what is no row is left out.

    Rows given as text ("A: 1", "a=1") stay text: what they mean depends on the list.
    """
    if isinstance(value, dict):
        for key, member in value.items():
            yield {"key": key, "value": member}
    for row in listing(value):
        if isinstance(row, dict | str):
            yield row


def is_disabled(row: Object) -> bool:
    return truthy(row.get("disabled"))

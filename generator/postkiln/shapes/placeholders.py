"""Texts that stand for any value of a type: what converters from OpenAPI write as examples.

`"<integer>"` says that an integer goes there, and is no value itself (postman-format 6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from postkiln.runtime.codec.placeholders import PLACEHOLDERS
from postkiln.shapes.json_shape import NOTHING, PLAIN, Number, Shape
from postkiln.shapes.text import Text

# Generated clients take these for any text, so only examples tell them from text.
_TEXTS = ("string", "uuid", "email", "uri", "byte", "binary", "password")
_DATES = {"<date>": Shape(text=Text.DATE), "<dateTime>": Shape(text=Text.DATETIME)}
_BY_TYPE: Mapping[type, Shape] = {
    int: Shape(number=Number.INTEGER),
    float: Shape(number=Number.FLOAT),
    bool: Shape(boolean=True),
    dict: Shape(fields=()),
    list: Shape(items=NOTHING),
}


def _shape(text: str, types: Sequence[type]) -> Shape:
    return _DATES[text] if text in _DATES else _BY_TYPE[types[0]]


_SHAPES: Mapping[str, Shape] = {
    **{f"<{name}>": PLAIN for name in _TEXTS},
    **{text: _shape(text, types) for text, types in PLACEHOLDERS.items()},
}


def placeholder(text: str) -> Shape | None:
    """What a text stands for that is a type and no value, as converters from OpenAPI
    write it (postman-format 6): `<integer>`."""
    return _SHAPES.get(text) if text[:1] == "<" else None


def text_placeholder(text: str) -> Shape | None:
    """The same for what is sent as text, in a path, a query or a form: dates stay text
    there, and so does what has parts."""
    found = placeholder(text)
    if found is None or found.number is not None or found.boolean:
        return found
    return PLAIN

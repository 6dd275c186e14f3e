"""Texts that stand for any value of a type: what converters from OpenAPI write as examples.

`"<integer>"` says that an integer goes there, and is no value itself (postman-format 6).
"""

from __future__ import annotations

from collections.abc import Mapping

from postkiln.shapes.json_shape import NOTHING, PLAIN, Number, Shape
from postkiln.shapes.text import Text

_TEXTS = ("string", "uuid", "email", "uri", "byte", "binary", "password")
_NUMBERS = ("number", "float", "double")
_PLACEHOLDERS: Mapping[str, Shape] = {
    **{f"<{name}>": PLAIN for name in _TEXTS},
    **{f"<{name}>": Shape(number=Number.INTEGER) for name in ("integer", "long")},
    **{f"<{name}>": Shape(number=Number.FLOAT) for name in _NUMBERS},
    "<boolean>": Shape(boolean=True),
    "<date>": Shape(text=Text.DATE),
    "<dateTime>": Shape(text=Text.DATETIME),
    "<object>": Shape(fields=()),
    "<array>": Shape(items=NOTHING),
}


def placeholder(text: str) -> Shape | None:
    """What a text stands for that is a type and no value, as converters from OpenAPI
    write it (postman-format 6): `<integer>`."""
    return _PLACEHOLDERS.get(text) if text[:1] == "<" else None


def text_placeholder(text: str) -> Shape | None:
    """The same for what is sent as text, in a path, a query or a form: dates stay text
    there, and so does what has parts."""
    told = placeholder(text)
    if told is None or told.number is not None or told.boolean:
        return told
    return PLAIN

"""Place holders: texts that converters from OpenAPI write in place of examples.

`"<integer>"` says that an integer goes there, and is no value itself (postman-format 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postkiln.runtime.codec.placeholders import PLACEHOLDERS
from postkiln.shapes.json_shape import NOTHING, PLAIN, Number, Shape
from postkiln.shapes.text import Text

# These stand for text. Generated clients need not know them: any text is a str to them.
_TEXTS = ("string", "uuid", "email", "uri", "byte", "binary", "password")
_DATES: Mapping[str, Shape] = {
    "<date>": Shape(text=Text.DATE),
    "<dateTime>": Shape(text=Text.DATETIME),
}
_BY_TYPE: Mapping[type, Shape] = {
    int: Shape(number=Number.INTEGER),
    float: Shape(number=Number.FLOAT),
    bool: Shape(boolean=True),
    dict: Shape(fields=()),
    list: Shape(items=NOTHING),
}


def _all_shapes() -> Iterator[tuple[str, Shape]]:
    """Each place holder, and the shape of what it stands for."""
    for name in _TEXTS:
        yield f"<{name}>", PLAIN
    for text, types in PLACEHOLDERS.items():
        if text not in _DATES:
            yield text, _BY_TYPE[types[0]]
    yield from _DATES.items()


_SHAPES: Mapping[str, Shape] = dict(_all_shapes())


def placeholder(text: str) -> Shape | None:
    """The shape of what a place holder stands for; None for any other text."""
    return _SHAPES.get(text)


def text_placeholder(text: str) -> Shape | None:
    """The same for what is sent as text, in a path, a query or a form.

    Dates are text there, and so are lists and objects.
    """
    found = placeholder(text)
    if found is None or found.number is not None or found.boolean:
        return found
    return PLAIN

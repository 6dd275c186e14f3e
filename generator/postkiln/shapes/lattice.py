"""The shape of JSON values, as a lattice: what the examples seen so far admit.

A `Shape` is one component per kind of JSON value, each present or absent. Joining two
shapes joins the components, so the join commutes, associates and is idempotent by
construction, `NOTHING` is its bottom, and the order of examples never matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from postkiln.shapes import text as texts
from postkiln.shapes.json_shape import (
    NOTHING,
    PLAIN,
    UNKNOWN,
    Field,
    Number,
    Shape,
    Unknown,
)
from postkiln.shapes.placeholders import placeholder, text_placeholder
from postkiln.shapes.text import Text

__all__ = [  # other rooms import all of it from here
    "DEEPEST",
    "NOTHING",
    "PLAIN",
    "UNKNOWN",
    "Field",
    "Number",
    "Shape",
    "Text",
    "Unknown",
    "admits",
    "join",
    "join_all",
    "of",
    "of_text",
    "placeholder",
    "text_placeholder",
]

DEEPEST = 100
"""How many levels a shape may nest, so that functions that walk one may recurse."""


def of(value: Any) -> Shape:
    """The shape of one JSON value. ValueError: it nests deeper than `DEEPEST` levels."""
    place = _Place()
    _see(place, value)
    return _freeze(place)


def join(a: Shape, b: Shape) -> Shape:
    """The least shape that admits what `a` or `b` admits."""
    return join_all((a, b))


def join_all(shapes: Iterable[Shape]) -> Shape:
    """The join of any number of shapes, `NOTHING` for none."""
    distinct = tuple(dict.fromkeys(shapes))  # examples mostly have equal shapes
    if len(distinct) == 1:
        return distinct[0]
    place = _Place()
    for shape in distinct:
        _add(place, shape)
    return _freeze(place)


def admits(shape: Shape, value: Any) -> bool:
    """Whether `value` is of this shape, without a key or kind it does not show."""
    match value:
        case None:
            return shape.null
        case bool():
            return shape.boolean
        case int():
            return shape.number is not None
        case float():
            return shape.number is Number.FLOAT
        case str():
            known = placeholder(value)
            if known is not None:
                return join(shape, known) == shape
            return shape.text in (Text.PLAIN, texts.kind(value))
        case Unknown():
            return True
        case _:
            return _admits_container(shape, value)


def _admits_container(shape: Shape, value: list[Any] | dict[str, Any]) -> bool:
    if isinstance(value, list):
        return _admits_all(shape.items, value)
    return _admits_all(shape.values, value.values()) or _admits_object(shape, value)


def _admits_all(shape: Shape | None, values: Iterable[Any]) -> bool:
    return shape is not None and all(admits(shape, value) for value in values)


def _admits_object(shape: Shape, value: dict[str, Any]) -> bool:
    if shape.fields is None:
        return False
    shapes: dict[str, Shape] = {}
    for field in shape.fields:
        if not field.optional and field.key not in value:
            return False
        shapes[field.key] = field.shape
    for key, item in value.items():
        if key not in shapes or not admits(shapes[key], item):
            return False
    return True


def of_text(text: str) -> Shape:
    """The shape of a query or path value: a number only if its text is the canonical one.

    Whole numbers from 2**53 on stay text (other readers of the API would round them), and
    dates stay text: what is sent must be what was written.
    """
    if text in ("true", "false"):
        return Shape(boolean=True)
    if texts.is_integer(text):
        return Shape(number=Number.INTEGER)
    if texts.is_float(text):
        return Shape(number=Number.FLOAT)
    return PLAIN


class _Place:
    """A place in the JSON while evidence gathers; `_freeze` makes the shape of it."""

    __slots__ = (
        "boolean",
        "fields",
        "items",
        "null",
        "number",
        "objects",
        "optional",
        "rank",
        "seen",
        "text",
        "values",
    )

    def __init__(self, rank: int = 0) -> None:
        self.null = self.boolean = self.optional = False
        self.number: Number | None = None
        self.text: Text | None = None
        self.items: _Place | None = None
        self.fields: dict[str, _Place] | None = None
        self.values: _Place | None = None
        self.objects = 0  # how many objects were seen here
        self.seen = 0  # in how many of the objects that may have this key it was seen
        self.rank = rank

    def add_number(self, number: Number) -> None:
        if self.number is None or number > self.number:
            self.number = number

    def add_text(self, text: Text) -> None:
        self.text = text if self.text in (None, text) else Text.PLAIN

    def add_list(self) -> _Place:
        if self.items is None:
            self.items = _Place()
        return self.items

    def add_mapping(self) -> _Place:
        if self.values is None:
            self.values = _Place()
        return self.values

    def add_object(self) -> dict[str, _Place]:
        self.objects += 1
        if self.fields is None:
            self.fields = {}
        return self.fields


def _key(fields: dict[str, _Place], key: str, rank: int) -> _Place:
    place = fields.get(key)
    if place is None:
        place = fields[key] = _Place(rank)
    elif rank < place.rank:
        place.rank = rank
    place.seen += 1
    return place


_Container = list[Any] | dict[str, Any]
_kind: Callable[[Any], object] = type  # exact: the values of JSON have no subclasses


def _see(root: _Place, document: Any) -> None:
    """Let `root` gather what `document` shows.

    With a stack of its own: documents may be nested deeper than Python recurses.
    """
    stack: list[tuple[_Place, _Container, int]] = []
    _see_value(root, document, 0, stack)
    while stack:
        place, value, depth = stack.pop()
        if depth == DEEPEST:
            raise ValueError(f"nested deeper than {DEEPEST} levels")
        if isinstance(value, list):
            items = place.add_list()
            for item in value:
                _see_value(items, item, depth + 1, stack)
        else:
            fields = place.add_object()
            for rank, (key, item) in enumerate(value.items()):
                below = _key(fields, key, rank)
                _see_value(below, item, depth + 1, stack)


def _see_value(
    place: _Place,
    value: Any,
    depth: int,
    stack: list[tuple[_Place, _Container, int]],
) -> None:
    """Gather a scalar at once, and put a container on the stack."""
    kind = _kind(value)
    if kind is str:  # first, as most values are texts
        if value[:1] == "<" and (known := placeholder(value)) is not None:
            _add(place, known)
        elif place.text is not Text.PLAIN:  # else this one cannot change it
            place.add_text(texts.kind(value))
    elif kind is dict or kind is list:
        stack.append((place, value, depth))
    elif value is None:
        place.null = True
    elif kind is bool:
        place.boolean = True
    elif kind is int:
        place.add_number(Number.INTEGER)
    elif kind is float:
        place.add_number(Number.FLOAT)


def _add(root: _Place, whole: Shape) -> None:
    """Let `root` gather what `whole` admits."""
    stack = [(root, whole)]
    while stack:
        place, shape = stack.pop()
        place.null |= shape.null
        place.boolean |= shape.boolean
        if shape.number is not None:
            place.add_number(shape.number)
        if shape.text is not None:
            place.add_text(shape.text)
        if shape.items is not None:
            stack.append((place.add_list(), shape.items))
        if shape.values is not None:
            stack.append((place.add_mapping(), shape.values))
        if shape.fields is not None:
            fields = place.add_object()
            for field in shape.fields:
                below = _key(fields, field.key, field.rank)
                below.optional |= field.optional
                stack.append((below, field.shape))


def _freeze(place: _Place) -> Shape:
    return Shape(
        null=place.null,
        boolean=place.boolean,
        number=place.number,
        text=place.text,
        items=None if place.items is None else _freeze(place.items),
        fields=None if place.fields is None else _freeze_fields(place, place.fields),
        values=None if place.values is None else _freeze(place.values),
    )


def _freeze_fields(place: _Place, fields: dict[str, _Place]) -> tuple[Field, ...]:
    """A field is optional where an object, or the shape of one, does not have its key."""
    in_order = sorted(fields, key=lambda key: (fields[key].rank, key))
    frozen: list[Field] = []
    for key in in_order:
        below = fields[key]
        is_optional = below.optional or below.seen < place.objects
        frozen.append(Field(key, _freeze(below), is_optional, below.rank))
    return tuple(frozen)

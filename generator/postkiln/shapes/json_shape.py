"""What a place in JSON admits: `Shape`, a component for each kind of JSON value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

from postkiln.shapes.text import Text


class Number(IntEnum):
    """What kind of number was seen; an integer joined with a float is a float."""

    INTEGER = 1
    FLOAT = 2


class Unknown(Enum):
    """The type of `UNKNOWN`."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN
"""Stands in JSON for a value that is not known (a bare `{{x}}`): it widens no shape."""


@dataclass(frozen=True, slots=True)
class Field:
    """A key of an object.

    `rank` is the least index that the key was seen at in an object: fields are in the
    order in which the author wrote them.
    """

    key: str
    shape: Shape
    optional: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """What a place in the JSON admits. Every component at its default admits nothing.

    `items` is the shape of a list's elements (`NOTHING` for lists seen empty only);
    `fields` are an object's keys, sorted by (rank, key) (`()` for objects seen empty only),
    `values` is the shape of the values of one that is a mapping, whatever its keys.
    """

    null: bool = False
    boolean: bool = False
    number: Number | None = None
    text: Text | None = None
    items: Shape | None = None
    fields: tuple[Field, ...] | None = None
    values: Shape | None = None


NOTHING = Shape()
"""The bottom of the lattice: no value was seen."""

PLAIN = Shape(text=Text.PLAIN)
"""Any text."""

"""Shapes whose objects have their class: what annotations are written of."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from postkiln.shapes.lattice import Field, Shape

_PLAIN = re.compile(r"[\w$@:-]+")


@dataclass(frozen=True, slots=True)
class ResolvedShape(Shape):
    """A shape with an object in it, and `index`, that of the object's class."""

    index: int = 0


def element_step(step: str) -> str:
    """The step to an element of a list."""
    return f"{step}[]"


def value_step(step: str) -> str:
    """The step to a value of a mapping."""
    return f"{step}.*"


def field_step(key: str) -> str:
    """The step to a field of an object."""
    return f".{key}" if _PLAIN.fullmatch(key) else f"[{json.dumps(key)}]"


def resolve(shape: Shape, step: str, classes: Mapping[str, int]) -> Shape:
    """The shape with the class of each object that is reached without passing another.

    `step` leads to the shape, and `classes` are by the steps to the objects.
    """
    items = shape.items and resolve(shape.items, element_step(step), classes)
    values = shape.values and resolve(shape.values, value_step(step), classes)
    if not shape.fields:
        return replace(shape, items=items, values=values)
    return ResolvedShape(
        null=shape.null,
        boolean=shape.boolean,
        number=shape.number,
        text=shape.text,
        items=items,
        fields=shape.fields,
        values=values,
        index=classes[step],
    )


def resolve_fields(
    fields: tuple[Field, ...], classes: Mapping[str, int]
) -> tuple[Field, ...]:
    """The fields of an object, each with the classes in it."""
    return tuple(
        replace(each, shape=resolve(each.shape, field_step(each.key), classes))
        for each in fields
    )

"""Shapes whose objects have their class: what annotations are written of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from postkiln.diagnostics.json_paths import (
    distinct_field_path,
    element_path,
    value_path,
)
from postkiln.shapes.lattice import Field, Shape


@dataclass(frozen=True, slots=True)
class ResolvedShape(Shape):
    """A shape with an object in it, and `index`, that of the object's class."""

    index: int = 0


def resolve(shape: Shape, step: str, classes: Mapping[str, int]) -> Shape:
    """The shape with the class of each object that is reached without passing another.

    `step` leads to the shape, and `classes` are by the steps to the objects.
    """
    items = shape.items and resolve(shape.items, element_path(step), classes)
    values = shape.values and resolve(shape.values, value_path(step), classes)
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
    resolved: list[Field] = []
    for each in fields:
        step = distinct_field_path("", each.key)
        shape = resolve(each.shape, step, classes)
        resolved.append(replace(each, shape=shape))
    return tuple(resolved)

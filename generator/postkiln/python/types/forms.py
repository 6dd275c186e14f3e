"""Forms as shapes, so that their classes are named and shared like all others."""

from __future__ import annotations

from dataclasses import dataclass

from postkiln.model.api import Body, FormField, Secret
from postkiln.shapes.lattice import (
    PLAIN,
    Field,
    Shape,
    join_all,
    of_text,
    text_placeholder,
)


@dataclass(frozen=True, slots=True)
class FileShape(Shape):
    """A field that takes a file: no JSON, so no part of the lattice."""


FILE = FileShape()


def body_shape(body: Body) -> Shape | None:
    """The shape of what a body takes: the JSON itself, or a form's fields."""
    if body.shape is None and body.fields:
        return form_shape(body.fields)
    return body.shape


def form_shape(fields: tuple[FormField, ...]) -> Shape:
    """The shape of a form: a file, a text's type, or a list where a key repeats."""
    entries: list[Field] = []
    for rank, each in enumerate(fields):
        entries.append(Field(each.key, _value(each), rank=rank))
    return Shape(fields=tuple(entries))


def _value(field: FormField) -> Shape:
    value: Shape = FILE
    if not field.is_file:
        texts = [_text(sample) for sample in field.samples if sample is not None]
        value = join_all(texts or [PLAIN])
    key_repeats = len(field.samples) > 1
    return Shape(items=value) if key_repeats else value


def _text(sample: str | Secret) -> Shape:
    if not isinstance(sample, str):
        return PLAIN
    return text_placeholder(sample) or of_text(sample)

"""Forms as shapes, so that their classes are named and shared like all others."""

from __future__ import annotations

from dataclasses import dataclass

from postkiln.model.api import Body, FormField, Secret
from postkiln.shapes.lattice import (
    Field,
    Shape,
    Text,
    join_all,
    of_text,
    text_placeholder,
)


@dataclass(frozen=True, slots=True)
class FileShape(Shape):
    """A field that takes a file: no JSON, so no part of the lattice."""


FILE = FileShape()
FILES = Shape(items=FILE)


def body_shape(body: Body) -> Shape | None:
    """The shape of what a body takes: the JSON itself, or a form's fields."""
    is_form = body.shape is None and body.fields
    return form_shape(body.fields) if is_form else body.shape


def form_shape(fields: tuple[FormField, ...]) -> Shape:
    """The shape of a form: a file, a text's type, or a list where a key repeats."""
    entries = (Field(f.key, _value(f), rank=rank) for rank, f in enumerate(fields))
    return Shape(fields=tuple(entries))


def _value(field: FormField) -> Shape:
    if field.is_file:
        return FILES if len(field.samples) > 1 else FILE
    texts = [_text(sample) for sample in field.samples if sample is not None]
    value = join_all(texts or [Shape(text=Text.PLAIN)])
    return Shape(items=value) if len(field.samples) > 1 else value


def _text(sample: str | Secret) -> Shape:
    if not isinstance(sample, str):
        return Shape(text=Text.PLAIN)
    return text_placeholder(sample) or of_text(sample)

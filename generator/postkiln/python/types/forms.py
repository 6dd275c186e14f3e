"""Bodies as fields: what stands at the top of a JSON object, a form, or GraphQL variables.

In: the body of an endpoint. Out: a `BodyField` for each field that a call gives by a
keyword, in the order of the collection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from postkiln.model.api import Body, BodyKind, FormField, Sample, Secret
from postkiln.secrets import detect as secrets
from postkiln.shapes.lattice import (
    NOTHING,
    PLAIN,
    Shape,
    join_all,
    of_text,
    text_placeholder,
)


@dataclass(frozen=True, slots=True)
class FileShape(Shape):
    """A field that takes a file: no JSON, so no part of the lattice."""


FILE = FileShape()


@dataclass(frozen=True, slots=True)
class BodyField:
    """A field at the top of a body.

    `is_text`: it is sent as text, so null is no value of it. `repeats`: its key stands
    there several times. `choices` are what the description lists. `default` is the literal
    that is sent unless the call says otherwise.
    """

    key: str
    shape: Shape
    is_text: bool = False
    repeats: bool = False
    samples: tuple[Sample, ...] = ()
    description: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str | int | float | bool | None = None


def has_fields(shape: Shape) -> bool:
    """Whether JSON of this shape is an object with known keys, and nothing else."""
    return shape.fields is not None and replace(shape, fields=None) == NOTHING


def spreads(body: Body) -> bool:
    """Whether a call gives the body field by field."""
    if body.kind in (BodyKind.FORM, BodyKind.MULTIPART):
        return True
    return body.shape is not None and has_fields(body.shape)


def may_be_left_out(body: Body) -> bool:
    """Whether a call need not give the whole body: keywords or the collection make it."""
    is_whole = body.kind is BodyKind.GRAPHQL or body.default is not None
    return is_whole or spreads(body)


def body_fields(body: Body) -> tuple[BodyField, ...]:
    """The fields of a body that a call gives field by field; none of any other."""
    if not spreads(body):
        return ()
    fields = map(_form_field, body.fields) if body.fields else _json_fields(body)
    literals = {each.key: each.value for each in body.selectors}
    found: list[BodyField] = []
    for each in fields:
        is_required = each.required or each.key in body.required
        default = literals.get(each.key)
        found.append(replace(each, required=is_required, default=default))
    return tuple(found)


def _form_field(field: FormField) -> BodyField:
    return BodyField(
        key=field.key,
        shape=FILE if field.is_file else _text_shape(field.samples),
        is_text=True,
        repeats=len(field.samples) > 1,
        samples=() if field.is_file else field.samples,
        description=field.description,
        required=field.required,
        choices=field.choices,
    )


def _text_shape(samples: Iterable[Sample]) -> Shape:
    """What the texts look like that a field of a form has."""
    texts = [_text(sample) for sample in samples if sample is not None]
    return join_all(texts or [PLAIN])


def _text(sample: str | Secret) -> Shape:
    if not isinstance(sample, str):
        return PLAIN
    return text_placeholder(sample) or of_text(sample)


def _json_fields(body: Body) -> Iterable[BodyField]:
    """The fields of an object: those of the item's own body first, in its order."""
    shape = body.shape or NOTHING
    document: object = body.document
    own: dict[str, Any] = {}
    if isinstance(document, dict):
        own = cast("dict[str, Any]", document)
    order = {key: rank for rank, key in enumerate(own)}
    fields = sorted(shape.fields or (), key=lambda f: order.get(f.key, len(order)))
    for each in fields:
        samples = _shown(each.key, own.get(each.key))
        yield BodyField(each.key, each.shape, samples=samples)


def _shown(key: str, value: object) -> tuple[Sample, ...]:
    """The value as an example, where it is a text or a number."""
    is_scalar = isinstance(value, str | int | float) and not isinstance(value, bool)
    return (secrets.sample(key, str(value)),) if is_scalar else ()

"""How a model is decoded and encoded: planned once per class, on the first use of it.

In: a dataclass. Out: its `ModelCodec`, with the fields and the decoders of JSON objects.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Set
from functools import cached_property, lru_cache
from typing import Any, cast, get_type_hints

from ..omit import OMIT, Omit
from .json_types import Decoder, ModelField
from .model_compiler import compile_model
from .type_hints import ModelBase, has_union, json_type_of, members_of
from .value_compiler import compile_type


class ModelCodec:
    """The plan of one model. Annotations are resolved when it is first needed."""

    def __init__(self, model: type[ModelBase]) -> None:
        self.model = model

    @cached_property
    def fields(self) -> tuple[ModelField, ...]:
        """The model's fields, in their order."""
        annotations = get_type_hints(self.model)
        found = dataclasses.fields(cast("Any", self.model))
        return tuple(_field(field, annotations[field.name]) for field in found)

    @cached_property
    def by_key(self) -> dict[str, ModelField]:
        """The same by JSON key."""
        return {field.key: field for field in self.fields}

    def keys(self) -> Set[str]:
        """The JSON keys of the fields."""
        return self.by_key.keys()

    def decoder(self, *, checked: bool) -> Decoder:
        """The decoder of a dict as the model. Each is compiled once."""
        if checked:
            return self._checked_decoder
        return self._fast_decoder

    @cached_property
    def _fast_decoder(self) -> Decoder:
        return compile_model(self.model, self.fields, checked=False)

    @cached_property
    def _checked_decoder(self) -> Decoder:
        return compile_model(self.model, self.fields, checked=True)


def plan_of(model: type[ModelBase]) -> ModelCodec:
    """The plan of a model, which keeps it from then on."""
    plan: ModelCodec | None = model.__dict__.get("__plan__")
    if plan is None:
        plan = ModelCodec(model)
        # By `type`, because the class does not declare the attribute.
        type.__setattr__(model, "__plan__", plan)
    return plan


def decoder_of(annotation: Any, *, checked: bool) -> Decoder:
    """The decoder of any JSON value. TypeError if the annotation is no JSON type."""
    decoder = _decoder_without_union(annotation, checked)
    if decoder is None:
        return _decoder_with_union(annotation, repr(annotation), checked)
    return decoder


@lru_cache(maxsize=512)
def _decoder_without_union(annotation: Any, checked: bool) -> Decoder | None:
    """The decoder, or `None` if the annotation has a union.

    Unions are equal in any order of their members, but the order decides which one a
    value is decoded as, and how messages spell the union. So they need a cache that
    tells these apart, which is slower.
    """
    if has_union(annotation):
        return None
    return _compile(annotation, checked)


@lru_cache(maxsize=512)
def _decoder_with_union(annotation: Any, order: str, checked: bool) -> Decoder:
    return _compile(annotation, checked)


def _compile(annotation: Any, checked: bool) -> Decoder:
    json_type = json_type_of(annotation, plan_of)
    return compile_type(json_type, checked=checked)


def _field(field: dataclasses.Field[Any], annotation: Any) -> ModelField:
    absent = None
    if Omit in members_of(annotation):
        absent = OMIT
    return ModelField(
        name=field.name,
        key=field.metadata.get("key", field.name),
        type=json_type_of(annotation, plan_of),
        absent=absent,
        defaults_to_none=field.default is None,
    )

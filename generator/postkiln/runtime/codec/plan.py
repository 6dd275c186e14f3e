"""How a model is decoded and encoded: planned once per class, on the first use of it.

In: a dataclass whose annotations are of JSON types, dates, lists, dicts, models, unions
of these, and `Omit`. Out: its `Plan`, with the fields and the decoders of JSON objects.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Set
from functools import cached_property, lru_cache
from types import UnionType
from typing import Any, Final, Union, cast, get_args, get_origin, get_type_hints

from ..omit import OMIT, Omit
from .json_types import (
    AsIs,
    Conversion,
    Decoder,
    DictOf,
    Field,
    JsonType,
    ListOf,
    ModelOf,
    OneOf,
    Parse,
)
from .model_compiler import compile_model
from .timestamps import parse_date, parse_datetime
from .value_compiler import compile_type

_UNCHANGED: Final[dict[Any, tuple[type, ...]]] = {
    None: (type(None),),
    type(None): (type(None),),
    Omit: (Omit,),
    bool: (bool,),
    int: (int,),
    float: (float, int),  # an int stays one: a float would lose digits beyond 2**53
    str: (str,),
}

_PARSERS: Final[dict[Any, Callable[[str], Any]]] = {
    dt.datetime: parse_datetime,
    dt.date: parse_date,
}


class ModelBase:
    """The base of models: a dataclass that remembers the JSON object it was decoded from.

    `__source__` is unset in a model that was not decoded.
    """

    __slots__ = ("__source__",)

    __source__: dict[str, Any]


class Plan:
    """The plan of one model. Annotations are resolved when it is first needed."""

    def __init__(self, model: type[ModelBase]) -> None:
        self.model = model

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The model's fields, in their order."""
        annotations = get_type_hints(self.model)
        found = dataclasses.fields(cast("Any", self.model))
        return tuple(_field(field, annotations[field.name]) for field in found)

    @cached_property
    def by_key(self) -> dict[str, Field]:
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


def plan_of(model: type[ModelBase]) -> Plan:
    """The plan of a model, which keeps it from then on."""
    plan: Plan | None = model.__dict__.get("__plan__")
    if plan is None:
        plan = Plan(model)
        type.__setattr__(model, "__plan__", plan)
    return plan


def decoder_of(annotation: Any, *, checked: bool) -> Decoder:
    """The decoder of any JSON value. TypeError if the annotation is no JSON type."""
    if isinstance(annotation, type):
        return _decoder_of(annotation, "", checked)
    # Unions are equal in any order of their members, but the order decides which one
    # a value is decoded as, and how messages spell the union.
    return _decoder_of(annotation, repr(annotation), checked)


@lru_cache(maxsize=512)
def _decoder_of(annotation: Any, order: str, checked: bool) -> Decoder:
    return compile_type(json_type_of(annotation), checked=checked)


def json_type_of(annotation: Any) -> JsonType:
    """What the annotation admits. TypeError if it is no JSON type."""
    members = _members(annotation)
    if Any in members:
        return JsonType(_format(annotation), conversions=None)
    found: dict[type, list[Conversion]] = {}
    for member in members:
        for kind, conversion in _conversions(member):
            found.setdefault(kind, []).append(conversion)
    conversions = {kind: _one_of(several) for kind, several in found.items()}
    return JsonType(_format(annotation), conversions)


def _conversions(member: Any) -> Iterator[tuple[type, Conversion]]:
    """The types of JSON values that a member of a union admits, and their conversions."""
    if member in _UNCHANGED:
        for kind in _UNCHANGED[member]:
            yield kind, AsIs()
    elif member in _PARSERS:
        yield str, Parse(_PARSERS[member], member.__name__)
    elif _is_model(member):
        yield dict, ModelOf(plan_of(member))
    elif get_origin(member) is list:
        yield list, ListOf(json_type_of(get_args(member)[0]))
    elif get_origin(member) is dict:
        yield dict, DictOf(json_type_of(get_args(member)[1]))
    else:
        raise TypeError(f"{member!r} is no type of JSON data")


def _one_of(conversions: list[Conversion]) -> Conversion:
    """The conversion of a value that several members admit; `str` comes after dates."""
    if len(conversions) == 1 or _all_unchanged(conversions):
        return conversions[0]
    demanding_first = sorted(conversions, key=_is_unchanged)
    return OneOf(tuple(demanding_first))


def _all_unchanged(conversions: list[Conversion]) -> bool:
    return all(map(_is_unchanged, conversions))


def _is_unchanged(conversion: Conversion) -> bool:
    return isinstance(conversion, AsIs)


def _field(field: dataclasses.Field[Any], annotation: Any) -> Field:
    absent = None
    if Omit in _members(annotation):
        absent = OMIT
    return Field(
        name=field.name,
        key=field.metadata.get("key", field.name),
        type=json_type_of(annotation),
        absent=absent,
        defaults_to_none=field.default is None,
    )


def _members(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (Union, UnionType):
        return get_args(annotation)
    return (annotation,)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, ModelBase)


def _format(annotation: Any) -> str:
    """The annotation as messages name it."""
    members = [member for member in _members(annotation) if member is not Omit]
    return " | ".join(map(_format_member, members))


def _format_member(member: Any) -> str:
    if member is None or member is type(None):
        return "None"
    if get_origin(member) is None:
        return str(getattr(member, "__name__", member))
    arguments = ", ".join(map(_format, get_args(member)))
    return f"{get_origin(member).__name__}[{arguments}]"

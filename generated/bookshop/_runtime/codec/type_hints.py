"""Type hints of JSON data. In: an annotation. Out: its `JsonType`.

Annotations are of JSON types, dates, lists, dicts, models, unions of these, and `Omit`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from types import UnionType
from typing import Any, Final, TypeAlias, Union, get_args, get_origin

from ..omit import Omit
from .json_types import (
    AsIs,
    Conversion,
    DictOf,
    JsonType,
    ListOf,
    ModelOf,
    ModelPlan,
    OneOf,
    Parse,
)
from .timestamps import parse_date, parse_datetime

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


PlanOf: TypeAlias = Callable[[type[ModelBase]], ModelPlan]
"""Gives the plan of a model, without looking at its annotations yet."""


def json_type_of(annotation: Any, plan_of: PlanOf) -> JsonType:
    """What the annotation admits. TypeError if it is no JSON type."""
    expected = _format(annotation)
    members = members_of(annotation)
    if Any in members:
        return JsonType(expected, conversions=None)
    found: dict[type, list[Conversion]] = {}
    for member in members:
        for kind, conversion in _conversions(member, plan_of):
            found.setdefault(kind, []).append(conversion)
    conversions = {kind: _one_of(several) for kind, several in found.items()}
    return JsonType(expected, conversions)


def _conversions(member: Any, plan_of: PlanOf) -> Iterator[tuple[type, Conversion]]:
    """The types of JSON values that a member of a union admits, and their conversions."""
    if member in _UNCHANGED:
        for kind in _UNCHANGED[member]:
            yield kind, AsIs()
    elif member in _PARSERS:
        yield str, Parse(_PARSERS[member], member.__name__)
    elif _is_model(member):
        yield dict, ModelOf(plan_of(member))
    elif get_origin(member) is list:
        (item,) = get_args(member)
        yield list, ListOf(json_type_of(item, plan_of))
    elif get_origin(member) is dict:
        _, value = get_args(member)  # JSON keys are str
        yield dict, DictOf(json_type_of(value, plan_of))
    else:
        raise TypeError(f"{member!r} is no type of JSON data")


def _one_of(conversions: list[Conversion]) -> Conversion:
    """The conversion of a value that several members admit; `str` comes after dates."""
    if len(conversions) == 1 or all(map(_is_unchanged, conversions)):
        return conversions[0]
    demanding_first = sorted(conversions, key=_is_unchanged)
    return OneOf(tuple(demanding_first))


def _is_unchanged(conversion: Conversion) -> bool:
    return isinstance(conversion, AsIs)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, ModelBase)


def members_of(annotation: Any) -> tuple[Any, ...]:
    """The members of a union, or the annotation as the only one."""
    if _is_union(annotation):
        return get_args(annotation)
    return (annotation,)


def has_union(annotation: Any) -> bool:
    """Whether the annotation is a union or contains one. Fields of models do not count."""
    if _is_union(annotation):
        return True
    return any(map(has_union, get_args(annotation)))


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType)


def _format(annotation: Any) -> str:
    """The annotation as messages name it."""
    members = [member for member in members_of(annotation) if member is not Omit]
    return " | ".join(map(_format_member, members))


def _format_member(member: Any) -> str:
    if member is None or member is type(None):
        return "None"
    if get_origin(member) is None:
        return str(getattr(member, "__name__", member))
    container = get_origin(member).__name__
    arguments = ", ".join(map(_format, get_args(member)))
    return f"{container}[{arguments}]"

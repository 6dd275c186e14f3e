"""How a model is decoded and encoded: planned once per class, on the first use of it.

In: a dataclass whose annotations are of JSON types, dates, lists, dicts, models, unions
of these, and `Omit`. Out: its `Plan`, with the fields and the reader of JSON objects.

An annotation becomes a table: by the type of a JSON value, how it is read. So a union is
decided by a look-up wherever its members are of different JSON types.
"""

from __future__ import annotations

import builtins
import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from types import UnionType
from typing import Any, Final, Union, cast, get_args, get_origin, get_type_hints

from ..omit import OMIT, Omit
from .compiled import Field, compile_reader
from .differences import At, Notes, Reader, unheard
from .quick import (
    Call,
    Conversion,
    Conversions,
    DictOf,
    Late,
    ListOf,
    Parsed,
    Quick,
    compile_model,
    compile_value,
)
from .readers import (
    Candidate,
    Table,
    as_is,
    choice,
    dict_reader,
    list_reader,
    plain_list_reader,
    table_reader,
    text_reader,
)
from .timestamps import parse_date, parse_datetime

_PLAIN: Final[dict[Any, tuple[type, ...]]] = {
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


class Sourced:
    """What every model is: a dataclass that remembers the JSON object it was decoded from.

    `__source__` is unset in a model that was not decoded.
    """

    __slots__ = ("__source__",)

    __source__: dict[str, Any]


class Plan:
    """The plan of one model. Annotations are resolved when it is first needed.

    `read` decodes a JSON object; it starts as the method that compiles the real one.
    `quick` does it for those who ask of no difference.
    """

    def __init__(self, model: type[Sourced]) -> None:
        self.model = model
        self.read: Reader = self._compile_and_read

    @cached_property
    def annotations(self) -> dict[str, Any]:
        """The annotations of the model's fields, by name."""
        return get_type_hints(self.model)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The model's fields, in their order."""
        found = dataclasses.fields(cast("Any", self.model))
        return tuple(_field(field, self.annotations[field.name]) for field in found)

    @cached_property
    def quick(self) -> Quick:
        """The quick reader of a JSON object."""
        each = (
            (field, _conversions(self.annotations[field.name])) for field in self.fields
        )
        return compile_model(self.model, tuple(each))

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The same by JSON key."""
        return {field.key: field for field in self.fields}

    def _compile_and_read(self, value: Any, at: At, notes: Notes) -> Any:
        self.read = compile_reader(self.model, self.fields)
        return self.read(value, at, notes)


def plan_of(model: type[Sourced]) -> Plan:
    """The plan of a model, which keeps it from then on."""
    plan: Plan | None = model.__dict__.get("__plan__")
    if plan is None:
        plan = Plan(model)
        type.__setattr__(model, "__plan__", plan)
    return plan


def reader_of(annotation: Any) -> Reader:
    """The reader of whatever the annotation admits. TypeError if it is no JSON type."""
    if _is_model(annotation):
        return _model_reader(plan_of(annotation))
    table = _table(annotation)
    return as_is if table is None else table_reader(table, _spell(annotation))


@lru_cache(maxsize=512)
def quick_of(annotation: Any) -> Quick:
    """What reads whatever the annotation admits, for those who ask of no difference."""
    if _is_model(annotation):
        return plan_of(annotation).quick
    return compile_value(_conversions(annotation))


def _conversions(annotation: Any) -> Conversions:
    """By the type of a JSON value, how it is read; what stays as it came is left out."""
    table = _table(annotation)
    if table is None:
        return {}
    found: dict[type, list[Any]] = {}
    for member in _members(annotation):
        for kind, _ in _candidates(member):
            found.setdefault(kind, []).append(member)
    return {
        kind: _conversion(members, table[kind])
        for kind, members in found.items()
        if table[kind] is not as_is
    }


def _conversion(members: list[Any], careful: Reader) -> Conversion:
    """How a value is read that these members may admit; a choice is the careful one's."""
    if len(members) > 1:
        return Call(_unheard(careful))
    member = members[0]
    if _is_model(member):
        return Late(lambda: plan_of(member).quick)
    if member in _PARSERS:
        return Parsed(_PARSERS[member])
    match get_origin(member):
        case builtins.list:
            return ListOf(_conversions(get_args(member)[0]))
        case builtins.dict:
            return DictOf(_conversions(get_args(member)[1]))
        case _:
            return Call(_unheard(careful))


def _unheard(read: Reader) -> Quick:
    """A careful reader that nobody listens to."""
    return lambda value: read(value, None, Notes(unheard))


def _field(field: dataclasses.Field[Any], annotation: Any) -> Field:
    return Field(
        name=field.name,
        key=field.metadata.get("key", field.name),
        table=_table(annotation),
        spelled=_spell(annotation),
        absent=OMIT if Omit in _members(annotation) else None,
        skips_none=field.default is None,
    )


def _table(annotation: Any) -> Table | None:
    """By the type of a JSON value, its reader; `None` where anything goes."""
    if Any in _members(annotation):
        return None
    candidates: dict[type, list[Candidate]] = {}
    for member in _members(annotation):
        for kind, candidate in _candidates(member):
            candidates.setdefault(kind, []).append(candidate)
    return {kind: choice(found) for kind, found in candidates.items()}


def _members(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (Union, UnionType):
        return get_args(annotation)
    return (annotation,)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Sourced)


def _candidates(member: Any) -> Iterator[tuple[type, Candidate]]:
    if member in _PLAIN:
        for kind in _PLAIN[member]:
            yield kind, Candidate(as_is)
    elif member in _PARSERS:
        yield str, Candidate(text_reader(_PARSERS[member], member.__name__))
    elif _is_model(member):
        plan = plan_of(member)
        yield dict, Candidate(_model_reader(plan), lambda: plan.by_key.keys())
    elif get_origin(member) is list:
        yield list, Candidate(_list_reader(get_args(member)[0]))
    elif get_origin(member) is dict:
        yield dict, Candidate(dict_reader(reader_of(get_args(member)[1])))
    else:
        raise TypeError(f"{member!r} is no type of JSON data")


def _model_reader(plan: Plan) -> Reader:
    def read(value: Any, at: At, notes: Notes) -> Any:
        return plan.read(value, at, notes)

    return read


def _list_reader(annotation: Any) -> Reader:
    if _is_model(annotation):
        return list_reader(reader_of(annotation))
    table = _table(annotation)
    if table is None:
        return list_reader(as_is)
    item = table_reader(table, _spell(annotation))
    if all(read is as_is for read in table.values()):
        return plain_list_reader(table, item)
    return list_reader(item)


def _spell(annotation: Any) -> str:
    """The annotation as messages say it."""
    kept = [member for member in _members(annotation) if member is not Omit]
    return " | ".join(map(_spell_member, kept))


def _spell_member(member: Any) -> str:
    if member is None or member is type(None):
        return "None"
    if get_origin(member) is None:
        return str(getattr(member, "__name__", member))
    arguments = ", ".join(map(_spell, get_args(member)))
    return f"{get_origin(member).__name__}[{arguments}]"

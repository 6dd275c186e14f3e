"""The parameters and the body of an endpoint -> the arguments of its method."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from postkiln.model.api import Body, Endpoint, Parameter, Place
from postkiln.python.naming.overrides import Overrides
from postkiln.python.naming.reserved import imported
from postkiln.python.naming.scope import Claim, Scope, snake
from postkiln.python.syntax.source import Source, code, literal
from postkiln.python.types.argument_types import ArgumentTypes
from postkiln.python.types.classes import ClassPlan
from postkiln.python.types.forms import BodyField, body_fields, may_be_left_out
from postkiln.shapes.text import is_integer

NEW: Mapping[str, str] = MappingProxyType({})  # what a lock has of a new request
BODY = Source("body")
"""The argument that takes a whole body."""

_PLACES = (Place.PATH, Place.QUERY, Place.HEADER, Place.VARIABLE)
"""The order of places: of two arguments that want one name, the first has it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a method: its name, annotation and default, and what it stands for.

    `stands_for` is the whole body where it is neither a parameter nor a field. `default`
    is None where the argument is required. `locked` is its name in the lock, where
    overrides do not count, `key` what the lock knows it by ("": it does not).
    """

    name: Source
    locked: Source
    key: str
    annotation: Source
    default: Source | None
    stands_for: Parameter | BodyField | Body

    @property
    def required(self) -> bool:
        return self.default is None

    @property
    def is_positional(self) -> bool:
        """Whether it may be given by its position: the arguments of a path."""
        match self.stands_for:
            case Parameter(place=Place.PATH):
                return self.required
            case _:
                return False


def arguments_of(
    endpoint: Endpoint,
    types: ArgumentTypes,
    answers: Sequence[ClassPlan],
    path: str,
    overrides: Overrides,
) -> list[Argument]:
    """The arguments in the order of the signature.

    Those of the path, other required ones, then by place, the whole body last. `answers`
    are the classes that may be sent back, `path` leads to the method, as the lock has it.
    """
    arguments = _arguments(endpoint, types, answers)
    by_key = {f"{path}({each.locked})": each.locked for each in arguments}
    names = overrides.apply(by_key, ("self",))
    pairs = zip(arguments, names, strict=True)
    named = [replace(argument, name=name) for argument, name in pairs]
    return sorted(named, key=lambda each: (not each.is_positional, not each.required))


def _arguments(
    endpoint: Endpoint, types: ArgumentTypes, answers: Sequence[ClassPlan]
) -> list[Argument]:
    """The arguments by place, without overrides."""
    body = endpoint.body
    found = [_parameter(each, types) for each in _by_place(endpoint.parameters)]
    fields = () if body is None else body_fields(body)
    found += [_field(each, types) for each in fields if has_keyword(each)]
    found = _named(
        found, endpoint, reserved=("self",) if body is None else ("self", BODY)
    )
    if body is not None:
        found.append(_whole(body, types, answers))
    return found


def _by_place(parameters: Iterable[Parameter]) -> list[Parameter]:
    return sorted(parameters, key=lambda each: _PLACES.index(each.place))


def has_keyword(field: BodyField) -> bool:
    """Whether a key is a name that can be read: `lines[0][qty]` is none."""
    return _READABLE.fullmatch(field.key) is not None


_READABLE = re.compile(r"(?=.*[^\W\d_])\w[\w .-]*(\[\])?")


def _named(
    arguments: Sequence[Argument], endpoint: Endpoint, reserved: Sequence[str]
) -> list[Argument]:
    """The arguments by the names of the lock, else by what they are called.

    In one place, a key that is a name as it stands keeps that name.
    """
    locked = NEW if endpoint.locked is None else endpoint.locked.arguments
    order = sorted(arguments, key=lambda each: (_rank(each), _is_changed(each)))
    claims = [Claim(locked.get(each.key), _candidates(each)) for each in order]
    names = Scope(reserved).claim_all(claims)
    named = zip(order, names, strict=True)
    by_key = {id(argument): name for argument, name in named}
    return [
        replace(each, name=by_key[id(each)], locked=by_key[id(each)])
        for each in arguments
    ]


def _rank(argument: Argument) -> int:
    match argument.stands_for:
        case Parameter(place=place):
            return _PLACES.index(place)
        case _:
            return len(_PLACES)


def _is_changed(argument: Argument) -> bool:
    return _label(argument) != argument.name


def _label(argument: Argument) -> str:
    match argument.stands_for:
        case Parameter(label=text) | BodyField(key=text):
            return text
        case _:
            return BODY


def _candidates(argument: Argument) -> tuple[Source, Source]:
    """The name, and the name with the place behind it."""
    place = argument.key.partition(" ")[0]
    return argument.name, code(argument.name, "_", Source(place))


def _parameter(parameter: Parameter, types: ArgumentTypes) -> Argument:
    name = snake(parameter.label, lead="param")
    return Argument(
        name=name,
        locked=name,
        key=f"{parameter.place.value} {parameter.key}",
        annotation=types.parameter(parameter),
        default=None if parameter.required else _word_or_omit(parameter.default),
        stands_for=parameter,
    )


def _field(field: BodyField, types: ArgumentTypes) -> Argument:
    name = snake(field.key, lead="field")
    return Argument(
        name=name,
        locked=name,
        key=f"{BODY} {field.key}",
        annotation=types.field(field),
        default=None if field.required else _literal_or_omit(field.default),
        stands_for=field,
    )


def _word_or_omit(word: str | None) -> Source:
    """The word that is sent unless the call says otherwise, as its type has it."""
    match word:
        case "true" | "false":
            return Source(word.title())
        case str() if is_integer(word):
            return Source(word)
        case _:
            return _literal_or_omit(word)


def _literal_or_omit(value: str | int | float | bool | None) -> Source:
    """What the signature says is sent unless the call says otherwise."""
    return imported("OMIT") if value is None else literal(value)


def _whole(body: Body, types: ArgumentTypes, answers: Sequence[ClassPlan]) -> Argument:
    return Argument(
        name=BODY,
        locked=BODY,
        key="",
        annotation=types.body(body, answers),
        default=Source("None") if may_be_left_out(body) else None,
        stands_for=body,
    )

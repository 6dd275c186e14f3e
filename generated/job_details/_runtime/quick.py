"""Readers for those who ask of no difference: straight to the models, with no place noted.

In: conversions, by the type of a JSON value; what is not among them stays as it came.
Out: functions, value -> value, that read what the careful readers of `compiled` read. A
key that is missing is rare, and such an object is left to these.

The functions are source text made of the field names of a class that exists, and of
numbered names for everything else; keys, types and functions come in through the
namespace. No text from outside ever becomes code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from .compiled import Field
from .omit import OMIT

Quick: TypeAlias = Callable[[Any], Any]
"""Decodes one JSON value as far as it fits; any other stays as it came."""


@dataclass(frozen=True, slots=True)
class Call:
    """A value is what a function makes of it."""

    read: Quick


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text is what a function makes of it, unless that is None."""

    parse: Quick


@dataclass(frozen=True, slots=True)
class Late:
    """A value is what a function makes of it, which is made when the first one needs it."""

    make: Callable[[], Quick]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A new list, each item read."""

    item: Conversions


@dataclass(frozen=True, slots=True)
class DictOf:
    """A new dict, each value read."""

    value: Conversions


Conversion: TypeAlias = Call | Parsed | Late | ListOf | DictOf
Conversions: TypeAlias = Mapping[type, Conversion]


def compile_value(conversions: Conversions) -> Quick:
    """The reader of one value."""
    writer = _Writer()
    body = writer.expression(conversions, "value")
    return writer.function("def read(value):", f"    return {body}")


def compile_model(
    model: type, fields: tuple[tuple[Field, Conversions], ...], careful: Quick
) -> Quick:
    """The reader of objects as `model`. Objects that lack keys go to `careful`."""
    writer = _Writer(model=model, new=object.__new__, careful=careful, OMIT=OMIT)
    lines: list[str] = []
    for field, conversions in fields:
        found = writer.found(field)
        lines.append(f"value = {found}" if conversions else "")
        body = writer.expression(conversions, "value") if conversions else found
        lines.append(f"self.{field.name} = {body}")
    return writer.function(
        "def read(data):",
        "    if type(data) is not dict:",
        "        return data",
        "    self = new(model)",
        "    self.__source__ = data",
        "    try:",
        *(f"        {line}" for line in lines or ["pass"] if line),
        "    except KeyError:",
        "        return careful(data)",
        "    return self",
    )


class _Writer:
    """Source text, and the namespace that its names are in."""

    def __init__(self, **known: Any) -> None:
        self._namespace = known
        self._count = 0

    def function(self, *lines: str) -> Quick:
        exec("\n".join(lines), self._namespace)  # noqa: S102 - see the module docstring
        read: Quick = self._namespace["read"]
        return read

    def found(self, field: Field) -> str:
        """The value of a field in `data`."""
        key = self._name(field.key)
        if field.absent is not None:
            return f"data.get({key}, OMIT)"
        return f"data.get({key})" if field.skips_none else f"data[{key}]"

    def expression(self, conversions: Conversions, name: str) -> str:
        """What becomes of the value of this name."""
        text = name
        for kind, conversion in conversions.items():
            one = self._one(conversion, name)
            if isinstance(conversion, Late) and text is name:
                text = one  # which lets all that is no object pass
            else:
                text = f"{one} if type({name}) is {self._name(kind)} else {text}"
        return f"({text})" if conversions else name

    def _one(self, conversion: Conversion, name: str) -> str:
        match conversion:
            case Call(read):
                return f"{self._name(read)}({name})"
            case Parsed(parse):
                return f"({self._name(parse)}({name}) or {name})"
            case Late(make):
                return f"{self._late(make)}({name})"
            case ListOf(item):
                each = self.expression(item, f"{name}_")
                return f"[{each} for {name}_ in {name}]" if item else f"{name}.copy()"
            case DictOf(value):
                each = self.expression(value, f"{name}_")
                pairs = f"for key, {name}_ in {name}.items()"
                return f"{{key: {each} {pairs}}}" if value else f"{name}.copy()"

    def _late(self, make: Callable[[], Quick]) -> str:
        """A name that becomes that of the function itself with its first call."""
        namespace = self._namespace

        def first(value: Any) -> Any:
            namespace[name] = read = make()
            return read(value)

        name = self._name(first)
        return name

    def _name(self, value: Any) -> str:
        self._count += 1
        name = f"x{self._count}"
        self._namespace[name] = value
        return name

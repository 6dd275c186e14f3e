"""Readers for those who ask of no difference: straight to the models, with no place noted.

In: conversions, by the type of a JSON value; what is not among them stays as it came.
Out: functions, value -> value, that read what the careful readers of `compiled` read.

The functions are source text made of the field names of a class that exists, and of
numbered names for everything else; keys, types and functions come in through the
namespace. No text from outside ever becomes code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..omit import OMIT
from .compiled import Field

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


def compile_model(model: type, fields: tuple[tuple[Field, Conversions], ...]) -> Quick:
    """The reader of objects as `model`; a key that is missing reads None.

    All values are fetched before one is converted, so that none is converted twice where
    a key is missing.
    """
    writer = _Writer(model=model, new=object.__new__, OMIT=OMIT)
    keys = [writer.constant(field.key) for field, _ in fields]
    return writer.function(
        "def read(data):",
        "    if type(data) is not dict:",
        "        return data",
        *_fetching([field for field, _ in fields], keys),
        "    self = new(model)",
        "    self.__source__ = data",
        *(
            f"    self.{field.name} = {writer.expression(conversions, f'value{at}')}"
            for at, (field, conversions) in enumerate(fields)
        ),
        "    return self",
    )


def _fetching(fields: list[Field], keys: list[str]) -> Iterator[str]:
    """The lines that fetch each value; a required key is missing so rarely that `[]` pays."""
    lines = [_get(field, at, keys[at]) for at, field in enumerate(fields)]
    required = [at for at, field in enumerate(fields) if _is_required(field)]
    if required:
        yield "    try:"
        yield from (f"        value{at} = data[{keys[at]}]" for at in required)
        yield "    except KeyError:"
        yield from (f"        {lines[at]}" for at in required)
    optional = [at for at, field in enumerate(fields) if not _is_required(field)]
    yield from (f"    {lines[at]}" for at in optional)


def _get(field: Field, at: int, key: str) -> str:
    default = "" if field.absent is None else ", OMIT"
    return f"value{at} = data.get({key}{default})"


def _is_required(field: Field) -> bool:
    return field.absent is None and not field.skips_none


class _Writer:
    """Source text, and the namespace that its names are in."""

    def __init__(self, **known: Any) -> None:
        self._namespace = known
        self._count = 0

    def function(self, *lines: str) -> Quick:
        exec("\n".join(lines), self._namespace)  # noqa: S102 - see the module docstring
        read: Quick = self._namespace["read"]
        return read

    def constant(self, value: Any) -> str:
        """A name for the value."""
        self._count += 1
        name = f"x{self._count}"
        self._namespace[name] = value
        return name

    def expression(self, conversions: Conversions, name: str) -> str:
        """What becomes of the value of this name."""
        text = name
        for kind, conversion in conversions.items():
            one = self._one(conversion, name)
            if isinstance(conversion, Late) and text is name:
                text = one  # which lets all that is no object pass
            else:
                text = f"{one} if type({name}) is {self.constant(kind)} else {text}"
        return f"({text})" if conversions else name

    def _one(self, conversion: Conversion, name: str) -> str:
        match conversion:
            case Call(read):
                return f"{self.constant(read)}({name})"
            case Parsed(parse):
                return f"({self.constant(parse)}({name}) or {name})"
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

        name = self.constant(first)
        return name

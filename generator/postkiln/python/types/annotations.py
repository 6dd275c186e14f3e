"""Shapes -> annotations, as a type checker reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import LiteralString

from postkiln.python.naming.reserved import imported
from postkiln.python.syntax.source import Import, Source, code, importing, joined
from postkiln.python.types.classes import Classes, ClassPlan
from postkiln.python.types.forms import FileShape
from postkiln.shapes.lattice import NOTHING, Number, Shape, Text

DEEPEST = 12
"""Lists and mappings nested deeper than this are `Any` inside: nobody reads such a type."""

WIDEST = 100
"""Unions of more members are `Any`: nobody reads them, and Python compiles no large ones."""

Members = tuple[Source, ...]
"""The members of a union."""

BARE = Source("")
ANY = imported("Any")
NONE = Source("None")
OMIT = imported("Omit")
_LAST = (NONE, OMIT)

_DATES = importing("dt", Import("datetime", alias="dt"))
_BUILTINS = importing("builtins", Import("builtins"))
BUILTINS = frozenset(("bool", "bytes", "dict", "float", "int", "list", "str"))
"""The builtin types that annotations name."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """How shapes are written in one place: `prefix` goes before the name of a class.

    `shadowed` are the builtin types that mean something else there.
    """

    classes: Classes
    prefix: Source = BARE
    is_input: bool = False
    shadowed: frozenset[str] = frozenset()

    def inside(self, members: Iterable[str]) -> Annotations:
        """The annotations inside a class with these members.

        A type checker takes `list` for the method there, so the builtin is spelled out.
        """
        return replace(self, shadowed=BUILTINS.intersection(members))

    def of(self, shape: Shape, depth: int = 0) -> Source:
        """The annotation of a shape; `Any` where nothing but null was seen."""
        return union(self.members(shape, depth))

    def members(self, shape: Shape, depth: int = 0) -> Members:
        """The members of the union that a shape is annotated with, one at least."""
        found = tuple(self._members(shape, depth)) or (ANY,)
        if shape.null:
            return (*found, NONE)
        return found

    def _members(self, shape: Shape, depth: int) -> Iterable[Source]:
        if shape.boolean:
            yield self.builtin("bool")
        if shape.number is not None:
            yield self._number(shape.number)
        if shape.text is not None:
            yield self._text(shape.text)
        if shape.items is not None:
            element = self._element(shape.items, depth + 1)
            yield code(self.builtin("list"), "[", element, "]")
        if shape.values is not None:
            yield self._mapping(self._element(shape.values, depth + 1))
        if shape.fields is not None:
            yield self._object(shape)
        if isinstance(shape, FileShape):
            yield imported("FileInput")

    def builtin(self, name: LiteralString) -> Source:
        """A builtin type."""
        if name in self.shadowed:
            return code(_BUILTINS, ".", name)
        return Source(name)

    def _number(self, number: Number) -> Source:
        if number is Number.INTEGER:
            return self.builtin("int")
        return self.builtin("float")

    def _text(self, text: Text) -> Source:
        match text:
            case Text.PLAIN:
                return self.builtin("str")
            case Text.DATE:
                return code(_DATES, ".date")
            case Text.DATETIME:
                return code(_DATES, ".datetime")

    def _mapping(self, value: Source) -> Source:
        return code(self.builtin("dict"), "[", self.builtin("str"), ", ", value, "]")

    def _element(self, shape: Shape, depth: int) -> Source:
        if shape == NOTHING or depth > DEEPEST:
            return ANY
        return self.of(shape, depth)

    def _object(self, shape: Shape) -> Source:
        plan = self.classes.plan(shape)
        if plan is None:  # an object in which no example shows a key
            return self._mapping(ANY)
        return self.class_name(plan)

    def class_name(self, plan: ClassPlan) -> Source:
        """The name of a class: with the prefix, or imported from its own module."""
        if self.prefix:
            return code(self.prefix, plan.name)
        module = code("models.", plan.module)
        return importing(plan.name, Import(module, plan.name, is_own=True))


def union(members: Iterable[Source]) -> Source:
    """`a | b`, each member once, `None` and `Omit` last; `Any` replaces all but these."""
    parts = list(dict.fromkeys(members))
    last = [part for part in _LAST if part in parts]
    first = [part for part in parts if part not in _LAST]
    if ANY in parts or len(parts) > WIDEST:
        first = [ANY]
    return joined(" | ", (*first, *last))

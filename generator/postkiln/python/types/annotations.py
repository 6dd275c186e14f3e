"""Shapes to annotations: what a type checker reads for what the examples admit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from postkiln.python.syntax.source import Source, code, joined
from postkiln.python.types.classes import Classes
from postkiln.python.types.forms import FileShape
from postkiln.shapes.lattice import NOTHING, Number, Shape, Text

DEEPEST = 12
"""Lists and mappings nested deeper than this are `Any` inside: nobody reads such a type."""

WIDEST = 100
"""Unions of more members are `Any`: nobody reads them, and Python compiles no large ones."""

_TEXTS = {
    Text.PLAIN: Source("str"),
    Text.DATE: Source("dt.date"),
    Text.DATETIME: Source("dt.datetime"),
}
_NUMBERS = {Number.INTEGER: Source("int"), Number.FLOAT: Source("float")}
_BUILTINS = re.compile(r"(?<![\w.])(bool|bytes|dict|float|int|list|str)(?!\w)")

BARE = Source("")
ANY = Source("Any")
NONE = Source("None")
OMIT = Source("Omit")
_LAST = (NONE, OMIT)


@dataclass(frozen=True, slots=True)
class Annotations:
    """How shapes are written in one place: `prefix` goes before the name of a class."""

    classes: Classes
    prefix: Source = BARE
    is_input: bool = False

    def of(self, shape: Shape, depth: int = 0) -> Source:
        """The annotation of a shape; `Any` where nothing but null was seen."""
        members = tuple(self._members(shape, depth))
        if shape.null:
            members = (*(members or (ANY,)), NONE)
        return union(members or (ANY,))

    def _members(self, shape: Shape, depth: int) -> Iterable[Source]:
        if shape.boolean:
            yield Source("bool")
        if shape.number is not None:
            yield _NUMBERS[shape.number]
        if shape.text is not None:
            yield _TEXTS[shape.text]
        if shape.items is not None:
            yield code("list[", self._element(shape.items, depth + 1), "]")
        if shape.values is not None:
            yield code("dict[str, ", self._element(shape.values, depth + 1), "]")
        if shape.fields is not None:
            yield self._object(shape)
        if isinstance(shape, FileShape):
            yield Source("FileInput")

    def _element(self, shape: Shape, depth: int) -> Source:
        return ANY if shape == NOTHING or depth > DEEPEST else self.of(shape, depth)

    def _object(self, shape: Shape) -> Source:
        plan = self.classes.plan(shape)
        return (
            Source("dict[str, Any]") if plan is None else code(self.prefix, plan.name)
        )


def union(members: Iterable[Source]) -> Source:
    """`a | b`, each member once, `None` and `Omit` last; `Any` swallows all but these."""
    parts = dict.fromkeys(part for member in members for part in _split(member))
    if len(parts) > WIDEST:
        parts[ANY] = None
    kept = [part for part in parts if ANY not in parts or part in (ANY, *_LAST)]
    return joined(" | ", sorted(kept, key=lambda part: (part in _LAST, part == OMIT)))


def _split(member: Source) -> Iterable[Source]:
    """The members of a union; none of ours has a union inside brackets at top level."""
    depth, start = 0, 0
    for at, char in enumerate(member):
        depth += (char == "[") - (char == "]")
        if depth == 0 and member.startswith(" | ", at):
            yield Source(member[start:at])
            start = at + 3
    yield Source(member[start:])


def unshadowed(annotation: Source, members: Collection[str]) -> Source:
    """An annotation inside a class that has methods named like builtin types.

    A type checker takes `list` for the method there, so the builtin is spelled out.
    """

    def spelled(found: re.Match[str]) -> str:
        return f"builtins.{found[0]}" if found[0] in members else found[0]

    return Source(_BUILTINS.sub(spelled, annotation))

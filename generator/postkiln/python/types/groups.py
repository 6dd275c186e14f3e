"""Where objects were found, and the groups of those that are one class: data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from postkiln.lockfile.records import ClassNames
from postkiln.python.naming.class_names import Labels
from postkiln.python.syntax.source import Source
from postkiln.python.types.recursion import Fields
from postkiln.shapes.lattice import Shape


class ClassKey(NamedTuple):
    """A class to be: the name that the lock has for it ("": none), its shape's digest."""

    locked: str
    digest: str


NOT_LOCKED = ClassNames(shape="")
"""What the lock has of a class that it does not know."""


class ShapeSlot(NamedTuple):
    """What of an endpoint has a shape: the answer of a status ("200"), or its "body"."""

    endpoint: int  # its index
    place: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A shape, and where it was found.

    `labels` name it from the inside out: the key, the key above it, ..., the request,
    its folders. `module` is where a class used only there is written, `where` the
    request in words. `is_input`: part of a request body, where every field may be left
    out. `locked` are the classes that the lock has, by the steps to them.
    """

    slot: ShapeSlot
    shape: Shape
    labels: Labels
    module: Source
    where: str
    is_input: bool = False
    locked: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class Group:
    """The places of one class. `inner` are the classes of objects in it, by steps."""

    fields: Fields
    is_input: bool
    labels: list[Labels] = field(default_factory=list[Labels])
    places: list[str] = field(default_factory=list[str])
    modules: set[Source] = field(default_factory=set[Source])
    inner: dict[str, ClassKey] = field(default_factory=dict[str, ClassKey])

    def merge(self, other: Group) -> None:
        """Take over the places of another of equal shape."""
        self.labels += other.labels
        self.places += other.places
        self.modules |= other.modules
        self.inner = {**other.inner, **self.inner}


@dataclass(frozen=True, slots=True)
class Groups:
    """All of them in document order; `roots` are the classes at each slot, by steps."""

    by_key: Mapping[ClassKey, Group]
    roots: Mapping[ShapeSlot, Mapping[str, ClassKey]]

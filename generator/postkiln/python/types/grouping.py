"""Objects that are one class: those of equal shape, and of one name where a lock has them.

In: occurrences. Out: groups in document order, and which of them each object is in. A
place that the lock knows keeps its class: classes that became equal stay two. Where a
class would have to be two shapes, the one that it was keeps the name. What the lock does
not know goes to a class of its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from postkiln.diagnostics.json_paths import (
    ROOT,
    distinct_field_path,
    element_path,
    field_path,
    value_path,
)
from postkiln.lockfile.records import ClassNames
from postkiln.python.naming.class_names import Labels, element_of
from postkiln.python.syntax.source import Source
from postkiln.python.types.fingerprint import Fingerprints
from postkiln.python.types.recursion import Fields, RecursiveKinds, find_recursive
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


def group_objects(
    occurrences: Sequence[Occurrence], locked: Mapping[str, ClassNames]
) -> Groups:
    """The groups of all objects of these shapes; `locked` are the classes of the lock."""
    outputs = [each.shape for each in occurrences if not each.is_input]
    inputs = [each.shape for each in occurrences if each.is_input]
    recursive = RecursiveKinds(find_recursive(outputs), find_recursive(inputs))
    grouper = _Grouper(recursive, locked)
    roots: dict[ShapeSlot, Mapping[str, ClassKey]] = {}
    for each in occurrences:
        roots[each.slot] = grouper.add(each)
    return _settle(grouper.groups, roots, locked)


@dataclass(frozen=True, slots=True)
class _Position:
    """A shape below an occurrence: `step` leads to it from `owner`, the object it lies in.

    `inside` are the classes of all objects it lies in, by digest.
    """

    shape: Shape
    labels: Labels
    path: str
    step: str = ""
    owner: ClassKey | None = None
    inside: Mapping[str, ClassKey] = field(default_factory=dict[str, ClassKey])


class _Grouper:
    """Puts each object into the group of its class."""

    def __init__(
        self, recursive: RecursiveKinds, locked: Mapping[str, ClassNames]
    ) -> None:
        self.groups: dict[ClassKey, Group] = {}
        self._recursive = recursive
        self._locked = locked
        self._fingerprints = Fingerprints(recursive)

    def add(self, occurrence: Occurrence) -> Mapping[str, ClassKey]:
        """Group every object below, outside in. Returns the occurrence's own classes."""
        self._fingerprints.of(occurrence.shape, occurrence.is_input)
        own: dict[str, ClassKey] = {}
        stack = [_Position(occurrence.shape, occurrence.labels, ROOT)]
        while stack:  # document order: what is put on last is taken first
            here = stack.pop()
            below = [*self._add_object(here, occurrence, own), *_elements(here)]
            stack.extend(reversed(below))
        return own

    def _add_object(
        self, here: _Position, occurrence: Occurrence, own: dict[str, ClassKey]
    ) -> Iterable[_Position]:
        """Group the object at a position, if there is one. Returns its fields."""
        is_input = occurrence.is_input
        fields = self._recursive.fields(here.shape.fields or (), is_input)
        if not fields:
            return ()
        digest = self._fingerprints.of_fields(fields, is_input)
        known = here.inside.get(digest)
        key = known or self._key(occurrence, here, digest)
        inner = own if here.owner is None else self.groups[here.owner].inner
        inner[here.step] = key
        if known is not None:
            return ()  # an object of a kind that it lies in: its fields are grouped there
        group = self.groups.setdefault(key, Group(fields, is_input))
        group.labels.append(here.labels)
        group.places.append(f"{occurrence.where}: {here.path}")
        group.modules.add(occurrence.module)
        inside = {**here.inside, digest: key}
        return _fields(replace(here, owner=key, inside=inside), fields)

    def _key(self, occurrence: Occurrence, here: _Position, digest: str) -> ClassKey:
        """The class that the lock has at a position, with the digest that it has now."""
        classes = occurrence.locked
        if here.owner is not None:
            classes = self._locked.get(here.owner.locked, NOT_LOCKED).inner
        name = classes.get(here.step, "")
        if name not in self._locked:
            name = ""
        return ClassKey(name, digest)


def _fields(here: _Position, fields: Fields) -> Iterator[_Position]:
    for each in fields:
        yield replace(
            here,
            shape=each.shape,
            labels=(each.key, *here.labels),
            path=field_path(here.path, each.key),
            step=distinct_field_path("", each.key),
        )


def _elements(here: _Position) -> Iterator[_Position]:
    """What a list or a mapping holds."""
    if here.shape.items is not None:
        yield _element(here, here.shape.items, element_path)
    if here.shape.values is not None:
        yield _element(here, here.shape.values, value_path)


def _element(here: _Position, shape: Shape, below: Callable[[str], str]) -> _Position:
    """One element, named after what it is one of; `below` makes its path."""
    label, *above = here.labels
    return replace(
        here,
        shape=shape,
        labels=(element_of(label), *above),
        path=below(here.path),
        step=below(here.step),
    )


def _settle(
    found: Mapping[ClassKey, Group],
    roots: Mapping[ShapeSlot, Mapping[str, ClassKey]],
    locked: Mapping[str, ClassNames],
) -> Groups:
    """The groups when each name is given once, and those that nothing leads to are gone."""
    final = _final_keys(found, locked)
    groups = _merged(found, final)
    for group in groups.values():
        group.inner = _renamed(group.inner, final)
    own = {slot: _renamed(keys, final) for slot, keys in roots.items()}
    live = _reachable(groups, own.values())
    return Groups({key: groups[key] for key in groups if key in live}, own)


def _renamed(
    keys: Mapping[str, ClassKey], final: Mapping[ClassKey, ClassKey]
) -> dict[str, ClassKey]:
    return {step: final[key] for step, key in keys.items()}


def _merged(
    found: Mapping[ClassKey, Group], final: Mapping[ClassKey, ClassKey]
) -> dict[ClassKey, Group]:
    """The groups by what their keys end as; those that keep their key come first."""
    groups = {key: group for key, group in found.items() if key == final[key]}
    for key, group in found.items():
        if key != final[key]:
            groups.setdefault(final[key], Group(group.fields, group.is_input))
            groups[final[key]].merge(group)
    return groups


def _final_keys(
    found: Mapping[ClassKey, Group], locked: Mapping[str, ClassNames]
) -> Mapping[ClassKey, ClassKey]:
    """What each key ends as.

    A group whose name another keeps joins a group of its shape: of those with a name the
    one at most places, else the one without a name.
    """
    owners = _owners(found, locked)

    def rank(key: ClassKey) -> tuple[int, ClassKey]:
        return (-len(found[key].places), key)

    named: dict[str, ClassKey] = {}
    for key in sorted(owners, key=rank):
        named.setdefault(key.digest, key)
    final: dict[ClassKey, ClassKey] = {}
    for key in found:
        unnamed = ClassKey("", key.digest)
        final[key] = key if key in owners else named.get(key.digest, unnamed)
    return final


def _owners(
    found: Mapping[ClassKey, Group], locked: Mapping[str, ClassNames]
) -> set[ClassKey]:
    """The group that keeps each name of the lock.

    It is the one that had its shape, else that of most places, else the last by digest.
    """

    def claim(key: ClassKey) -> tuple[bool, int, str]:
        had_shape = locked[key.locked].shape == key.digest
        return (had_shape, len(found[key].places), key.digest)

    rivals: dict[str, list[ClassKey]] = {}
    for key in found:
        if key.locked:
            rivals.setdefault(key.locked, []).append(key)
    return {max(keys, key=claim) for keys in rivals.values()}


def _reachable(
    groups: Mapping[ClassKey, Group], roots: Iterable[Mapping[str, ClassKey]]
) -> set[ClassKey]:
    live: set[ClassKey] = set()
    waiting: list[ClassKey] = []
    for keys in roots:
        waiting.extend(keys.values())
    while waiting:
        key = waiting.pop()
        if key not in live:
            live.add(key)
            waiting.extend(groups[key].inner.values())
    return live

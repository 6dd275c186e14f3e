"""Objects that are one class: those of equal shape, and of one name where a lock has them.

In: occurrences. Out: groups in document order, and which of them each object is in. A
place that the lock knows keeps its class: classes that became equal stay two. Where a
class would have to be two shapes, the one that it was keeps the name. What the lock does
not know goes to a class of its shape.
"""

from __future__ import annotations

from collections import defaultdict
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
    groups: dict[ClassKey, Group] = {}
    outputs = [each.shape for each in occurrences if not each.is_input]
    inputs = [each.shape for each in occurrences if each.is_input]
    answers = _Grouper(groups, locked, find_recursive(outputs), is_input=False)
    bodies = _Grouper(groups, locked, find_recursive(inputs), is_input=True)
    roots: dict[ShapeSlot, Mapping[str, ClassKey]] = {}
    for each in occurrences:
        grouper = bodies if each.is_input else answers
        roots[each.slot] = grouper.add(each)
    return _settle(groups, roots, locked)


@dataclass(frozen=True, slots=True)
class _Position:
    """A shape below an occurrence: `step` leads to it from the object it lies in.

    `inner` collects the classes in that object, by steps; `locked` are those that the
    lock has. `inside` are the classes of all objects it lies in, by digest.
    """

    shape: Shape
    labels: Labels
    path: str
    step: str
    inner: dict[str, ClassKey]
    locked: Mapping[str, str]
    inside: Mapping[str, ClassKey]


class _Grouper:
    """Puts each object of all answers, or of all bodies, into the group of its class."""

    def __init__(
        self,
        groups: dict[ClassKey, Group],
        locked: Mapping[str, ClassNames],
        recursive: RecursiveKinds,
        is_input: bool,
    ) -> None:
        self._groups = groups
        self._locked = locked
        self._recursive = recursive
        self._is_input = is_input
        self._fingerprints = Fingerprints(recursive, is_input)

    def add(self, occurrence: Occurrence) -> Mapping[str, ClassKey]:
        """Group every object below, outside in. Returns the occurrence's own classes."""
        self._fingerprints.of(occurrence.shape)
        own: dict[str, ClassKey] = {}
        root = _Position(
            shape=occurrence.shape,
            labels=occurrence.labels,
            path=ROOT,
            step="",
            inner=own,
            locked=occurrence.locked,
            inside={},
        )
        stack = [root]
        while stack:  # document order: what is put on last is taken first
            here = stack.pop()
            below = [*self._add_object(here, occurrence), *_elements(here)]
            stack.extend(reversed(below))
        return own

    def _add_object(
        self, here: _Position, occurrence: Occurrence
    ) -> Iterable[_Position]:
        """Group the object at a position, if there is one. Returns its fields."""
        fields = self._recursive.fields(here.shape.fields or ())
        if not fields:
            return ()
        digest = self._fingerprints.of_fields(fields)
        if digest in here.inside:
            # An object of a kind that it lies in: its fields are grouped there.
            here.inner[here.step] = here.inside[digest]
            return ()
        key = self._key(here, digest)
        here.inner[here.step] = key
        group = self._groups.setdefault(key, Group(fields, self._is_input))
        group.labels.append(here.labels)
        group.places.append(f"{occurrence.where}: {here.path}")
        group.modules.add(occurrence.module)
        owner = replace(
            here,
            inner=group.inner,
            locked=self._locked.get(key.locked, NOT_LOCKED).inner,
            inside={**here.inside, digest: key},
        )
        return _fields(owner, fields)

    def _key(self, here: _Position, digest: str) -> ClassKey:
        """The class that the lock has at a position, with the digest that it has now."""
        name = here.locked.get(here.step, "")
        if name not in self._locked:
            name = ""
        return ClassKey(name, digest)


def _fields(owner: _Position, fields: Fields) -> Iterator[_Position]:
    for each in fields:
        yield replace(
            owner,
            shape=each.shape,
            labels=(each.key, *owner.labels),
            path=field_path(owner.path, each.key),
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

    rivals: defaultdict[str, list[ClassKey]] = defaultdict(list)
    for key in found:
        if key.locked:
            rivals[key.locked].append(key)
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

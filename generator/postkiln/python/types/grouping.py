"""Objects that are one class: those of equal shape, and of one name where a lock has them.

In: occurrences. Out: groups in document order, and which of them each object is in. A
place that the lock knows keeps its class: classes that became equal stay two. What the
lock does not know goes to a class of its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from postkiln.diagnostics.json_paths import (
    ROOT,
    distinct_field_path,
    element_path,
    field_path,
    value_path,
)
from postkiln.lockfile.records import ClassNames
from postkiln.python.naming.class_names import Labels, element_of
from postkiln.python.types.fingerprint import Fingerprints
from postkiln.python.types.groups import (
    NOT_LOCKED,
    ClassKey,
    Group,
    Groups,
    Occurrence,
    ShapeSlot,
)
from postkiln.python.types.locked_groups import settle_names
from postkiln.python.types.recursion import Fields, RecursiveKinds, find_recursive
from postkiln.shapes.lattice import Shape


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
    return settle_names(groups, roots, locked)


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

"""Objects that hold their own kind: a comment with its replies.

An object whose keys, two or more, are those of an object it lies in is that object once
more; so is what lies between them under the same key. Then all objects of these keys are
one class, whose fields join what all of them show. In: shapes. Out: `RecursiveKinds`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from postkiln.shapes.lattice import Field, Shape, join_all

Fields = tuple[Field, ...]
Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class RecursiveKind:
    """Objects of one class: `keys` stand for all keys that they are known by."""

    keys: Keys
    fields: Fields


@dataclass(frozen=True, slots=True)
class RecursiveKinds:
    """The kinds of objects that hold themselves, by keys."""

    by_keys: Mapping[Keys, RecursiveKind]

    def kind(self, fields: Fields) -> RecursiveKind | None:
        """The kind of an object with these fields; None where it holds none of its own."""
        if not self.by_keys:  # most APIs have none: no keys are collected
            return None
        return self.by_keys.get(keys_of(fields))

    def fields(self, fields: Fields) -> Fields:
        """What the class of an object with these fields has: those of its whole kind."""
        kind = self.kind(fields)
        return fields if kind is None else kind.fields


def keys_of(fields: Fields) -> Keys:
    """The keys of an object."""
    return frozenset(each.key for each in fields)


def find_recursive(roots: Iterable[Shape]) -> RecursiveKinds:
    """The kinds of objects below `roots` that hold themselves.

    Joining may show more of them, so it goes on until nothing is new; shapes only ever
    widen, and there are finitely many wider ones.
    """
    shapes = tuple(roots)
    same = _DisjointSets()
    joined: dict[Keys, Fields] = {}
    while True:
        found: defaultdict[Keys, list[Shape]] = defaultdict(list)
        widened = [Shape(fields=fields) for fields in joined.values()]
        for shape in (*shapes, *widened):
            for keys, one in _objects(shape, same):
                found[keys].append(one)
        sets = same.sets()
        wider = {first: _joined(keys, found) for first, keys in sets.items()}
        if wider == joined:
            return _kinds(sets, joined)
        joined = wider


def _joined(group: Iterable[Keys], found: Mapping[Keys, Iterable[Shape]]) -> Fields:
    """The fields of all objects of a group."""
    shapes: list[Shape] = []
    for keys in group:
        shapes += found[keys]
    return join_all(shapes).fields or ()


def _kinds(
    sets: Mapping[Keys, Iterable[Keys]], joined: Mapping[Keys, Fields]
) -> RecursiveKinds:
    kinds: dict[Keys, RecursiveKind] = {}
    for first, group in sets.items():
        kind = RecursiveKind(first, joined[first])
        # The joined fields may have more keys than any object that was seen.
        for keys in (*group, keys_of(kind.fields)):
            kinds[keys] = kind
    return RecursiveKinds(kinds)


class _DisjointSets:
    """Keys that are of one kind (union-find); a set is known by its first in order."""

    def __init__(self) -> None:
        self._parents: dict[Keys, Keys] = {}

    def join(self, one: Keys, other: Keys) -> None:
        firsts = (self._first(one), self._first(other))
        first, second = sorted(firsts, key=sorted)  # sets have no order, their keys do
        self._parents.setdefault(first, first)
        self._parents[second] = first

    def _first(self, keys: Keys) -> Keys:
        while (above := self._parents.get(keys, keys)) != keys:
            keys = above
        return keys

    def sets(self) -> Mapping[Keys, list[Keys]]:
        found: defaultdict[Keys, list[Keys]] = defaultdict(list)
        for keys in self._parents:
            first = self._first(keys)
            found[first].append(keys)
        return found


@dataclass(frozen=True, slots=True)
class _Above:
    """An object on the way to another, and the key that it stands under."""

    keys: Keys
    under: str


@dataclass(frozen=True, slots=True)
class _PlacedShape:
    """A shape, the objects it lies in, and the key that it stands under."""

    shape: Shape
    above: tuple[_Above, ...] = ()
    under: str = ""


def _objects(root: Shape, same: _DisjointSets) -> Iterator[tuple[Keys, Shape]]:
    """All objects below by their keys; those that hold themselves are joined in `same`."""
    stack = [_PlacedShape(root)]
    while stack:
        here = stack.pop()
        shape = here.shape
        if shape.fields:
            keys = keys_of(shape.fields)
            yield keys, Shape(fields=shape.fields)
            _join_recursive(keys, here, same)
            inside = (*here.above, _Above(keys, here.under))
            for each in shape.fields:
                stack.append(_PlacedShape(each.shape, inside, each.key))
        for below in (shape.items, shape.values):
            if below is not None:
                stack.append(_PlacedShape(below, here.above, here.under))


def _join_recursive(keys: Keys, here: _PlacedShape, same: _DisjointSets) -> None:
    """Join an object with its like above, and with what stands between under its key."""
    outer = [each.keys for each in here.above]
    if len(keys) < 2 or keys not in outer:
        return
    same.join(keys, keys)
    outermost = outer.index(keys)
    for between in here.above[outermost + 1 :]:
        if between.under == here.under and len(between.keys) > 1:
            same.join(keys, between.keys)

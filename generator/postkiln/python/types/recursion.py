"""Objects that hold their own kind: a comment with its replies.

An object whose keys, two or more, are those of an object it lies in is that object once
more; so is what lies between them under the same key. Then all objects of these keys are
one class, whose fields join what all of them show. In: shapes. Out: `Folds`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from postkiln.shapes.lattice import Field, Shape, join_all

Fields = tuple[Field, ...]
Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """Objects of one class: `keys` stand for all keys that they are known by."""

    keys: Keys
    fields: Fields


@dataclass(frozen=True, slots=True)
class Folds:
    """The kinds of objects that hold themselves, of answers and of bodies, by keys."""

    outputs: Mapping[Keys, Kind] = field(default_factory=dict[Keys, Kind])
    inputs: Mapping[Keys, Kind] = field(default_factory=dict[Keys, Kind])

    def kind(self, fields: Fields, is_input: bool) -> Kind | None:
        """The kind of an object with these fields; None where it holds none of its own."""
        kinds = self.inputs if is_input else self.outputs
        return kinds.get(keys_of(fields)) if kinds else None

    def fields(self, fields: Fields, is_input: bool) -> Fields:
        """What the class of an object with these fields has: those of its whole kind."""
        kind = self.kind(fields, is_input)
        return fields if kind is None else kind.fields


def keys_of(fields: Fields) -> Keys:
    """The keys of an object."""
    return frozenset(each.key for each in fields)


def folded(roots: Iterable[Shape]) -> Mapping[Keys, Kind]:
    """The kinds of objects below `roots` that hold themselves.

    Joining may show more of them, so it goes on until nothing is new; shapes only ever
    widen, and there are finitely many wider ones.
    """
    shapes = tuple(roots)
    same = _Same()
    pooled: dict[Keys, Fields] = {}
    while True:
        found: dict[Keys, list[Shape]] = {}
        for shape in (*shapes, *(Shape(fields=fields) for fields in pooled.values())):
            for keys, one in _objects(shape, same):
                found.setdefault(keys, []).append(one)
        groups = same.groups()
        wider = {
            first: join_all(one for keys in group for one in found[keys]).fields or ()
            for first, group in groups.items()
        }
        if wider == pooled:
            return _kinds(groups, pooled)
        pooled = wider


def _kinds(
    groups: Mapping[Keys, Iterable[Keys]], pooled: Mapping[Keys, Fields]
) -> Mapping[Keys, Kind]:
    return {
        keys: Kind(first, pooled[first])
        for first, group in groups.items()
        for keys in (*group, keys_of(pooled[first]))
    }


class _Same:
    """Keys that are of one kind; the kind is known by the first of them."""

    def __init__(self) -> None:
        self._above: dict[Keys, Keys] = {}

    def add(self, one: Keys, other: Keys) -> None:
        kept, joined = sorted((self._first(one), self._first(other)), key=sorted)
        self._above.setdefault(kept, kept)
        self._above[joined] = kept

    def _first(self, keys: Keys) -> Keys:
        while (above := self._above.get(keys, keys)) != keys:
            keys = above
        return keys

    def groups(self) -> Mapping[Keys, list[Keys]]:
        found: dict[Keys, list[Keys]] = {}
        for keys in self._above:
            found.setdefault(self._first(keys), []).append(keys)
        return found


_Path = tuple[tuple[Keys, str], ...]  # the objects above, each with the key it is under


def _objects(root: Shape, same: _Same) -> Iterator[tuple[Keys, Shape]]:
    """All objects below by their keys; `same` learns which hold themselves."""
    stack: list[tuple[Shape, _Path, str]] = [(root, (), "")]
    while stack:
        shape, above, under = stack.pop()
        if shape.fields:
            keys = keys_of(shape.fields)
            yield keys, Shape(fields=shape.fields)
            _compare(keys, under, above, same)
            inside = (*above, (keys, under))
            stack.extend((each.shape, inside, each.key) for each in shape.fields)
        below = (each for each in (shape.items, shape.values) if each is not None)
        stack.extend((each, above, under) for each in below)


def _compare(keys: Keys, under: str, above: _Path, same: _Same) -> None:
    at = next((i for i, (outer, _) in enumerate(above) if outer == keys), None)
    if at is None or len(keys) < 2:
        return
    same.add(keys, keys)
    for between, key in above[at + 1 :]:
        if key == under and len(between) > 1:
            same.add(keys, between)

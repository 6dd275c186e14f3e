"""Which shapes are the same: equal shapes have one digest, and so share a class."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from postkiln.python.types.forms import FileShape
from postkiln.python.types.recursion import Fields, RecursiveKinds
from postkiln.shapes.lattice import Shape


class Fingerprints:
    """Digests of shapes: equal ones, whatever the order of their fields, have the same.

    They are the same in every run, so that a lock can hold them. In inputs all fields may
    be left out or null, so it makes no difference which of them were. Objects that hold
    their own kind are one, whatever each of them shows.
    """

    def __init__(self, recursive: RecursiveKinds, is_input: bool) -> None:
        self._recursive = recursive
        self._is_input = is_input
        self._seen: dict[int, _Seen] = {}
        self._digests: dict[object, str] = {}
        for kind in recursive.by_keys.values():
            self.of(Shape(fields=kind.fields))

    def of(self, shape: Shape) -> str:
        """The digest of a shape."""
        # Iterative, inner shapes first: JSON may be nested deeper than Python recurses.
        stack = [shape]
        while stack:
            node = stack[-1]
            waiting = [each for each in inner(node) if id(each) not in self._seen]
            if waiting:
                stack.extend(waiting)
            else:
                self._remember(stack.pop())
        return self._seen[id(shape)].digest

    def of_fields(self, fields: Fields) -> str:
        """The digest of an object with these fields, which `of` has met."""
        return self._digest((self._is_input, self._fields(fields)))

    def _remember(self, node: Shape) -> None:
        fields = None
        if node.fields is not None:
            fields = self._fields(node.fields)
        # Locks hold digests of this: another form would be another digest.
        form = (
            node.null and not self._is_input,
            node.boolean,
            _number(node.number),
            _number(node.text),
            self._known(node.items),
            fields,
            self._known(node.values),
            isinstance(node, FileShape),
        )
        self._seen[id(node)] = _Seen(node, self._digest(form))

    def _known(self, shape: Shape | None) -> str | None:
        """The digest of a shape that was seen; None where there is no shape."""
        return None if shape is None else self._seen[id(shape)].digest

    def _fields(self, fields: Fields) -> object:
        kind = self._recursive.kind(fields)
        if kind is not None:
            return tuple(sorted(kind.keys))
        forms: list[tuple[str, str | None, bool]] = []
        for each in fields:
            optional = each.optional and not self._is_input
            forms.append((each.key, self._known(each.shape), optional))
        return tuple(sorted(forms))

    def _digest(self, form: object) -> str:
        if form not in self._digests:
            octets = repr(form).encode("utf-8", "backslashreplace")
            digest = hashlib.blake2b(octets, digest_size=9)
            self._digests[form] = digest.hexdigest()
        return self._digests[form]


class _Seen(NamedTuple):
    """A shape and its digest. The shape is kept so that its id stays its own."""

    shape: Shape
    digest: str


def _number(value: int | None) -> int | None:
    """An enumeration's value as a plain number, which has a `repr` that never changes."""
    return None if value is None else int(value)


def inner(shape: Shape) -> Iterator[Shape]:
    """The shapes directly inside a shape."""
    if shape.items is not None:
        yield shape.items
    if shape.values is not None:
        yield shape.values
    for entry in shape.fields or ():
        yield entry.shape

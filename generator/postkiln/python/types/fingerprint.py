"""Which shapes are the same: equal shapes have one digest, and so share a class."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from postkiln.python.types.forms import FileShape
from postkiln.python.types.recursion import Fields, RecursiveKinds
from postkiln.shapes.lattice import Shape


class Fingerprints:
    """Digests of shapes: equal ones, whatever the order of their fields, have the same.

    They are the same in every run, so that a lock can hold them. In inputs all fields may
    be left out or null, so it makes no difference which of them were. Objects that hold
    their own kind are one, whatever each of them shows.
    """

    def __init__(self, recursive: RecursiveKinds) -> None:
        self._recursive = recursive
        self._seen: dict[tuple[int, bool], tuple[Shape, str]] = {}
        self._digests: dict[object, str] = {}
        for kind in recursive.outputs.values():
            self.of(Shape(fields=kind.fields), is_input=False)
        for kind in recursive.inputs.values():
            self.of(Shape(fields=kind.fields), is_input=True)

    def of(self, shape: Shape, is_input: bool) -> str:
        """The digest of a shape; the walk is iterative, inner shapes first."""
        stack = [shape]
        while stack:
            node = stack[-1]
            waiting = [s for s in inner(node) if (id(s), is_input) not in self._seen]
            if waiting:
                stack.extend(waiting)
            else:
                self._remember(stack.pop(), is_input)
        return self._seen[id(shape), is_input][1]

    def of_fields(self, fields: Fields, is_input: bool) -> str:
        """The digest of an object with these fields, which `of` has met."""
        return self._digest((is_input, self._fields(fields, is_input)))

    def _remember(self, node: Shape, is_input: bool) -> None:
        fields = None
        if node.fields is not None:
            fields = self._fields(node.fields, is_input)
        # Locks hold digests of this: another form would be another digest.
        form = (
            node.null and not is_input,
            node.boolean,
            _number(node.number),
            _number(node.text),
            self._known(node.items, is_input),
            fields,
            self._known(node.values, is_input),
            isinstance(node, FileShape),
        )
        # The shape is kept beside its digest, so that its id stays its own.
        self._seen[id(node), is_input] = (node, self._digest(form))

    def _known(self, shape: Shape | None, is_input: bool) -> str | None:
        """The digest of a shape that was seen; None where there is no shape."""
        if shape is None:
            return None
        return self._seen[id(shape), is_input][1]

    def _fields(self, fields: Fields, is_input: bool) -> object:
        kind = self._recursive.kind(fields, is_input)
        if kind is not None:
            return tuple(sorted(kind.keys))
        forms: list[tuple[str, str | None, bool]] = []
        for each in fields:
            digest = self._known(each.shape, is_input)
            forms.append((each.key, digest, each.optional and not is_input))
        return tuple(sorted(forms))

    def _digest(self, form: object) -> str:
        if form not in self._digests:
            octets = repr(form).encode("utf-8", "backslashreplace")
            digest = hashlib.blake2b(octets, digest_size=9)
            self._digests[form] = digest.hexdigest()
        return self._digests[form]


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

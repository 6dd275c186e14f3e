"""What the examples show of each class: how often a field was seen, null, or not there.

In: endpoints whose shapes have their classes. Out: `Evidence` by class. Closed enums are
never inferred; the values that recur are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from postkiln.model.api import Endpoint
from postkiln.python.types.classes import Classes, ClassField
from postkiln.python.types.resolved import ResolvedShape
from postkiln.secrets.detect import names_secret
from postkiln.shapes.lattice import Shape
from postkiln.shapes.mapping_keys import kind_of_keys

_MOST = 8
"""So many values are shown at most."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*([_.:/-][A-Za-z0-9]+)*")
_LONGEST = 32


@dataclass(slots=True)
class FieldEvidence:
    """How often a field was seen and was null, and in which examples it is not there.

    `texts` are its values, None where they are no enumeration: one is no word, or there
    are too many. `keys` are those of mappings.
    """

    seen: int = 0
    null: int = 0
    missing: dict[str, None] = field(default_factory=dict[str, None])
    texts: dict[str, None] | None = field(default_factory=dict[str, None])
    keys: dict[str, None] = field(default_factory=dict[str, None])

    def add(self, value: Any, shape: Shape) -> None:
        self.seen += 1
        self.null += value is None
        if isinstance(value, str) and self.texts is not None:
            self.texts[value] = None
            if not _is_word(value) or len(self.texts) > _MOST:
                self.texts = None
        if isinstance(value, dict) and shape.values is not None:
            self.keys.update(dict.fromkeys(cast("dict[str, Any]", value)))


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST and _WORD.fullmatch(text) is not None


@dataclass(slots=True)
class Evidence:
    """How many objects of a class were seen, and its fields by key."""

    objects: int = 0
    fields: dict[str, FieldEvidence] = field(default_factory=dict[str, FieldEvidence])

    def add(
        self, value: dict[str, Any], fields: Iterable[ClassField], name: str
    ) -> None:
        """Count an object of these fields; `name` is the example it is in."""
        self.objects += 1
        for each in fields:
            known = self.fields.setdefault(each.key, FieldEvidence())
            if each.key in value:
                known.add(value[each.key], each.shape)
            else:
                known.missing[name] = None

    def values(self, key: str) -> tuple[str, ...]:
        """The values of a field that recur, sorted; none where they may be anything.

        That is where all are words, and were seen twice as often as there are.
        """
        found = self.fields.get(key)
        if found is None or not found.texts or names_secret(key):
            return ()
        texts = tuple(sorted(found.texts))
        times = found.seen - found.null
        if len(texts) < 2 or times < 2 * len(texts):
            return ()
        return texts

    def keyed_by(self, key: str) -> str:
        """What the keys of a mapping are, in words; "" where its field is none."""
        found = self.fields.get(key)
        if found is None or not found.keys:
            return ""
        return kind_of_keys(found.keys) or "names"


@dataclass(frozen=True, slots=True)
class _Document:
    """A JSON value that is saved: the example or request it is of, its shape."""

    name: str
    shape: Shape
    value: Any


def collect_evidence(
    endpoints: Iterable[Endpoint], classes: Classes
) -> Mapping[int, Evidence]:
    """The evidence of each class, by its index."""
    evidence: dict[int, Evidence] = {}
    for endpoint in endpoints:
        for document in (*_answers(endpoint), *_bodies(endpoint)):
            _count_objects(document, classes, evidence)
    return evidence


def _answers(endpoint: Endpoint) -> Iterator[_Document]:
    by_status = {each.status: each for each in endpoint.outcomes}
    for example in endpoint.examples:
        outcome = by_status.get(example.status)
        if outcome is None or outcome.shape is None:
            continue
        name = f"{endpoint.name}: {example.name}"
        for value in example.documents:
            yield _Document(name, outcome.shape, value)


def _bodies(endpoint: Endpoint) -> Iterator[_Document]:
    body = endpoint.body
    if body is not None and body.shape is not None:
        yield _Document(endpoint.name, body.shape, body.document)


def _count_objects(
    document: _Document, classes: Classes, evidence: dict[int, Evidence]
) -> None:
    """Add every object of a document to the evidence of its class."""
    waiting: list[_Value] = [(document.shape, document.value)]
    while waiting:
        shape, value = waiting.pop()
        if isinstance(value, dict) and isinstance(shape, ResolvedShape):
            members = cast("dict[str, Any]", value)
            fields = classes.plans[shape.index].fields
            known = evidence.setdefault(shape.index, Evidence())
            known.add(members, fields, document.name)
            waiting.extend(_field_values(fields, members))
        else:
            waiting.extend(_elements(shape, value))


_Value = tuple[Shape, Any]
"""A value of a document, and a shape that admits it and its like."""


def _field_values(
    fields: Iterable[ClassField], members: Mapping[str, Any]
) -> Iterator[_Value]:
    for each in fields:
        if each.key in members:
            yield each.shape, members[each.key]


def _elements(shape: Shape, value: Any) -> Iterator[_Value]:
    """What a list or a mapping holds."""
    if isinstance(value, list) and shape.items is not None:
        for each in cast("Sequence[Any]", value):
            yield shape.items, each
    elif isinstance(value, dict) and shape.values is not None:
        for each in cast("dict[str, Any]", value).values():
            yield shape.values, each

"""What the examples show of each class: how often a field was seen, null, or not there.

In: endpoints whose shapes have their classes. Out: `Evidence` by class. Closed enums are
never inferred; the values that recur are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from postkiln.build.mappings import data_of
from postkiln.model.api import Endpoint
from postkiln.python.types.classes import Classes
from postkiln.python.types.resolved import Classed
from postkiln.secrets.detect import names_secret
from postkiln.shapes.lattice import Shape

_MOST = 8
"""So many values are told at most."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*([_.:/-][A-Za-z0-9]+)*")
_LONGEST = 32


@dataclass(slots=True)
class FieldEvidence:
    """How often a field was seen and was null, and in which examples it is not there."""

    seen: int = 0
    null: int = 0
    missing: dict[str, None] = field(default_factory=dict[str, None])
    texts: dict[str, None] | None = field(default_factory=dict[str, None])
    keys: dict[str, None] = field(default_factory=dict[str, None])

    def see(self, value: Any) -> None:
        self.seen += 1
        self.null += value is None
        if isinstance(value, str) and self.texts is not None:
            self._see_text(value)

    def _see_text(self, text: str) -> None:
        """Remember a word; any other text, or too many of them, is no enumeration."""
        texts = self.texts or {}
        is_word = len(text) <= _LONGEST and _WORD.fullmatch(text) is not None
        self.texts = {**texts, text: None} if is_word and len(texts) <= _MOST else None


@dataclass(slots=True)
class Evidence:
    """How many objects of a class were seen, and its fields by key."""

    objects: int = 0
    fields: dict[str, FieldEvidence] = field(default_factory=dict[str, FieldEvidence])

    def values(self, key: str) -> tuple[str, ...]:
        """The values of a field that recur, sorted; none where they may be anything.

        That is where all are words, and were seen twice as often as there are.
        """
        found = self.fields.get(key)
        if found is None or not found.texts or names_secret(key):
            return ()
        texts = tuple(sorted(found.texts))
        recur = 2 <= len(texts) <= _MOST and found.seen - found.null >= 2 * len(texts)
        return texts if recur else ()

    def keyed_by(self, key: str) -> str:
        """What the keys of a mapping are, in words; "" where its field is none."""
        found = self.fields.get(key)
        return (data_of(found.keys) or "names") if found and found.keys else ""


def evidence_of(
    endpoints: Iterable[Endpoint], classes: Classes
) -> Mapping[int, Evidence]:
    """The evidence of each class, by its index."""
    found: dict[int, Evidence] = {}
    for endpoint in endpoints:
        for name, shape, value in _documents(endpoint):
            _look(shape, value, name, classes, found)
    return found


def _documents(endpoint: Endpoint) -> Iterator[tuple[str, Shape, Any]]:
    """Each JSON document that is saved: what it is called, its shape, its value."""
    shown = {each.status: each for each in endpoint.outcomes}
    for example in endpoint.examples:
        outcome = shown.get(example.status)
        if outcome is not None and outcome.shape is not None:
            name = f"{endpoint.name}: {example.name}"
            for value in example.documents:
                yield name, outcome.shape, value
    body = endpoint.body
    if body is not None and body.shape is not None:
        yield endpoint.name, body.shape, body.document


def _look(
    root: Shape, document: Any, name: str, classes: Classes, found: dict[int, Evidence]
) -> None:
    stack: list[tuple[Shape, Any]] = [(root, document)]
    while stack:
        shape, value = stack.pop()
        if isinstance(value, list) and shape.items is not None:
            stack.extend((shape.items, each) for each in cast("Sequence[Any]", value))
        elif isinstance(value, dict):
            fields = cast("dict[str, Any]", value)
            if isinstance(shape, Classed):
                evidence = found.setdefault(shape.index, Evidence())
                stack.extend(_see(evidence, shape.index, fields, name, classes))
            elif shape.values is not None:
                stack.extend((shape.values, each) for each in fields.values())


def _see(
    evidence: Evidence, index: int, value: dict[str, Any], name: str, classes: Classes
) -> Iterator[tuple[Shape, Any]]:
    """Take note of one object; what is in it is still to be looked at."""
    evidence.objects += 1
    for each in classes.plans[index].fields:
        told = evidence.fields.setdefault(each.key, FieldEvidence())
        if each.key not in value:
            told.missing[name] = None
            continue
        told.see(value[each.key])
        if each.shape.values is not None and isinstance(value[each.key], dict):
            told.keys.update(dict.fromkeys(value[each.key]))
        yield each.shape, value[each.key]

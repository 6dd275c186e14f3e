"""The text of a sound JSON document in; where its parts stand, and deeply nested values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from postkiln.diagnostics.places import Steps
from postkiln.postman.javascript import Json
from postkiln.postman.text.json_events import JsonEvent, events


@dataclass(frozen=True, slots=True)
class JsonPart:
    """A part of a document: the steps to it, and its first and last position."""

    steps: Steps
    start: int
    end: int


def part_ranges(text: str, wanted: Iterable[Steps]) -> list[JsonPart]:
    """The wanted parts in the order of the text; what is not there is left out.

    Of a key that an object has twice, the last counts.
    """
    found = {part.steps: part for part in _find(text, wanted)}
    return sorted(found.values(), key=lambda part: (part.start, part.end))


def part_positions(text: str, wanted: Iterable[Steps]) -> dict[Steps, int]:
    """Where each wanted part starts."""
    return {part.steps: part.start for part in _find(text, wanted)}


@dataclass(slots=True)
class _Wanted:
    """A node of the tree of wanted steps: those below it, and whether it is wanted."""

    below: dict[str | int, _Wanted] = field(default_factory=dict[str | int, "_Wanted"])
    steps: Steps | None = None


@dataclass(slots=True)
class _OpenValue:
    """A list or an object that is being read. `wanted` None: nothing in it is wanted."""

    start: int
    is_list: bool
    wanted: _Wanted | None
    index: int = 0


def _tree(wanted: Iterable[Steps]) -> _Wanted:
    root = _Wanted()
    for steps in wanted:
        node = root
        for step in steps:
            node = node.below.setdefault(step, _Wanted())
        node.steps = steps
    return root


def _find(text: str, wanted: Iterable[Steps]) -> Iterator[JsonPart]:
    """Each wanted part, as it is closed.

    Only steps that lead to something wanted are followed: a document costs its length.
    """
    steps = list(wanted)
    if not steps:
        return
    coming: _Wanted | None = _tree(steps)  # the node of the value that comes next
    stack: list[_OpenValue] = []
    for event in events(text):
        if event.kind == "key":
            coming = _below(stack[-1].wanted, _string(text, event))
            continue
        if event.kind == "close":
            closed = stack.pop()
            node, start = closed.wanted, closed.start
        else:
            node, start = coming, event.start
            if stack and stack[-1].is_list:
                node = _below(stack[-1].wanted, stack[-1].index)
        if event.kind == "open":
            stack.append(_OpenValue(start, text[start] == "[", node))
            continue
        if node is not None and node.steps is not None:
            yield JsonPart(node.steps, start, event.end)
        if stack:
            stack[-1].index += 1


def _below(node: _Wanted | None, step: str | int) -> _Wanted | None:
    return None if node is None else node.below.get(step)


def duplicate_keys(text: str) -> Iterator[tuple[int, str]]:
    """Where a key stands that its object has already, and the key."""
    stack: list[set[str]] = []
    for event in events(text):
        if event.kind == "open":
            stack.append(set())
        elif event.kind == "close":
            stack.pop()
        elif event.kind == "key":
            key = _string(text, event)
            if key in stack[-1]:
                yield event.start, key
            stack[-1].add(key)


def _string(text: str, event: JsonEvent) -> str:
    return str(json.loads(text[event.start : event.end]))


def read_value(text: str) -> Json:
    """The value of a document, however deeply nested. Of duplicate keys, the last counts."""
    top: list[Json] = []
    stack: list[list[Json] | dict[str, Json]] = [top]
    keys: list[str] = []
    for event in events(text):
        if event.kind == "key":
            keys.append(_string(text, event))
        elif event.kind == "close":
            stack.pop()
        else:
            value = _value(text, event)
            above = stack[-1]
            if isinstance(above, dict):
                above[keys.pop()] = value
            else:
                above.append(value)
            if isinstance(value, dict | list):
                stack.append(value)
    return top[0]


def _value(text: str, event: JsonEvent) -> Json:
    """A scalar; of a list or an object, an empty one to be filled."""
    if event.kind == "value":
        value: Json = json.loads(text[event.start : event.end])
        return value
    return [] if text[event.start] == "[" else {}

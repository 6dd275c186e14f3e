"""The text of a valid JSON document in; where its parts are, and its value, out."""

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
    return sorted(found.values(), key=lambda part: part.start)


def part_positions(text: str, wanted: Iterable[Steps]) -> dict[Steps, int]:
    """Where each wanted part starts."""
    return {part.steps: part.start for part in _find(text, wanted)}


@dataclass(slots=True)
class _Wanted:
    """A node of the tree of wanted steps: those below it, and whether it is wanted."""

    below: dict[str | int, _Wanted] = field(default_factory=dict[str | int, "_Wanted"])
    steps: Steps | None = None  # None: only the way to what is wanted


@dataclass(slots=True)
class _OpenValue:
    """A list or an object that is being read. `wanted` None: nothing in it is wanted."""

    start: int
    is_list: bool
    wanted: _Wanted | None
    index: int = 0  # of the next element of a list

    def next_element(self) -> _Wanted | None:
        """The node of the element of a list that begins."""
        node = _below(self.wanted, self.index)
        self.index += 1
        return node


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
            key = _string(text, event)
            coming = _below(stack[-1].wanted, key)
            continue
        if event.kind == "close":
            closed = stack.pop()
            node, start = closed.wanted, closed.start
        else:
            if stack and stack[-1].is_list:
                coming = stack[-1].next_element()
            node, start = coming, event.start
        if event.kind == "open":
            is_list = text[start] == "["
            stack.append(_OpenValue(start, is_list, node))
        elif node is not None and node.steps is not None:
            yield JsonPart(node.steps, start, event.end)


def _below(node: _Wanted | None, step: str | int) -> _Wanted | None:
    if node is None:
        return None
    return node.below.get(step)


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
    return str(json.loads(event.token(text)))


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
        value: Json = json.loads(event.token(text))
        return value
    return [] if text[event.start] == "[" else {}

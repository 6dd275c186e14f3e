"""The text of a sound JSON document in; where its parts stand, and values nested deeply."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from postkiln.diagnostics.places import Steps
from postkiln.postman.javascript import Json
from postkiln.postman.text.json_events import Event, events


def spans(text: str, wanted: Iterable[Steps]) -> Iterator[tuple[int, int]]:
    """Where each wanted part starts and ends; what is not there is left out.

    Only ways that lead to something wanted are followed: a document costs its length.
    """
    found: dict[Steps, tuple[int, int]] = {}
    tree = _tree(wanted)
    for steps, start, end in _walk(text, tree):
        found[steps] = (start, end)
    return iter(found[steps] for steps in sorted(found, key=lambda s: found[s]))


def positions(text: str, wanted: Iterable[Steps]) -> dict[Steps, int]:
    """Where each wanted part starts."""
    return {steps: start for steps, start, _ in _walk(text, _tree(wanted))}


_Tree = dict[str | int, "_Tree"]


def _tree(wanted: Iterable[Steps]) -> tuple[_Tree, dict[int, Steps]]:
    """The wanted ways as a tree, and the way of each of its nodes that is wanted."""
    root: _Tree = {}
    ends: dict[int, Steps] = {}
    for steps in wanted:
        node = root
        for step in steps:
            node = node.setdefault(step, {})
        ends[id(node)] = steps
    return root, ends


def _walk(
    text: str, tree: tuple[_Tree, dict[int, Steps]]
) -> Iterator[tuple[Steps, int, int]]:
    """(way, start, end) of each wanted part, as it is closed."""
    root, ends = tree
    if not ends:
        return
    coming: _Tree | None = root  # the node of the value that comes next
    stack: list[tuple[int, bool, int, _Tree | None]] = []  # start, is list, at, node
    for event in events(text):
        if event.kind == "key":
            coming = _below(stack[-1][3], _text(text, event))
            continue
        if event.kind == "close":
            start, _, _, node = stack.pop()
        else:
            node, start = coming, event.start
            if stack and stack[-1][1]:
                node = _below(stack[-1][3], stack[-1][2])
        if event.kind == "open":
            stack.append((start, text[start] == "[", 0, node))
            continue
        if node is not None and id(node) in ends:
            yield ends[id(node)], start, event.end
        if stack and stack[-1][1]:
            above = stack[-1]
            stack[-1] = (above[0], True, above[2] + 1, above[3])


def _below(node: _Tree | None, step: str | int) -> _Tree | None:
    return None if node is None else node.get(step)


def doubles(text: str) -> Iterator[tuple[int, str]]:
    """Where a key stands that its object has already, and the key."""
    stack: list[set[str]] = []
    for event in events(text):
        if event.kind == "open":
            stack.append(set())
        elif event.kind == "close":
            stack.pop()
        elif event.kind == "key":
            key = _text(text, event)
            if key in stack[-1]:
                yield event.start, key
            stack[-1].add(key)


def _text(text: str, event: Event) -> str:
    return str(json.loads(text[event.start : event.end]))


def value_of(text: str) -> Json:
    """The value of a document, however deeply nested; of a key twice, the last counts."""
    top: list[Json] = []
    stack: list[list[Json] | dict[str, Json]] = [top]
    keys: list[str] = []
    for event in events(text):
        if event.kind == "key":
            keys.append(_text(text, event))
            continue
        if event.kind == "close":
            stack.pop()
            continue
        value: Json = None
        if event.kind == "open":
            value = [] if text[event.start] == "[" else {}
        else:
            value = json.loads(text[event.start : event.end])
        above = stack[-1]
        if isinstance(above, dict):
            above[keys.pop()] = value
        else:
            above.append(value)
        if isinstance(value, dict | list):
            stack.append(value)
    return top[0]

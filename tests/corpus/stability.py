"""A collection, changed elsewhere -> which names of the rest changed with it.

The public surface of a package is read from its view: each method by the attributes that
lead to it, with its signature and the class of its answer; each class; each option.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from postkiln.errors import PostkilnError
from postkiln.lock import written
from postkiln.pipeline import lay_out
from postkiln.python.view import PackageView
from postkiln.results import Document

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Surface:
    """What people write: methods by the mark of their item, classes and options by name."""

    methods: dict[int, tuple[str, ...]]
    classes: frozenset[str]
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stability:
    """One change of one collection, and what it did to the names of all others."""

    collection: str
    change: str
    changed: tuple[str, ...]
    methods: int


def stability(path: Path) -> list[Stability]:
    """What happens to a collection with examples when a request goes, or all is shuffled.

    Each with Postman's ids and without.
    """
    document = _marked(path)
    if not document:
        return []
    bare = copy.deepcopy(document)
    for node in _nodes(bare):
        node.pop("id", None)
        node.pop("_postman_id", None)
    chance = random.Random(path.name)
    return [
        *_changed(path.name, document, chance, "with ids"),
        *_changed(path.name, bare, chance, "without ids"),
    ]


def _marked(path: Path) -> Node:
    """A collection whose items have marks; nothing where there is no example."""
    document = _document(path)
    items = list(_items(document))
    if len(items) < 2 or not any(item.get("response") for item in items):
        return {}
    for mark, item in enumerate(items):
        item["_mark"] = mark
    return document


def _document(path: Path) -> Node:
    try:
        document: Any = json.loads(path.read_bytes())
    except ValueError:
        return {}
    return cast("Node", document) if isinstance(document, dict) else {}


def _root(document: Node) -> Node:
    root = document.get("collection", document)
    return cast("Node", root) if isinstance(root, dict) else {}


def _nodes(document: Node) -> Iterator[Node]:
    """All folders and items below a collection, in document order."""
    stack = [_root(document)]
    while stack:
        node = stack.pop()
        yield node
        children = cast("list[Node]", node.get("item") or [])
        stack.extend(each for each in reversed(children) if type(each) is dict)


def _items(document: Node) -> Iterator[Node]:
    return (node for node in _nodes(document) if "item" not in node)


def _changed(
    name: str, document: Node, chance: random.Random, ids: str
) -> Iterator[Stability]:
    try:
        before, lock = _surface(document, None)
    except PostkilnError:
        return
    if len(before.methods) < 2:
        return
    yield Stability(name, f"nothing, {ids}", _again(document, lock), 0)
    gone = chance.choice(sorted(before.methods))
    less, mixed = _without(document, gone), _shuffled(document, chance)
    fewer, younger = _surface(less, None)
    for change, was, kept, edited in (
        (f"request {gone} removed", before, lock, less),
        (f"request {gone} added", fewer, younger, document),
        ("shuffled", before, lock, mixed),
    ):
        told = tuple(_differences(was, _surface(edited, kept)[0]))
        yield Stability(name, f"{change}, {ids}", told, len(was.methods))


def _again(document: Node, lock: bytes) -> tuple[str, ...]:
    """What a second run would write that the first did not: nothing."""
    first, again = _laid_out(document, None), _laid_out(document, lock)
    return () if first == again else ("a second run writes another package",)


def control(path: Path) -> int:
    """How much changes when all is shuffled and there is no lock."""
    document = _marked(path)
    if not document:
        return 0
    before, _ = _surface(document, None)
    after, _ = _surface(_shuffled(document, random.Random(path.name)), None)
    return len(list(_differences(before, after)))


def _laid_out(document: Node, lock: bytes | None) -> PackageView:
    def finder(package: str) -> Document | None:
        return None if lock is None else (f"{package}.lock", lock)

    source = json.dumps(document).encode()
    return lay_out(source, "collection.json", lock=finder)[0].view


def _surface(document: Node, lock: bytes | None) -> tuple[Surface, bytes]:
    view = _laid_out(document, lock)
    marks = [item.get("_mark", -1) for item in _items(document)]
    methods: dict[int, tuple[str, ...]] = {
        marks[call.index]: (".".join(call.attributes), head)
        for call, head in zip(view.calls, _heads(view), strict=True)
    }
    names = frozenset(str(m.name) for module in view.models for m in module.models)
    options = frozenset(name for name, _ in view.options)
    return Surface(methods, names, options), written(view.lock).encode()


def _heads(view: PackageView) -> Iterator[str]:
    """The signature of each method, in the order of the view's calls."""
    for module in (view.root, *view.resources):
        for function in module.classes[0].functions:
            is_method = not function.head.lstrip().startswith("@")
            if is_method and "def __init__" not in function.head:
                yield str(function.head)


def _without(document: Node, mark: int) -> Node:
    edited = copy.deepcopy(document)
    for node in _nodes(edited):
        if "item" in node:
            kept = (each for each in node["item"] if each.get("_mark") != mark)
            node["item"] = list(kept)
    return edited


def _shuffled(document: Node, chance: random.Random) -> Node:
    edited = copy.deepcopy(document)
    for node in list(_nodes(edited)):
        for key in ("item", "response"):
            if key in node:
                chance.shuffle(node[key])
    return edited


def _differences(before: Surface, after: Surface) -> Iterator[str]:
    """What is another for the requests that both have; and names that none of them has."""
    common = before.methods.keys() & after.methods.keys()
    for mark in sorted(common):
        was, now = before.methods[mark], after.methods[mark]
        if was != now:
            yield f"method {was} is now {now}"
    if len(before.methods) >= len(after.methods):
        yield from (f"new class {n}" for n in sorted(after.classes - before.classes))
        yield from (f"new option {n}" for n in sorted(after.options - before.options))
    if len(before.methods) <= len(after.methods):
        yield from (f"no class {n}" for n in sorted(before.classes - after.classes))
        yield from (f"no option {n}" for n in sorted(before.options - after.options))


def figures(rows: Iterable[Stability]) -> Iterator[str]:
    """A line for what changed, and a total."""
    every = list(rows)
    for row in every:
        yield from (f"{row.collection}: {row.change}: {each}" for each in row.changed)
    changed = sum(len(row.changed) for row in every)
    methods = sum(row.methods for row in every)
    collections = len({row.collection for row in every})
    yield (
        f"stability: {collections} collections, {len(every)} changes, {methods} methods "
        f"of others, {changed} names or signatures changed"
    )

"""A collection, changed elsewhere -> which names of the rest changed with it.

The public surface of a package is read from its view: each method by the attributes that
lead to it, with its signature, the class of its answer and what its values became; each class; each option.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from postkiln.diagnostics.errors import PostkilnError
from postkiln.lockfile import render_lock
from postkiln.model.api import Endpoint, endpoints
from postkiln.pipeline import plan
from postkiln.python.view import PackageView
from postkiln.results import Document, Settings

Node = dict[str, Any]

_LARGE = 150
"""A collection of more requests is not tried without ids: it takes long."""


@dataclass(frozen=True, slots=True)
class Surface:
    """What people write: methods by the mark of their item, classes and options by name."""

    methods: dict[int, tuple[str, ...]]
    classes: frozenset[str]
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stability:
    """One change of one collection, and what it did to the names of all others.

    `without_lock` is how many would have changed had there been none.
    """

    collection: str
    change: str
    changed: tuple[str, ...]
    methods: int
    without_lock: int = 0


def stability(path: Path) -> list[Stability]:
    """What happens to a collection with examples when a request goes or comes, or all is
    shuffled; the first and the last without Postman's ids, too, unless it is large."""
    document = _marked(path)
    if not document:
        return []
    chance = random.Random(path.name)
    found = list(_with_ids(path.name, document, chance))
    if len(list(_items(document))) > _LARGE:
        return found
    bare = copy.deepcopy(document)
    for node in _nodes(bare):
        node.pop("id", None)
        node.pop("_postman_id", None)
    return [*found, *_bare(path.name, bare, chance)]


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


def _with_ids(name: str, document: Node, chance: random.Random) -> Iterator[Stability]:
    before, gone = _first(document, chance)
    if before is None:
        return
    less, mixed = _without(document, gone), _shuffled(document, chance)
    again, fewer = _run(document, before.lock), _run(less, None)
    told = () if again.view == before.view else ("a second run writes another package",)
    yield Stability(name, "nothing", told, 0)
    yield _compared(name, f"request {gone} removed", before, _run(less, before.lock))
    yield _compared(name, f"request {gone} added", fewer, _run(document, fewer.lock))
    alone = len(list(_differences(before.surface, _run(mixed, None).surface)))
    shuffled = _compared(name, "shuffled", before, _run(mixed, before.lock))
    yield replace(shuffled, without_lock=alone)


def _bare(name: str, document: Node, chance: random.Random) -> Iterator[Stability]:
    before, gone = _first(document, chance)
    if before is None:
        return
    for change, edited in (
        (f"request {gone} removed", _without(document, gone)),
        ("shuffled", _shuffled(document, chance)),
    ):
        after = _run(edited, before.lock)
        yield _compared(name, f"{change}, without ids", before, after)


def _first(document: Node, chance: random.Random) -> tuple[_Run | None, int]:
    """The first run, and a request to take away; None where there are not two."""
    try:
        before = _run(document, None)
    except PostkilnError:
        return None, 0
    methods = sorted(before.surface.methods)
    return (before, chance.choice(methods)) if len(methods) > 1 else (None, 0)


def _compared(name: str, change: str, before: _Run, after: _Run) -> Stability:
    told = tuple(_differences(before.surface, after.surface))
    return Stability(name, change, told, len(before.surface.methods))


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run would write, and the lock for the next one."""

    view: PackageView
    surface: Surface
    lock: bytes


def _run(document: Node, lock: bytes | None) -> _Run:
    def finder(package: str) -> Document | None:
        return None if lock is None else (f"{package}.lock", lock)

    source = json.dumps(document).encode()
    compiled = plan(source, "collection.json", Settings(find_lock=finder))
    view = compiled.view
    roles = {each.index: _roles(each) for each in endpoints(compiled.api.root)}
    marks = [item.get("_mark", -1) for item in _items(document)]
    methods: dict[int, tuple[str, ...]] = {
        marks[call.index]: (".".join(call.attributes), head, roles[call.index])
        for call, head in zip(view.calls, _heads(view), strict=True)
    }
    names = frozenset(str(m.name) for module in view.models for m in module.models)
    options = frozenset(name for name, _ in view.options)
    surface = Surface(methods, names, options)
    return _Run(view, surface, render_lock(view.lock).encode())


def _roles(endpoint: Endpoint) -> str:
    """What each value of a request became."""
    return ", ".join(f"{each.name}: {each.becomes}" for each in endpoint.values)


def _heads(view: PackageView) -> Iterator[str]:
    """The signature of each method, in the order of the view's calls."""
    for module in (view.root, *view.resources):
        for function in module.classes[0].functions:
            is_method = not function.head.lstrip().startswith("@")
            if is_method and "def __init__" not in function.head:
                yield _SENT_BACK.sub("body: ", _on_one_line(str(function.head)))


def _on_one_line(head: str) -> str:
    """The signature without the layout of long annotations."""
    text = " ".join(head.split())
    return text.replace(": ( ", ": ").replace(" ) =", " =")


# The answers that may be sent back are all those of a resource, whatever request shows
# one: a request that comes or goes may bring or take a class there, in any order.
_SENT_BACK = re.compile(r"body: (?:models\.\w+ \| )+(?=JsonObject)")


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
        f"of others, {changed} names or signatures changed; without the lock, shuffling "
        f"alone changes {sum(row.without_lock for row in every)}"
    )

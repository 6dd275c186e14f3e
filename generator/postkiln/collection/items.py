"""The object that holds the `item` list in, the tree of folders and items out.

The tree is built without recursion: nesting is the author's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from postkiln.collection.auths import read_auth
from postkiln.collection.casts import Json, Object, Placed, description, listing, string
from postkiln.collection.examples import read_examples
from postkiln.collection.raw_check import disagreement
from postkiln.collection.requests import read_request
from postkiln.collection.settings import read_behavior, read_id, read_scripts
from postkiln.collection.tree import Folder, Item
from postkiln.errors import Code, Notice, Spot, Steps

_DEEPEST = 500
"""How deep folders may be nested: what they are called grows with the square of it."""


class TooDeepError(Exception):
    """Folders are nested deeper than anybody could call a method in."""

    def __init__(self, spot: Spot) -> None:
        super().__init__(f"folders are nested more than {_DEEPEST} deep")
        self.spot = spot


@dataclass(slots=True)
class _Open:
    """A folder that is being read: what is left of its list, and what came of the rest."""

    node: Object
    name: str
    spot: Spot
    rest: Iterator[tuple[int, Json]]
    done: list[Folder | Item] = field(default_factory=list[Folder | Item])


def read_tree(root: Object, name: str) -> tuple[Folder, tuple[Notice, ...]]:
    """The root folder under `name`, and what had to be said of its items."""
    notices: list[Notice] = []
    stack = [_open(root, name, _spot(root, ()))]
    while True:
        top = stack[-1]
        for position, node in top.rest:
            spot = _spot(node, (*top.spot.steps, "item", position - 1))
            problem = _unusable(position, node)
            if problem or not isinstance(node, dict):
                notices.append(Notice(_path(stack), Code.UNUSABLE_ITEM, problem, spot))
            elif isinstance(node.get("item"), list):
                notices.extend(_lost(node, _path(stack), spot))
                stack.append(_open(node, string(node.get("name")), spot))
                if len(stack) > _DEEPEST:
                    raise TooDeepError(spot)
                break
            else:
                item = read_item(node, spot)
                top.done.append(item)
                if remark := _remark(item):
                    path = (*_path(stack), item.name)
                    notices.append(Notice(path, Code.RAW_DISAGREES, remark, spot))
        else:
            folder = _close(stack.pop())
            if not stack:
                return folder, tuple(notices)
            stack[-1].done.append(folder)


def _spot(node: Json, steps: Steps) -> Spot:
    """Where a node stands; a converter that put it elsewhere says where it was."""
    return node.spot if isinstance(node, Placed) else Spot("", steps)


def _lost(node: Object, above: tuple[str, ...], spot: Spot) -> Iterator[Notice]:
    """A folder that is a request too: Postman takes it for a folder, and so do we."""
    if node.get("request") is not None:
        text = "a folder that also holds a request: the request is left out"
        yield Notice((*above, string(node.get("name"))), Code.UNUSABLE_ITEM, text, spot)


def _path(stack: list[_Open]) -> tuple[str, ...]:
    return tuple(folder.name for folder in stack[1:])


def _open(node: Object, name: str, spot: Spot) -> _Open:
    return _Open(node, name, spot, iter(enumerate(listing(node.get("item")), 1)))


def _close(done: _Open) -> Folder:
    return Folder(
        done.name,
        tuple(done.done),
        description(done.node.get("description")),
        read_auth(done.node.get("auth")),
        read_scripts(done.node),
        read_behavior(done.node),
        read_id(done.node),
        done.spot,
    )


def _unusable(position: int, node: Json) -> str:
    """Why an element of an `item` list is neither folder nor item; "" when it is one."""
    if not isinstance(node, dict):
        return f'element {position} of the "item" list is no object and was skipped'
    item = node.get("item")
    if item is None or isinstance(item, list) or "request" in node:
        return ""
    name = string(node.get("name"))
    return f'"item" of element {position} ({name!r}) is no list; it was skipped'


def read_item(node: Object, spot: Spot) -> Item:
    request = read_request(node.get("request"))
    if not request.description:
        # Older exports describe the item instead of its request.
        request = replace(request, description=description(node.get("description")))
    return Item(
        string(node.get("name")),
        request,
        read_examples(node.get("response")),
        read_scripts(node),
        read_behavior(node),
        read_id(node),
        spot,
    )


def _remark(item: Item) -> str:
    url = item.request.url
    part = disagreement(url) if url else None
    if part is None:
        return ""
    return f'"raw" of the url shows another {part} than its parts; the parts count'

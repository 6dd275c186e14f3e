"""The object that holds the `item` list in, the tree of folders and items out.

The tree is built without recursion: nesting is the author's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NoReturn

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice
from postkiln.diagnostics.places import Spot, Steps
from postkiln.postman.collection import Folder, Item
from postkiln.postman.javascript import (
    Json,
    Object,
    Placed,
    description,
    listing,
    string,
)
from postkiln.postman.text.structure_errors import (
    StructureError,
    StructureProblem,
    missing_list,
)
from postkiln.postman.v2.auths import read_auth
from postkiln.postman.v2.examples import read_examples
from postkiln.postman.v2.raw_check import disagreement
from postkiln.postman.v2.requests import read_request
from postkiln.postman.v2.settings import read_behavior, read_id, read_scripts

_DEEPEST = 500
"""How deep folders may be nested: what they are called grows with the square of it."""
_NAMES, _NAMES_EACH = 20_000_000, 1_000
"""How many characters the paths of all items may have together: so many, and for each
item so many more. A folder's name is in the path of each item below it."""


@dataclass(slots=True)
class _Open:
    """A folder that is being read: what is left of its list, and what came of the rest."""

    node: Object
    name: str
    spot: Spot
    length: int  # of the names of the folders that lead here
    rest: Iterator[tuple[int, Json]]
    done: list[Folder | Item] = field(default_factory=list[Folder | Item])


def read_tree(root: Object, name: str) -> tuple[Folder, tuple[Notice, ...]]:
    """The root folder under `name`, and what had to be said of its items.

    Raises StructureError for folders without a list, and for folders nested too deeply.
    """
    walk = _Walk()
    folder = walk.read(root, name)
    if walk.faults:
        raise StructureError(*walk.faults)
    return folder, tuple(walk.notices)


class _Walk:
    """The way through a tree: the folders that are open, what was found on it."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.faults: list[StructureProblem] = []
        self.stack: list[_Open] = []
        self.left = _NAMES

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(folder.name for folder in self.stack[1:])

    def read(self, root: Object, name: str) -> Folder:
        self._open(root, name, _spot(root, ()))
        while True:
            top = self.stack[-1]
            if step := next(top.rest, None):
                at, node = step
                self._take(at, node, _spot(node, (*top.spot.steps, "item", at)))
                continue
            folder = _close(self.stack.pop())
            if not self.stack:
                return folder
            self.stack[-1].done.append(folder)

    def _take(self, at: int, node: Json, spot: Spot) -> None:
        if not isinstance(node, dict):
            here = self.path
            said = notice(here, Code.UNUSABLE_ITEM, number=at + 1, spot=spot)
            self.notices.append(said)
        elif isinstance(node.get("item"), list):
            self._enter(node, string(node.get("name")), spot)
        elif fault := _fault(node, (*self.path, string(node.get("name"))), spot):
            self.faults.append(fault)
        else:
            self._add(node, spot)

    def _enter(self, node: Object, name: str, spot: Spot) -> None:
        if node.get("request") is not None:  # Postman takes it for a folder, too
            path = (*self.path, name)
            said = notice(path, Code.UNUSABLE_ITEM, case="folder", spot=spot)
            self.notices.append(said)
        self._open(node, name, spot)
        if len(self.stack) > _DEEPEST:
            text = f"folders are nested more than {_DEEPEST} deep"
            self._give_up(text, "Put the requests into fewer folders", spot)

    def _give_up(self, text: str, remedy: str, spot: Spot) -> NoReturn:
        raise StructureError(*self.faults, StructureProblem(spot, (), text, remedy))

    def _add(self, node: Object, spot: Spot) -> None:
        item = read_item(node, spot)
        self.stack[-1].done.append(item)
        self.left += _NAMES_EACH - self.stack[-1].length
        if self.left < 0:
            text = "the paths of the requests up to here have millions of characters"
            self._give_up(text, "Give the folders shorter names", spot)
        path = (*self.path, item.name)
        if item.request.url and _says_no_method(node.get("request")):
            self.notices.append(notice(path, Code.NO_METHOD, spot=spot))
        if item.request.url and (part := disagreement(item.request.url)):
            said = notice(path, Code.RAW_DISAGREES, part=part, spot=item.spot)
            self.notices.append(said)

    def _open(self, node: Object, name: str, spot: Spot) -> None:
        rest = enumerate(listing(node.get("item")))
        length = self.stack[-1].length + len(name) if self.stack else 0
        self.stack.append(_Open(node, name, spot, length, rest))


def _spot(node: Json, steps: Steps) -> Spot:
    """Where a node stands; a converter that put it elsewhere says where it was."""
    return node.spot if isinstance(node, Placed) else Spot("", steps)


def _fault(node: Object, path: tuple[str, ...], spot: Spot) -> StructureProblem | None:
    """What is wrong with a node that has neither a request nor a list of items."""
    if "request" in node or ("item" in node and node["item"] is None):
        return None  # an item; without a request it has no address
    return missing_list(node, path, spot.steps)


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


def _says_no_method(request: Json) -> bool:
    return isinstance(request, dict) and not request.get("method")

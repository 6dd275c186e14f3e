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
from postkiln.postman.collection import Folder, Item, Url
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
# The name of a folder is in the path of each item below it.
_PATH_CHARACTERS = 20_000_000
"""How many characters the paths of all items may have together,"""
_PATH_CHARACTERS_EACH = 1_000
"""and how many more for each item."""


@dataclass(slots=True)
class _OpenFolder:
    """A folder that is being read: what is left of its list, and what came of the rest."""

    node: Object
    name: str
    spot: Spot
    path_length: int  # of the names of the folders that lead here
    rest: Iterator[tuple[int, Json]]
    done: list[Folder | Item] = field(default_factory=list[Folder | Item])


def read_tree(root: Object, name: str) -> tuple[Folder, tuple[Notice, ...]]:
    """The root folder under `name`, and notices about its items.

    Raises StructureError for folders without a list, and for folders nested too deeply.
    """
    reader = _TreeReader()
    folder = reader.read(root, name)
    if reader.problems:
        raise StructureError(*reader.problems)
    return folder, tuple(reader.notices)


class _TreeReader:
    """A tree that is being read: the folders that are open, and what is wrong so far."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.problems: list[StructureProblem] = []
        self.open: list[_OpenFolder] = []
        self.characters_left = _PATH_CHARACTERS

    def read(self, root: Object, name: str) -> Folder:
        self._open(root, name, _spot(root, ()))
        # One node at a time: a folder is opened, and the rest of its parent waits.
        while True:
            top = self.open[-1]
            if step := next(top.rest, None):
                at, node = step
                steps = (*top.spot.steps, "item", at)
                self._take(at, node, _spot(node, steps))
                continue
            folder = _close(self.open.pop())
            if not self.open:
                return folder
            self.open[-1].done.append(folder)

    def _take(self, at: int, node: Json, spot: Spot) -> None:
        if not isinstance(node, dict):
            self._notice(Code.UNUSABLE_ITEM, spot, number=at + 1)
        elif isinstance(node.get("item"), list):
            self._enter(node, string(node.get("name")), spot)
        elif problem := _problem(node, self._path(node), spot):
            self.problems.append(problem)
        else:
            self._add(node, spot)

    def _enter(self, node: Object, name: str, spot: Spot) -> None:
        if node.get("request") is not None:  # Postman takes it for a folder, too
            self._notice(Code.UNUSABLE_ITEM, spot, name, case="folder")
        self._open(node, name, spot)
        if len(self.open) > _DEEPEST:
            text = f"folders are nested more than {_DEEPEST} deep"
            self._give_up(text, "Put the requests into fewer folders", spot)

    def _open(self, node: Object, name: str, spot: Spot) -> None:
        length = len(name)
        if self.open:
            length += self.open[-1].path_length
        rest = enumerate(listing(node.get("item")))
        self.open.append(_OpenFolder(node, name, spot, length, rest))

    def _add(self, node: Object, spot: Spot) -> None:
        item = read_item(node, spot)
        folder = self.open[-1]
        folder.done.append(item)
        self.characters_left += _PATH_CHARACTERS_EACH
        self.characters_left -= folder.path_length
        if self.characters_left < 0:
            text = "the paths of the requests up to here have millions of characters"
            self._give_up(text, "Give the folders shorter names", spot)
        if item.request.url is not None:
            self._check(item, item.request.url, node.get("request"))

    def _check(self, item: Item, url: Url, request: Json) -> None:
        if isinstance(request, dict) and not request.get("method"):
            self._notice(Code.NO_METHOD, item.spot, item.name)
        part = disagreement(url)
        if part is not None:
            self._notice(Code.RAW_DISAGREES, item.spot, item.name, part=part)

    def _path(self, node: Object) -> tuple[str, ...]:
        return (*self._folders(), string(node.get("name")))

    def _folders(self) -> tuple[str, ...]:
        """The names of the open folders; the collection has none."""
        return tuple(folder.name for folder in self.open[1:])

    def _notice(
        self, code: Code, spot: Spot, *name: str, case: str = "", **fields: object
    ) -> None:
        """A notice about the item of this name in the innermost folder, or the folder."""
        path = self._folders() + name
        made = notice(path, code, case=case, spot=spot, **fields)
        self.notices.append(made)

    def _give_up(self, text: str, remedy: str, spot: Spot) -> NoReturn:
        problem = StructureProblem(spot, (), text, remedy)
        raise StructureError(*self.problems, problem)


def _spot(node: Json, steps: Steps) -> Spot:
    """Where a node stands; a converter that put it elsewhere says where it was."""
    if isinstance(node, Placed):
        return node.spot
    return Spot("", steps)


def _problem(
    node: Object, path: tuple[str, ...], spot: Spot
) -> StructureProblem | None:
    """What is wrong with a node that has neither a request nor a list of items."""
    is_null = "item" in node and node["item"] is None
    if is_null or "request" in node:
        return None  # an item; without a request it has no address
    return missing_list(node, path, spot.steps)


def _close(done: _OpenFolder) -> Folder:
    node = done.node
    return Folder(
        done.name,
        tuple(done.done),
        description(node.get("description")),
        read_auth(node.get("auth")),
        read_scripts(node),
        read_behavior(node),
        read_id(node),
        done.spot,
    )


def read_item(node: Object, spot: Spot) -> Item:
    request = read_request(node.get("request"))
    if not request.description:
        # Older exports describe the item instead of its request.
        about = description(node.get("description"))
        request = replace(request, description=about)
    return Item(
        string(node.get("name")),
        request,
        read_examples(node.get("response")),
        read_scripts(node),
        read_behavior(node),
        read_id(node),
        spot,
    )

"""One walk over a collection: its levels, and its items with what they inherit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from postkiln.diagnostics.errors import NOWHERE, Code, Notice, Spot
from postkiln.postman.collection import Auth, Behavior, Collection, Folder, Item


@dataclass(frozen=True, slots=True)
class Declared:
    """An auth block and the path of the folder or item that declares it."""

    auth: Auth
    path: tuple[str, ...]
    spot: Spot = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Level:
    """A folder in its place. `above` is the index of its parent, 0 the collection's."""

    index: int
    above: int
    path: tuple[str, ...]
    folder: Folder
    auth: Declared | None = None
    behavior: Behavior = field(default_factory=Behavior)


@dataclass(frozen=True, slots=True)
class Found:
    """An item in its place, with the auth in force and the level it stands in.

    `key` is what recordings call it, `index` its position among all items. Of each
    setting in `behavior`, the nearest level's is in force.
    """

    path: tuple[str, ...]
    key: str
    index: int
    level: int
    item: Item
    auth: Declared | None = None
    behavior: Behavior = field(default_factory=Behavior)

    def notice(self, code: Code, text: str) -> Notice:
        """Something to be said of the item."""
        return Notice(self.path, code, text, self.item.spot)


@dataclass(frozen=True, slots=True)
class Survey:
    """Levels (parents before children, the collection first) and items, in order."""

    levels: tuple[Level, ...]
    found: tuple[Found, ...]


def survey(collection: Collection) -> Survey:
    """Every level and item of a collection, in document order; keys count all items."""
    levels: list[Level] = []
    found: list[Found] = []
    seen: Counter[str] = Counter()
    stack: list[tuple[int, Folder | Item]] = [(0, collection.root)]
    while stack:
        above, node = stack.pop()
        parent = levels[above] if levels else None
        if isinstance(node, Folder):
            level = _level(len(levels), above, parent, node)
            levels.append(level)
            stack.extend((level.index, child) for child in reversed(node.items))
        elif parent is not None:
            found.append(_found(parent, node, len(found), seen))
    return Survey(tuple(levels), tuple(found))


def _level(index: int, above: int, parent: Level | None, folder: Folder) -> Level:
    path = () if parent is None else (*parent.path, folder.name)
    return Level(
        index=index,
        above=above,
        path=path,
        folder=folder,
        auth=_auth(folder.auth, path, folder.spot) or _inherited(parent),
        behavior=_behavior(folder, parent),
    )


def _found(parent: Level, item: Item, index: int, seen: Counter[str]) -> Found:
    path = (*parent.path, item.name)
    key = "/".join(path)
    seen[key] += 1
    return Found(
        path=path,
        key=key if seen[key] == 1 else f"{key}#{seen[key]}",
        index=index,
        level=parent.index,
        item=item,
        auth=_auth(item.request.auth, path, item.spot) or _inherited(parent),
        behavior=_behavior(item, parent),
    )


def _auth(own: Auth | None, path: tuple[str, ...], spot: Spot) -> Declared | None:
    return None if own is None else Declared(own, path, spot)


def _inherited(parent: Level | None) -> Declared | None:
    return None if parent is None else parent.auth


def _behavior(node: Folder | Item, parent: Level | None) -> Behavior:
    return node.behavior if parent is None else node.behavior.over(parent.behavior)

"""One walk over a collection: its folders, and its items with what they inherit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice
from postkiln.diagnostics.places import NOWHERE, Spot
from postkiln.postman.collection import (
    AuthBlock,
    Collection,
    Folder,
    Item,
    ProtocolProfileBehavior,
)


@dataclass(frozen=True, slots=True)
class DeclaredAuth:
    """An auth block and the path of the folder or item that declares it."""

    auth: AuthBlock
    path: tuple[str, ...]
    spot: Spot = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FolderInScope:
    """A folder in its place. `above` is the index of its parent, 0 the collection's."""

    index: int
    above: int
    path: tuple[str, ...]
    folder: Folder
    auth: DeclaredAuth | None = None
    behavior: ProtocolProfileBehavior = field(default_factory=ProtocolProfileBehavior)


@dataclass(frozen=True, slots=True)
class ItemInScope:
    """An item in its place, with the auth in force and the index of the folder it stands in.

    `key` is what recordings call it, `index` its position among all items. Of each
    setting in `behavior`, the nearest folder's is in force.
    """

    path: tuple[str, ...]
    key: str
    index: int
    folder: int
    item: Item
    auth: DeclaredAuth | None = None
    behavior: ProtocolProfileBehavior = field(default_factory=ProtocolProfileBehavior)

    def notice(self, code: Code, *, case: str = "", **fields: object) -> Notice:
        """A notice about the item, in the wording of its code."""
        return notice(self.path, code, case=case, spot=self.item.spot, **fields)


@dataclass(frozen=True, slots=True)
class Scopes:
    """Folders (parents before children, the collection first) and items, in order."""

    folders: tuple[FolderInScope, ...]
    items: tuple[ItemInScope, ...]


def inherit(collection: Collection) -> Scopes:
    """Every folder and item of a collection, in document order; keys count all items."""
    folders: list[FolderInScope] = []
    items: list[ItemInScope] = []
    seen: Counter[str] = Counter()
    stack: list[tuple[int, Folder | Item]] = [(0, collection.root)]
    while stack:
        above, node = stack.pop()
        parent = folders[above] if folders else None
        if isinstance(node, Folder):
            scope = _folder(len(folders), above, parent, node)
            folders.append(scope)
            stack.extend((scope.index, child) for child in reversed(node.items))
        elif parent is not None:
            items.append(_item(parent, node, len(items), seen))
    return Scopes(tuple(folders), tuple(items))


def _folder(
    index: int, above: int, parent: FolderInScope | None, folder: Folder
) -> FolderInScope:
    path = () if parent is None else (*parent.path, folder.name)
    return FolderInScope(
        index=index,
        above=above,
        path=path,
        folder=folder,
        auth=_auth(folder.auth, path, folder.spot) or _inherited(parent),
        behavior=_behavior(folder, parent),
    )


def _item(
    parent: FolderInScope, item: Item, index: int, seen: Counter[str]
) -> ItemInScope:
    path = (*parent.path, item.name)
    key = "/".join(path)
    seen[key] += 1
    return ItemInScope(
        path=path,
        key=key if seen[key] == 1 else f"{key}#{seen[key]}",
        index=index,
        folder=parent.index,
        item=item,
        auth=_auth(item.request.auth, path, item.spot) or _inherited(parent),
        behavior=_behavior(item, parent),
    )


def _auth(
    own: AuthBlock | None, path: tuple[str, ...], spot: Spot
) -> DeclaredAuth | None:
    return None if own is None else DeclaredAuth(own, path, spot)


def _inherited(parent: FolderInScope | None) -> DeclaredAuth | None:
    return None if parent is None else parent.auth


def _behavior(
    node: Folder | Item, parent: FolderInScope | None
) -> ProtocolProfileBehavior:
    return node.behavior if parent is None else node.behavior.over(parent.behavior)

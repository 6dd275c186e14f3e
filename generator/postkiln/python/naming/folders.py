"""Folders to places in the package: the attribute, the module and the class of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from postkiln.lockfile.records import FolderNames
from postkiln.model.api import Api, Resource
from postkiln.python.naming.overrides import Wishes
from postkiln.python.naming.reserved import RESERVED
from postkiln.python.naming.scope import Scope, pascal, snake
from postkiln.python.syntax.source import Source

ROOT = Source("root")
"""The module of models that only requests outside any folder use."""

SHARED = Source("shared")
"""The module of models that several folders use."""

MEMBERS = ("builtins", "cached_property", "errors", "models", *RESERVED)
"""What the classes of clients and resources name, so that no attribute may be called so."""

CLIENT_MEMBERS = (
    *MEMBERS,
    *("aclose", "call", "close", "request", "spec", "stream", "with_options"),
)
"""Public members of the runtime's clients, which no method may hide."""

_DEVICES = (
    *("aux", "con", "nul", "prn"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
)
"""Names that Windows gives to no file."""


@dataclass(frozen=True, slots=True)
class Place:
    """A resource in document order; `parent` is the index of the one it lies in.

    `attributes` lead to it from the client; `path` are the same as the lock has them.
    """

    resource: Resource
    parent: int
    module: Source
    cls: Source
    attributes: tuple[Source, ...] = ()
    path: tuple[Source, ...] = ()


def places_of(
    api: Api, cls: Source, folders: Sequence[FolderNames], wishes: Wishes
) -> list[Place]:
    """Every resource, outer ones first, in document order; `cls` is the client's class."""
    found = _found(api)
    kept = _kept([resource for resource, _ in found], folders)
    modules = _modules(found, kept)
    classes = _classes(modules, cls, kept)
    places = [
        Place(resource, parent, module, name)
        for (resource, parent), module, name in zip(
            found, modules, classes, strict=True
        )
    ]
    return _with_attributes(places, kept, wishes)


_Found = Sequence[tuple[Resource, int]]
_Kept = Sequence[FolderNames | None]


def _found(api: Api) -> _Found:
    found: list[tuple[Resource, int]] = []
    stack = [(api.root, -1)]
    while stack:
        resource, parent = stack.pop()
        stack.extend((child, len(found)) for child in reversed(resource.resources))
        found.append((resource, parent))
    return found


def _kept(resources: Sequence[Resource], folders: Sequence[FolderNames]) -> _Kept:
    """What the lock has of each folder: by Postman's id, else by its path if no other has
    it, else by its requests, else by its path. The first resource is the client."""
    left = {folder.module: folder for folder in folders}
    kept: dict[int, FolderNames] = {}
    for known in (_by_id, _by_sole_path, _by_requests, _by_path):
        waiting = [i for i in range(1, len(resources)) if i not in kept]
        found = known([resources[i] for i in waiting], tuple(left.values()))
        for index, folder in zip(waiting, found, strict=True):
            if folder is not None and left.pop(folder.module, None) is not None:
                kept[index] = folder
    return [kept.get(index) for index in range(len(resources))]


def _by_id(resources: Sequence[Resource], left: Sequence[FolderNames]) -> _Kept:
    known = {folder.id: folder for folder in left if folder.id}
    return [known.get(each.id) for each in resources]


def _by_sole_path(resources: Sequence[Resource], left: Sequence[FolderNames]) -> _Kept:
    here = Counter(each.path for each in resources)
    there = Counter(each.path for each in left)
    known = {each.path: each for each in left if there[each.path] == 1}
    return [known.get(r.path) if here[r.path] == 1 else None for r in resources]


def _by_requests(resources: Sequence[Resource], left: Sequence[FolderNames]) -> _Kept:
    """The folder that most of its requests were in."""
    known = {each.module: each for each in left}
    homes = (
        Counter(
            e.kept.folder for e in each.endpoints if e.kept and e.kept.folder in known
        )
        for each in resources
    )
    most = (each.most_common(1) for each in homes)
    return [known[first[0][0]] if first else None for first in most]


def _by_path(resources: Sequence[Resource], left: Sequence[FolderNames]) -> _Kept:
    known: dict[tuple[str, ...], list[FolderNames]] = {}
    for each in reversed(left):
        known.setdefault(each.path, []).append(each)
    return [
        known[each.path].pop() if known.get(each.path) else None for each in resources
    ]


def _modules(found: _Found, kept: _Kept) -> list[Source]:
    """The module of each: its folder's name, then those above it too."""
    scope = Scope((ROOT, SHARED, *_DEVICES))
    tails = [
        [" ".join(each.path[-n:]) for n in range(1, len(each.path) + 1)]
        for each, _ in found[1:]
    ]
    wanted = [[snake(text, lead="folder") for text in each] for each in tails]
    return [
        ROOT,
        *scope.claim_all(
            [None if one is None else one.module for one in kept[1:]], wanted
        ),
    ]


def _classes(modules: Sequence[Source], cls: Source, kept: _Kept) -> list[Source]:
    scope = Scope((cls, "SyncResource", "AsyncResource"), forms=("{}", "Async{}"))
    wanted = [
        (Source(pascal(module, lead="Folder") + "Resource"),) for module in modules[1:]
    ]
    return [
        cls,
        *scope.claim_all(
            [None if one is None else one.resource for one in kept[1:]], wanted
        ),
    ]


def _with_attributes(
    places: Sequence[Place], kept: _Kept, wishes: Wishes
) -> list[Place]:
    """The places with the attributes that lead to each; outer ones have theirs first."""
    below: dict[int, list[int]] = {}
    for index, place in enumerate(places[1:], start=1):
        below.setdefault(place.parent, []).append(index)
    done = list(places)
    for parent in range(len(places)):
        children, above = below.get(parent, []), done[parent]
        reserved = MEMBERS if above.path else CLIENT_MEMBERS
        scope = Scope(reserved)
        wanted = [_wanted(places[index]) for index in children]
        before = [kept[index] for index in children]
        known = [None if one is None else one.attribute for one in before]
        names = scope.claim_all(known, wanted)
        given = wishes.all(
            [".".join((*above.path, name)) for name in names], names, reserved
        )
        for index, name, own in zip(children, names, given, strict=True):
            attributes, path = (*above.attributes, own), (*above.path, name)
            done[index] = replace(places[index], attributes=attributes, path=path)
    return done


def _wanted(place: Place) -> tuple[Source, Source]:
    return snake(place.resource.path[-1], lead="folder"), place.module

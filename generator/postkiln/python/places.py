"""Folders to places in the package: the attribute, the module and the class of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from postkiln.lock.names import FolderNames
from postkiln.model.api import Api, Resource
from postkiln.python.models import ROOT, SHARED
from postkiln.python.names import Scope, pascal, snake
from postkiln.python.source import Source
from postkiln.python.wishes import Wishes

MEMBERS = ("builtins", "cached_property", "errors", "models")  # what classes name
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
    it, else by its requests."""
    kept: dict[int, FolderNames] = {}
    left = list(folders)
    several = Counter(each.path for each in resources)
    several.update(each.path for each in folders)

    def by_sole_path(
        resource: Resource, left: Sequence[FolderNames]
    ) -> FolderNames | None:
        return _by_path(resource, left) if several[resource.path] == 2 else None

    for known in (_by_id, by_sole_path, _by_requests, _by_path):
        for index, resource in enumerate(resources):
            found = None if index in kept else known(resource, left)
            if found is not None:
                kept[index] = found
                left.remove(found)
    return [kept.get(index) for index in range(len(resources))]


def _by_id(resource: Resource, left: Sequence[FolderNames]) -> FolderNames | None:
    return next((each for each in left if each.id and each.id == resource.id), None)


def _by_requests(resource: Resource, left: Sequence[FolderNames]) -> FolderNames | None:
    """The folder that most of its requests were in."""
    homes = Counter(each.kept.folder for each in resource.endpoints if each.kept)
    ranked = sorted(left, key=lambda each: -homes[each.module])
    return ranked[0] if ranked and homes[ranked[0].module] else None


def _by_path(resource: Resource, left: Sequence[FolderNames]) -> FolderNames | None:
    return next((each for each in left if each.path == resource.path), None)


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
        scope = Scope(MEMBERS if above.path else CLIENT_MEMBERS)
        wanted = [_wanted(places[index]) for index in children]
        before = [kept[index] for index in children]
        known = [None if one is None else one.attribute for one in before]
        names = scope.claim_all(known, wanted)
        given = wishes.all([".".join((*above.path, name)) for name in names], names)
        for index, name, own in zip(children, names, given, strict=True):
            attributes, path = (*above.attributes, own), (*above.path, name)
            done[index] = replace(places[index], attributes=attributes, path=path)
    return done


def _wanted(place: Place) -> tuple[Source, Source]:
    return snake(place.resource.path[-1], lead="folder"), place.module

"""Folders of the collection -> those of the package: attribute, module and class of each."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from postkiln.lockfile.records import FolderNames
from postkiln.model.api import Api, Resource
from postkiln.python.naming.overrides import Overrides
from postkiln.python.naming.reserved import RESERVED
from postkiln.python.naming.scope import Claim, Scope, pascal, snake
from postkiln.python.syntax.source import Source, code

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
    *(f"com{number}" for number in range(10)),
    *(f"lpt{number}" for number in range(10)),
)
"""Names that Windows gives to no file."""


@dataclass(frozen=True, slots=True)
class PackageFolder:
    """A folder in the package; `parent` is the index of the one it lies in.

    The first one is the client, whose parent is -1. `attributes` lead to it from the
    client; `path` are the same as the lock has them, without overrides.
    """

    resource: Resource
    parent: int
    module: Source
    cls: Source
    attributes: tuple[Source, ...] = ()
    path: tuple[Source, ...] = ()

    @property
    def reserved(self) -> Collection[str]:
        """What no attribute of its class may be called."""
        return MEMBERS if self.path else CLIENT_MEMBERS


def name_folders(
    api: Api, cls: Source, locked: Sequence[FolderNames], overrides: Overrides
) -> list[PackageFolder]:
    """Every folder, outer ones first, in document order; `cls` is the client's class."""
    found = _all_folders(api)
    _match_lock(found, locked)
    modules = _modules(found)
    classes = _classes(found, modules, cls)
    folders: list[PackageFolder] = []
    for each, module, name in zip(found, modules, classes, strict=True):
        folders.append(PackageFolder(each.resource, each.parent, module, name))
    return _with_attributes(folders, found, overrides)


@dataclass(slots=True)
class _Found:
    """A folder without names yet, and what the lock has of it."""

    resource: Resource
    parent: int
    locked: FolderNames | None = None


def _all_folders(api: Api) -> list[_Found]:
    found: list[_Found] = []
    stack = [_Found(api.root, -1)]
    while stack:
        here = stack.pop()
        index = len(found)
        found.append(here)
        for child in reversed(here.resource.resources):
            stack.append(_Found(child, index))
    return found


_Matches = Sequence[FolderNames | None]
"""For each of some folders, the one of the lock that it is."""


def _match_lock(found: Sequence[_Found], locked: Sequence[FolderNames]) -> None:
    """Find what the lock has of each folder but the first, which is the client.

    By Postman's id, else by its path if no other has it, else by its requests, else by
    its path.
    """
    left = {folder.module: folder for folder in locked}
    for match in (_by_id, _by_sole_path, _by_requests, _by_path):
        waiting = [each for each in found[1:] if each.locked is None]
        resources = [each.resource for each in waiting]
        matches = match(resources, tuple(left.values()))
        for each, folder in zip(waiting, matches, strict=True):
            # Two may match one folder of the lock: it is the first of them.
            if folder is not None and folder.module in left:
                each.locked = left.pop(folder.module)


def _by_id(resources: Sequence[Resource], left: Sequence[FolderNames]) -> _Matches:
    known = {folder.id: folder for folder in left if folder.id}
    return [known.get(each.id) for each in resources]


def _by_sole_path(
    resources: Sequence[Resource], left: Sequence[FolderNames]
) -> _Matches:
    here = Counter(each.path for each in resources)
    there = Counter(each.path for each in left)
    known: dict[tuple[str, ...], FolderNames] = {}
    for each in left:
        if here[each.path] == 1 and there[each.path] == 1:
            known[each.path] = each
    return [known.get(each.path) for each in resources]


def _by_requests(
    resources: Sequence[Resource], left: Sequence[FolderNames]
) -> _Matches:
    known = {each.module: each for each in left}
    return [_folder_of_most(each, known) for each in resources]


def _folder_of_most(
    resource: Resource, known: Mapping[str, FolderNames]
) -> FolderNames | None:
    """The folder that most of its requests were in."""
    requests: Counter[str] = Counter()
    for endpoint in resource.endpoints:
        if endpoint.locked is not None and endpoint.locked.folder in known:
            requests[endpoint.locked.folder] += 1
    if not requests:
        return None
    [(module, _)] = requests.most_common(1)
    return known[module]


def _by_path(resources: Sequence[Resource], left: Sequence[FolderNames]) -> _Matches:
    """Folders of one path are taken in the order of the lock."""
    known: defaultdict[tuple[str, ...], deque[FolderNames]] = defaultdict(deque)
    for each in left:
        known[each.path].append(each)
    matched: list[FolderNames | None] = []
    for resource in resources:
        same = known[resource.path]
        matched.append(same.popleft() if same else None)
    return matched


def _modules(found: Sequence[_Found]) -> list[Source]:
    """The module of each: its folder's name, then those above it too."""
    claims: list[Claim] = []
    for each in found[1:]:
        candidates = _module_names(each.resource.path)
        known = None if each.locked is None else each.locked.module
        claims.append(Claim(known, candidates))
    scope = Scope((ROOT, SHARED, *_DEVICES))
    return [ROOT, *scope.claim_all(claims)]


def _module_names(path: Sequence[str]) -> list[Source]:
    """`c`, `b_c`, `a_b_c` for the folder c in b in a."""
    names: list[Source] = []
    for start in reversed(range(len(path))):
        text = " ".join(path[start:])
        names.append(snake(text, lead="folder"))
    return names


def _classes(
    found: Sequence[_Found], modules: Sequence[Source], cls: Source
) -> list[Source]:
    scope = Scope((cls, "SyncResource", "AsyncResource"), forms=("{}", "Async{}"))
    claims: list[Claim] = []
    for each, module in zip(found[1:], modules[1:], strict=True):
        candidate = code(pascal(module, lead="PackageFolder"), "Resource")
        known = None if each.locked is None else each.locked.resource
        claims.append(Claim(known, (candidate,)))
    return [cls, *scope.claim_all(claims)]


def _with_attributes(
    folders: Sequence[PackageFolder], found: Sequence[_Found], overrides: Overrides
) -> list[PackageFolder]:
    """The folders with the attributes that lead to each."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for index, folder in enumerate(folders[1:], start=1):
        children[folder.parent].append(index)
    named = list(folders)
    # A folder stands before those in it, so `above` has its attributes already.
    for parent, indexes in sorted(children.items()):
        above = named[parent]
        claims = [_attribute_claim(found[i], folders[i].module) for i in indexes]
        names = Scope(above.reserved).claim_all(claims)
        by_path = {".".join((*above.path, name)): name for name in names}
        attributes = overrides.apply(by_path, above.reserved)
        for index, name, attribute in zip(indexes, names, attributes, strict=True):
            named[index] = replace(
                folders[index],
                attributes=(*above.attributes, attribute),
                path=(*above.path, name),
            )
    return named


def _attribute_claim(found: _Found, module: Source) -> Claim:
    name = snake(found.resource.path[-1], lead="folder")
    known = None if found.locked is None else found.locked.attribute
    return Claim(known, (name, module))

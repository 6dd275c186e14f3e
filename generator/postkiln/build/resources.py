"""Endpoints -> the tree of folders that have any, in them or below."""

from __future__ import annotations

from collections.abc import Sequence

from postkiln.build.inherit import FolderInScope, ItemInScope, Scopes
from postkiln.build.request.requests import RequestTemplate
from postkiln.model.api import Endpoint, Resource
from postkiln.secrets import detect as secrets


def resources_of(
    scopes: Scopes, requests: Sequence[RequestTemplate], endpoints: Sequence[Endpoint]
) -> Resource:
    """The tree of folders that have endpoints in or below them, built from the leaves."""
    own: dict[int, list[Endpoint]] = {}
    below: dict[int, list[Resource]] = {}
    for request, endpoint in zip(requests, endpoints, strict=True):
        own.setdefault(request.item.folder, []).append(endpoint)

    def resource(scope: FolderInScope) -> Resource:
        return Resource(
            path=scope.path,
            description=secrets.masked(scope.folder.description),
            endpoints=tuple(own.get(scope.index, ())),
            resources=tuple(reversed(below.get(scope.index, ()))),
            id=scope.folder.id or "",
        )

    for scope in scopes.folders[:0:-1]:
        if scope.index in own or scope.index in below:
            below.setdefault(scope.above, []).append(resource(scope))
    return resource(scopes.folders[0])


def folders_above(scopes: Scopes, items: Sequence[ItemInScope]) -> set[int]:
    """The folders with any of `items` below them, by index."""
    above = {each.folder for each in items}
    for folder in reversed(scopes.folders):  # children come after their parents
        if folder.index in above:
            above.add(folder.above)
    return above

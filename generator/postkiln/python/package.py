"""Api -> PackageView: every name decided once, then every statement laid out."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postkiln.model.api import Api, Resource
from postkiln.python.classes import Classes, plan_classes
from postkiln.python.clients import client_module, client_name, option_names
from postkiln.python.exports import error_imports, exports, package_names
from postkiln.python.faults import error_views
from postkiln.python.methods import call_of
from postkiln.python.models import ROOT, SHARED, model_modules
from postkiln.python.names import Scope, snake
from postkiln.python.resources import (
    CLIENT_MEMBERS,
    MEMBERS,
    Node,
    names_of,
    node,
    resource_module,
)
from postkiln.python.sites import sites_of
from postkiln.python.source import Source, code, docstring, first_paragraph, one_line
from postkiln.python.types import Annotations
from postkiln.python.view import Call, PackageView

_DEVICES = (
    *("aux", "con", "nul", "prn"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
)
"""Names that Windows gives to no file."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A resource in document order, with the names of its module and class."""

    resource: Resource
    parent: int
    module: Source
    cls: Source


def package_name(api: Api) -> Source:
    """The import package a collection gets when the user names none.

    It hides no module of the standard library: "Calendar" is `calendar_client`.
    """
    name = snake(api.name, lead="api")
    return code(name, "_client") if name in sys.stdlib_module_names else name


def package_view(api: Api, package: str | None = None) -> PackageView:
    """The view of a whole package. `package` is checked by the caller."""
    name = Source(package) if package else package_name(api)
    cls = client_name(api.name if api.name.strip() else name)
    places = _places(api, cls)
    classes = _classes(places)
    answers = Annotations(classes, Source("models."))
    faults = error_views(api, answers)
    nodes = _nodes(places, answers)
    options = option_names(api)
    return PackageView(
        package=name,
        client=cls,
        docstring=docstring(_says(api), 0),
        root=client_module(api, nodes[0], options, faults),
        resources=tuple(resource_module(one) for one in nodes[1:]),
        models=model_modules(classes),
        model_exports=exports((p.name, code(".", p.module)) for p in classes.plans),
        errors=faults,
        error_imports=error_imports(cls, faults),
        exports=exports(package_names(cls, faults)),
        options=tuple((str(argument), option.hole) for option, argument in options),
        calls=tuple(_calls(nodes)),
    )


def _says(api: Api) -> tuple[str, ...]:
    title = one_line(api.name, 80) or "the API"
    about = first_paragraph(api.description)
    return (f"A typed client of {title}.", *(("", about) if about else ()))


def _places(api: Api, cls: Source) -> list[_Place]:
    """Every resource, outer ones first, in document order."""
    modules = Scope((ROOT, SHARED, *_DEVICES))
    names = Scope((cls, "SyncResource", "AsyncResource"), forms=("{}", "Async{}"))
    places: list[_Place] = []
    stack = [(api.root, -1)]
    while stack:
        resource, parent = stack.pop()
        module, name = (
            names_of(resource, modules, names) if resource.path else (ROOT, cls)
        )
        stack.extend((child, len(places)) for child in reversed(resource.resources))
        places.append(_Place(resource, parent, module, name))
    return places


def _classes(places: Sequence[_Place]) -> Classes:
    sites = (
        site for place in places for site in sites_of(place.resource, place.module)
    )
    return plan_classes(sites, SHARED, ("Any", "Model", "Omit", "FileInput"))


def _nodes(places: Sequence[_Place], answers: Annotations) -> list[Node]:
    """The places with their methods, inner ones first, given in the order of places."""
    attributes = _attributes(places)
    nodes: dict[int, Node] = {}
    children: dict[int, list[Node]] = {}
    for index in reversed(range(len(places))):
        place, path = places[index], attributes[index]
        names = (path[-1] if path else Source(""), place.module, place.cls)
        below = tuple(reversed(children.get(index, [])))
        nodes[index] = node(place.resource, names, path, below, answers)
        children.setdefault(place.parent, []).append(nodes[index])
    return [nodes[index] for index in range(len(places))]


def _attributes(places: Sequence[_Place]) -> list[tuple[Source, ...]]:
    """The attributes that lead from the client to each place."""
    scopes = [
        Scope(MEMBERS if place.resource.path else CLIENT_MEMBERS) for place in places
    ]
    paths: list[tuple[Source, ...]] = [()]
    for place in places[1:]:
        wished = snake(place.resource.path[-1], lead="folder")
        attribute = scopes[place.parent].claim((wished, place.module))
        paths.append((*paths[place.parent], attribute))
    return paths


def _calls(nodes: Sequence[Node]) -> Sequence[Call]:
    return [call_of(one, node.attributes) for node in nodes for one in node.methods]


def calls_by_index(view: PackageView) -> Mapping[int, Call]:
    """The call of each endpoint, by the endpoint's index."""
    return {call.index: call for call in view.calls}

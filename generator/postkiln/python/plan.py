"""Api -> PackageView: every name decided once, then every statement laid out."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from postkiln.lockfile.records import NO_LOCK, Lock
from postkiln.model.api import Api
from postkiln.python.emit.clients import (
    client_module,
    client_name,
    option_names,
    wished_options,
)
from postkiln.python.emit.errors import error_views
from postkiln.python.emit.exports import error_imports, exports, package_names
from postkiln.python.emit.methods import call_of
from postkiln.python.emit.models import NAMED, model_modules, type_views
from postkiln.python.emit.resources import Node, node, resource_module
from postkiln.python.lock import lock_of
from postkiln.python.naming.env_names import named_options
from postkiln.python.naming.folders import SHARED, Place, places_of
from postkiln.python.naming.overrides import Wishes
from postkiln.python.naming.reserved import MODELS
from postkiln.python.naming.scope import snake
from postkiln.python.syntax.source import (
    Source,
    code,
    docstring,
    first_paragraph,
    one_line,
)
from postkiln.python.types.annotations import Annotations
from postkiln.python.types.classes import Classes, plan_classes, wished_classes
from postkiln.python.types.evidence import evidence_of
from postkiln.python.types.occurrences import sites_of, with_classes
from postkiln.python.view import Call, PackageView

NO_WISHES: Mapping[str, str] = MappingProxyType({})


def package_name(collection: str) -> Source:
    """The import package that a collection of this name gets when the user names none.

    It hides no module of the standard library: "Calendar" is `calendar_client`.
    """
    name = snake(collection, lead="api")
    return code(name, "_client") if name in sys.stdlib_module_names else name


def package_view(
    api: Api,
    package: str | None = None,
    lock: Lock = NO_LOCK,
    names: Mapping[str, str] = NO_WISHES,
    env_prefix: str | Literal[False] | None = None,
) -> PackageView:
    """The view of a whole package. `package` and `env_prefix` are checked by the caller.

    Names are those that the lock has, but where other `names` are wished for.
    Environment variables begin with `env_prefix`; None: named after the package, False:
    none is read.
    UsageError: a wish is about nothing, or cannot be granted.
    """
    wishes = Wishes(names)
    name = Source(package) if package else package_name(api.name)
    cls = client_name(api.name if api.name.strip() else name)
    found = places_of(api, cls, lock.folders, wishes)
    classes, places = _classes(found, lock, wishes)
    answers = Annotations(classes, code(MODELS, "."))
    endpoints = [each for place in places for each in place.resource.endpoints]
    faults = error_views(endpoints, answers)
    evidence = evidence_of(endpoints, classes)
    nodes = _nodes(places, answers, wishes)
    kept = option_names(api, lock.options)
    options = wished_options(kept, wishes)
    wishes.check()
    return PackageView(
        package=name,
        client=cls,
        docstring=docstring(_says(api), 0),
        root=client_module(
            api, nodes[0], named_options(options, name, env_prefix), faults
        ),
        resources=tuple(resource_module(one) for one in nodes[1:]),
        models=model_modules(classes, evidence),
        model_exports=exports((p.name, code(".", p.module)) for p in classes.plans),
        errors=faults,
        error_imports=error_imports(cls, faults),
        exports=exports(package_names(cls, faults)),
        options=tuple((str(argument), option.hole) for option, argument in options),
        calls=tuple(_calls(nodes)),
        lock=lock_of(api, nodes, classes, kept),
        types=type_views(classes, evidence),
    )


def _says(api: Api) -> tuple[str, ...]:
    title = one_line(api.name, 80) or "the API"
    about = first_paragraph(api.description)
    return (f"A typed client of {title}.", *(("", about) if about else ()))


def _classes(
    places: Sequence[Place], lock: Lock, wishes: Wishes
) -> tuple[Classes, list[Place]]:
    """The classes, and the places with their shapes made of these."""
    sites = (
        site for place in places for site in sites_of(place.resource, place.module)
    )
    reserved = ("Any", "Model", "Omit", "FileInput")
    kept = {name: each for name, each in lock.classes.items() if name not in NAMED}
    planned = plan_classes(sites, SHARED, reserved, kept)
    classes = wished_classes(planned, wishes, NAMED)
    shapes = iter(classes.shapes)
    return classes, [
        replace(place, resource=with_classes(place.resource, shapes))
        for place in places
    ]


def _nodes(places: Sequence[Place], answers: Annotations, wishes: Wishes) -> list[Node]:
    """The places with their methods, inner ones first, given in the order of places."""
    nodes: dict[int, Node] = {}
    children: dict[int, list[Node]] = {}
    for index in reversed(range(len(places))):
        below = tuple(reversed(children.get(index, [])))
        nodes[index] = node(places[index], below, answers, wishes)
        children.setdefault(places[index].parent, []).append(nodes[index])
    return [nodes[index] for index in range(len(places))]


def _calls(nodes: Sequence[Node]) -> Sequence[Call]:
    return [
        call_of(one, node.place.attributes) for node in nodes for one in node.methods
    ]


def calls_by_index(view: PackageView) -> Mapping[int, Call]:
    """The call of each endpoint, by the endpoint's index."""
    return {call.index: call for call in view.calls}

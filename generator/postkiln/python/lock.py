"""What was decided for a package -> its lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from postkiln.diagnostics.json_paths import (
    distinct_field_path,
    element_path,
    value_path,
)
from postkiln.lockfile.records import ClassNames, FolderNames, ItemNames, Lock
from postkiln.model.api import Api, Endpoint
from postkiln.python.emit.methods import Method
from postkiln.python.emit.resources import Node
from postkiln.python.naming.folders import PackageFolder
from postkiln.python.naming.options import NamedOption
from postkiln.python.naming.scope import snake
from postkiln.python.types.classes import Classes, ClassPlan
from postkiln.python.types.occurrences import BODY
from postkiln.shapes.lattice import Shape


def lock_of(
    api: Api, nodes: Sequence[Node], classes: Classes, options: Iterable[NamedOption]
) -> Lock:
    """The lock of a package: its names without any override."""
    items: list[ItemNames] = []
    for node in nodes:
        for method in node.methods:
            items.append(_item(method, node, classes))
    folders = [_folder(node.folder) for node in nodes[1:]]  # the first is the client
    return Lock(
        items=tuple(items),
        folders=tuple(folders),
        options={each.option.variable: str(each.locked) for each in options},
        secrets=api.secrets,
        shared=api.shared,
        classes={str(plan.locked): _class(plan, classes) for plan in classes.plans},
    )


def _item(method: Method, node: Node, classes: Classes) -> ItemNames:
    endpoint = method.endpoint
    arguments: dict[str, str] = {}
    for each in method.arguments:
        if each.key:
            arguments[each.key] = str(each.locked)
    return ItemNames(
        path=endpoint.path,
        call=endpoint.identity.call,
        sends=endpoint.identity.sends,
        shows=endpoint.identity.shows,
        folder=node.module,
        id=endpoint.identity.id,
        method=method.names.locked,
        arguments=arguments,
        values={each.name: each.locked for each in endpoint.values if each.locked},
        classes=_classes(endpoint, classes),
    )


def _classes(endpoint: Endpoint, classes: Classes) -> dict[str, str]:
    """The classes of the objects that an endpoint shows, by place and steps."""
    found: dict[str, str] = {}
    for outcome in endpoint.outcomes:
        steps = _names_by_step(outcome.shape, "", classes)
        found |= _by_place(str(outcome.status), steps)
    body = endpoint.body
    if body is not None and body.shape is not None:
        found |= _by_place(BODY, _names_by_step(body.shape, "", classes))
        for each in body.shape.fields or ():  # of an object that has no class
            path = distinct_field_path("", each.key)
            found |= _by_place(BODY, _names_by_step(each.shape, path, classes))
    return found


def _by_place(place: str, steps: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {f"{place} {step}" if step else place: name for step, name in steps}


def _names_by_step(
    shape: Shape | None, step: str, classes: Classes
) -> Iterator[tuple[str, str]]:
    """The classes of the objects that are reached without passing another."""
    if shape is None:
        return
    plan = classes.plan(shape)
    if plan is not None:
        yield step, str(plan.locked)
    yield from _names_by_step(shape.items, element_path(step), classes)
    yield from _names_by_step(shape.values, value_path(step), classes)


def _folder(folder: PackageFolder) -> FolderNames:
    return FolderNames(
        path=folder.resource.path,
        id=folder.resource.id,
        attribute=folder.path[-1],
        module=folder.module,
        resource=folder.cls,
    )


def _class(plan: ClassPlan, classes: Classes) -> ClassNames:
    """What the lock has of a class; of its attributes, those that are not their key's own."""
    inner: dict[str, str] = {}
    attributes: dict[str, str] = {}
    for each in plan.fields:
        inner.update(
            _names_by_step(each.shape, distinct_field_path("", each.key), classes)
        )
        if each.name != snake(each.key, lead="field"):
            attributes[each.key] = str(each.name)
    return ClassNames(plan.digest, inner, attributes)

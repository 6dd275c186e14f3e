"""What was decided for a package -> its lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from postkiln.diagnostics.json_paths import (
    distinct_field_path,
    element_path,
    value_path,
)
from postkiln.lockfile.records import ClassNames, FolderNames, ItemNames, Lock
from postkiln.model.api import Api, Endpoint, Place
from postkiln.python.emit.arguments import argument_key
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
    variables: dict[str, None] = {}
    for node in nodes:
        for method in node.methods:
            items.append(_item(method, node, classes))
            variables |= dict.fromkeys(_call_variables(method))
    folders = [_folder(node.folder) for node in nodes[1:]]  # the first is the client
    return Lock(
        items=tuple(items),
        folders=tuple(folders),
        options={each.option.variable: str(each.locked) for each in options},
        locals=tuple(variables),
        secrets=api.secrets,
        classes={str(plan.locked): _class(plan, classes) for plan in classes.plans},
    )


def _call_variables(method: Method) -> Iterator[str]:
    """The variables that a call gives, but those of the path (`:id`), which always are."""
    for each in method.endpoint.parameters:
        if each.place is Place.QUERY or each.option is not None:
            continue
        if not each.key.startswith(":"):
            yield each.key


def _item(method: Method, node: Node, classes: Classes) -> ItemNames:
    endpoint = method.endpoint
    arguments: dict[str, str] = {}
    for each in method.arguments:
        if each.parameter is not None:
            arguments[argument_key(each.parameter)] = str(each.locked)
    return ItemNames(
        path=endpoint.path,
        call=endpoint.call,
        sends=endpoint.identity.sends,
        shows=endpoint.identity.shows,
        folder=node.module,
        id=endpoint.identity.id,
        method=method.names.locked,
        arguments=arguments,
        constants=endpoint.identity.constants,
        classes=_classes(endpoint, classes),
    )


def _classes(endpoint: Endpoint, classes: Classes) -> dict[str, str]:
    """The classes of the objects that an endpoint shows, by place and steps."""
    shapes = {str(each.status): each.shape for each in endpoint.outcomes}
    if endpoint.body is not None:
        shapes[BODY] = endpoint.body.shape
    found: dict[str, str] = {}
    for place, shape in shapes.items():
        for step, name in _names_by_step(shape, "", classes):
            if step:
                found[f"{place} {step}"] = name
            else:
                found[place] = name
    return found


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

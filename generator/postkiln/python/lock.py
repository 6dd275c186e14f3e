"""What was decided for a package -> its lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from postkiln.lockfile.records import ClassNames, FolderNames, ItemNames, Lock
from postkiln.model.api import Api, Option
from postkiln.model.api import Place as Where
from postkiln.python.emit.arguments import argument_key
from postkiln.python.emit.methods import Method
from postkiln.python.emit.models import field_names
from postkiln.python.emit.resources import Node
from postkiln.python.naming.folders import Place
from postkiln.python.naming.scope import snake
from postkiln.python.syntax.source import Source
from postkiln.python.types.classes import Classes, ClassPlan
from postkiln.python.types.occurrences import BODY
from postkiln.python.types.resolved import Classed, element, member, value
from postkiln.shapes.lattice import Shape


def lock_of(
    api: Api,
    nodes: Sequence[Node],
    classes: Classes,
    options: Iterable[tuple[Option, Source]],
) -> Lock:
    """The lock of a package; `options` have their names without any wish."""
    methods = [method for node in nodes for method in node.methods]
    items = (_item(each, node, classes) for node in nodes for each in node.methods)
    return Lock(
        items=tuple(items),
        folders=tuple(_folder(node.place) for node in nodes[1:]),
        options={option.hole: str(name) for option, name in options},
        locals=tuple(dict.fromkeys(_locals(methods))),
        secrets=api.secrets,
        classes={str(plan.kept): _class(plan, classes) for plan in classes.plans},
    )


def _locals(methods: Iterable[Method]) -> Iterator[str]:
    """The variables that calls give. Path variables are local by nature."""
    for method in methods:
        for each in method.endpoint.parameters:
            is_variable = each.place is not Where.QUERY and each.option is None
            if is_variable and not each.key.startswith(":"):
                yield each.key


def _item(method: Method, node: Node, classes: Classes) -> ItemNames:
    endpoint = method.endpoint
    given = ((a.parameter, a.kept) for a in method.arguments)
    return ItemNames(
        path=endpoint.path,
        call=endpoint.call,
        sends=endpoint.sends,
        shows=endpoint.shows,
        folder=node.module,
        id=endpoint.id,
        method=method.kept,
        arguments={argument_key(p): str(name) for p, name in given if p is not None},
        constants=endpoint.constants,
        classes=dict(_classes(method, classes)),
    )


def _classes(method: Method, classes: Classes) -> Iterator[tuple[str, str]]:
    endpoint = method.endpoint
    shown = [(str(each.status), each.shape) for each in endpoint.outcomes]
    body = None if endpoint.body is None else endpoint.body.shape
    for place, shape in (*shown, (BODY, body)):
        for step, index in _steps(shape, ""):
            name = classes.plans[index].kept
            yield (f"{place} {step}" if step else place), name


def _steps(shape: Shape | None, step: str) -> Iterator[tuple[str, int]]:
    """The objects of a shape that are reached without passing another."""
    if isinstance(shape, Classed):
        yield step, shape.index
    if shape is not None:
        yield from _steps(shape.items, element(step))
        yield from _steps(shape.values, value(step))


def _folder(place: Place) -> FolderNames:
    return FolderNames(
        path=place.resource.path,
        id=place.resource.id,
        attribute=place.path[-1],
        module=place.module,
        resource=place.cls,
    )


def _class(plan: ClassPlan, classes: Classes) -> ClassNames:
    inner = {
        step: str(classes.plans[index].kept)
        for each in plan.fields
        for step, index in _steps(each.shape, member(each.key))
    }
    named = zip(plan.fields, field_names(plan, classes), strict=True)
    odd = {
        each.key: str(name)
        for each, name in named
        if name != snake(each.key, lead="field")
    }
    return ClassNames(plan.shape, inner, odd)

"""PackageView -> the view without some of its requests, and with all its other names."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from postkiln.lockfile.records import ItemNames
from postkiln.python.emit.imports import client_imports
from postkiln.python.emit.resources import RESOURCES
from postkiln.python.syntax.source import Source
from postkiln.python.view import CallTarget, ClassView, PackageView, ResourceModule

_Indexes = Container[int | None]
"""The endpoints that are left out. None, the index of what calls no endpoint, is none."""


def leave_out(view: PackageView, left: Mapping[int, ItemNames | None]) -> PackageView:
    """The view without the endpoints `left` out; the lock keeps what it had of them.

    Names stay as they were decided with all endpoints there, so nothing is renamed when
    those that are left out come back.
    """
    calls: list[CallTarget] = []
    items: list[ItemNames] = []
    for call, item in zip(view.calls, view.lock.items, strict=True):
        if call.index not in left:
            calls.append(call)
        before = left.get(call.index, item)
        if before is not None:
            items.append(before)
    resources = [_module(each, left, RESOURCES) for each in view.resources]
    return replace(
        view,
        root=_module(view.root, left, Source("")),
        resources=tuple(resources),
        calls=tuple(calls),
        lock=replace(view.lock, items=tuple(items)),
    )


def _module(module: ResourceModule, left: _Indexes, package: Source) -> ResourceModule:
    constants = tuple(each for each in module.constants if each.index not in left)
    classes = tuple(_class(each, left) for each in module.classes)
    needed = client_imports(constants, classes, module.typing_imports, package)
    return replace(module, constants=constants, classes=classes, imports=needed)


def _class(cls: ClassView, left: _Indexes) -> ClassView:
    functions = tuple(each for each in cls.functions if each.index not in left)
    return replace(cls, functions=functions)

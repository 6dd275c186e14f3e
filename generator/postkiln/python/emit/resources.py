"""Folders -> modules: a class with one method per request, and its async twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from postkiln.model.api import Resource
from postkiln.python.emit.imports import client_imports
from postkiln.python.emit.methods import (
    Method,
    MethodNames,
    constant_of,
    function,
    plan_method,
)
from postkiln.python.emit.modes import ASYNC, SYNC, Mode
from postkiln.python.naming.folders import PackageFolder
from postkiln.python.naming.method_names import method_names
from postkiln.python.naming.overrides import Overrides
from postkiln.python.naming.reserved import imported
from postkiln.python.naming.scope import Claim, Scope, constant
from postkiln.python.syntax.layout import call, import_line, lay_out
from postkiln.python.syntax.source import (
    Source,
    code,
    docstring,
    first_paragraph,
    one_line,
)
from postkiln.python.types.annotations import Annotations
from postkiln.python.view import ClassView, Function, ResourceModule

RESOURCES = Source("resources")
"""The package of all modules but the client's."""


@dataclass(frozen=True, slots=True)
class Node:
    """A folder of the package with its methods, and the folders in it."""

    folder: PackageFolder
    methods: tuple[Method, ...]
    children: tuple[Node, ...]

    @property
    def cls(self) -> Source:
        return self.folder.cls

    @property
    def module(self) -> Source:
        return self.folder.module

    @property
    def resource(self) -> Resource:
        return self.folder.resource

    @property
    def attribute(self) -> Source:
        """What leads to it from the folder above; the client has none."""
        return self.folder.attributes[-1]


def plan_node(
    folder: PackageFolder,
    children: tuple[Node, ...],
    answers: Annotations,
    overrides: Overrides,
) -> Node:
    """Decide the methods of a folder, whose children are decided already."""
    endpoints = folder.resource.endpoints
    named = _method_names(folder, children, overrides)
    members = [each.name for each in named]
    members += [each.attribute for each in children]
    methods: list[Method] = []
    for endpoint, names in zip(endpoints, named, strict=True):
        methods.append(plan_method(endpoint, names, members, answers, overrides))
    return Node(folder, tuple(methods), children)


def _method_names(
    folder: PackageFolder, children: Sequence[Node], overrides: Overrides
) -> list[MethodNames]:
    attributes = [child.folder.path[-1] for child in children]
    locked = _locked_names(folder, attributes)
    paths: list[str] = []
    for name in (*attributes, *locked):
        paths.append(".".join((*folder.path, name)))
    # The folders are named already: they are here so that no method takes such a name.
    by_path = dict(zip(paths, (*attributes, *locked), strict=True))
    names = overrides.apply(by_path, folder.reserved)
    constants = Scope(("_SPEC",))
    named: list[MethodNames] = []
    for index, own_name in enumerate(locked, len(attributes)):
        operation = constants.claim((constant(names[index]),))
        named.append(MethodNames(names[index], own_name, operation, paths[index]))
    return named


def _locked_names(
    folder: PackageFolder, attributes: Sequence[Source]
) -> Sequence[Source]:
    """What the lock has as names of the methods, or will have: without overrides."""
    scope = Scope(folder.reserved)
    for attribute in attributes:
        scope.claim((attribute,))
    claims: list[Claim] = []
    for endpoint in folder.resource.endpoints:
        known = None if endpoint.locked is None else endpoint.locked.method
        claims.append(Claim(known, tuple(method_names(endpoint))))
    return scope.claim_all(claims)


def resource_module(node: Node) -> ResourceModule:
    """`resources/<module>.py`."""
    classes = (_class(node, SYNC), _class(node, ASYNC))
    constants = tuple(map(constant_of, node.methods))
    for_checkers = typing_imports(node.children, ".")
    return ResourceModule(
        name=node.module,
        docstring=docstring((_summary(node.resource),), 0),
        imports=client_imports(constants, classes, for_checkers, RESOURCES),
        typing_imports=for_checkers,
        constants=constants,
        classes=classes,
    )


def _class(node: Node, mode: Mode) -> ClassView:
    return ClassView(
        name=mode.class_name(node.cls),
        base=mode.resource,
        docstring=docstring((_summary(node.resource),), 4),
        functions=functions(node, "self._client", mode),
    )


def functions(node: Node, owner: LiteralString, mode: Mode) -> tuple[Function, ...]:
    """What leads to the folders below, then the methods.

    `owner` is the expression for the client within the class: `self`, `self._client`.
    """
    found = [_child_property(child, owner, mode) for child in node.children]
    found += [function(method, owner, mode) for method in node.methods]
    return tuple(found)


def _summary(resource: Resource) -> str:
    about = first_paragraph(resource.description)
    if about:
        return about
    name = one_line(resource.path[-1], 120) or "unnamed folder"
    return f"{name}."


def _child_property(child: Node, owner: LiteralString, mode: Mode) -> Function:
    """The attribute that leads to a resource, whose module loads on first use."""
    cls = mode.class_name(child.cls)
    is_in_client = len(child.folder.attributes) == 1
    package = Source(".resources.") if is_in_client else Source(".")
    load = import_line(code(package, child.module), (cls,), 8)
    made = lay_out(call(code("return ", cls), Source(owner)), 8)
    decorator = code("    @", imported("cached_property"), "\n")
    head = lay_out(code("def ", child.attribute, "(self) -> ", cls, ":"), 4)
    return Function(
        head=code(decorator, head),
        docstring=(docstring((_summary(child.resource),), 8),),
        body=code(load, "\n\n", made),
    )


def typing_imports(
    children: Sequence[Node], package: LiteralString
) -> tuple[Source, ...]:
    """What only a type checker imports: the classes of child resources."""
    if not children:
        return ()
    lines: list[Source] = []
    for child in sorted(children, key=lambda child: child.module):
        classes = sorted(mode.class_name(child.cls) for mode in (SYNC, ASYNC))
        lines.append(import_line(code(package, child.module), classes, 4))
    return (Source(""), code("if ", imported("TYPE_CHECKING"), ":"), *lines)

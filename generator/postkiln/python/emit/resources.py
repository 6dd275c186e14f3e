"""Folders to modules: a class with one method per request, and its async twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from postkiln.model.api import Resource
from postkiln.python.emit.functions import constant_of, function
from postkiln.python.emit.imports import client_imports
from postkiln.python.emit.methods import (
    Method,
    MethodNames,
    PackageNames,
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
from postkiln.python.view import ClassView, Function, ResourceModule

RESOURCES = Source("resources")
"""The package of all modules but the client's."""


@dataclass(frozen=True, slots=True)
class Node:
    """A folder of the package with its methods, and those below it."""

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
    package: PackageNames,
) -> Node:
    """Decide the methods of a folder; its children have theirs."""
    named = _method_names(folder, children, package.overrides)
    members = [each.name for each in named] + [each.attribute for each in children]
    pairs = zip(folder.resource.endpoints, named, strict=True)
    methods = tuple(
        plan_method(endpoint, names, members, package) for endpoint, names in pairs
    )
    return Node(folder, methods, children)


def _method_names(
    folder: PackageFolder, children: Sequence[Node], overrides: Overrides
) -> list[MethodNames]:
    scope = Scope(folder.reserved)
    attributes = [child.folder.path[-1] for child in children]
    for attribute in attributes:
        scope.claim((attribute,))
    claims: list[Claim] = []
    for each in folder.resource.endpoints:
        known = None if each.locked is None else each.locked.method
        claims.append(Claim(known, tuple(method_names(each))))
    locked = scope.claim_all(claims)
    # The folders have theirs already: they are here so that no method takes such a name.
    every = (*attributes, *locked)
    by_path = {".".join((*folder.path, name)): name for name in every}
    names = overrides.apply(by_path, folder.reserved)
    own = slice(len(attributes), None)
    triples = zip(names[own], locked, list(by_path)[own], strict=True)
    constants = Scope(("_SPEC",))
    return [
        MethodNames(name, own_name, constants.claim((constant(name),)), path)
        for name, own_name, path in triples
    ]


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
    """What leads to the folders below, then the methods; `owner` is the client."""
    found = [child_property(child, owner, mode) for child in node.children]
    found += [function(method, owner, mode) for method in node.methods]
    return tuple(found)


def _summary(resource: Resource) -> str:
    name = one_line(resource.path[-1], 120) or "unnamed folder"
    return first_paragraph(resource.description) or f"{name}."


def child_property(child: Node, owner: LiteralString, mode: Mode) -> Function:
    """The attribute that leads to a resource, whose module loads on first use."""
    cls = mode.class_name(child.cls)
    package = Source("." if child.folder.attributes[:-1] else ".resources.")
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

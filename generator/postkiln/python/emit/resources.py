"""Folders to modules: a class with one method per request, and its async twin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import LiteralString

from postkiln.model.api import Resource
from postkiln.python.emit.imports import client_imports
from postkiln.python.emit.methods import (
    Method,
    MethodNames,
    constant_of,
    function,
    method,
)
from postkiln.python.naming.folders import CLIENT_MEMBERS, MEMBERS, Place
from postkiln.python.naming.method_names import method_names
from postkiln.python.naming.overrides import Wishes
from postkiln.python.naming.reserved import imported
from postkiln.python.naming.scope import Scope, constant
from postkiln.python.syntax.layout import call, import_line, laid
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
    """A place in the package with its methods, and those below it."""

    place: Place
    methods: tuple[Method, ...]
    children: tuple[Node, ...]

    @property
    def cls(self) -> Source:
        return self.place.cls

    @property
    def module(self) -> Source:
        return self.place.module

    @property
    def resource(self) -> Resource:
        return self.place.resource

    @property
    def attribute(self) -> Source:
        """What leads to it from the place above; the client has none."""
        return self.place.attributes[-1]


def node(
    place: Place, children: tuple[Node, ...], answers: Annotations, wishes: Wishes
) -> Node:
    """Decide the names of a resource's methods; its children have theirs."""
    constants = Scope(("_SPEC",))
    named = _names(place, children, wishes)
    members = [name for name, _, _ in named] + [each.attribute for each in children]
    methods = tuple(
        method(
            endpoint,
            MethodNames(name, kept, constants.claim((constant(name),)), path),
            members,
            answers,
            wishes,
        )
        for endpoint, (name, kept, path) in zip(
            place.resource.endpoints, named, strict=True
        )
    )
    return Node(place, methods, children)


def _names(
    place: Place, children: Sequence[Node], wishes: Wishes
) -> Sequence[tuple[Source, Source, str]]:
    """What each method is called, what the lock has, and the path to that."""
    reserved = MEMBERS if place.path else CLIENT_MEMBERS
    scope = Scope(reserved)
    folders = [child.place.path[-1] for child in children]
    for folder in folders:
        scope.claim((folder,))
    endpoints = place.resource.endpoints
    kept = scope.claim_all(
        [None if each.kept is None else each.kept.method for each in endpoints],
        [tuple(method_names(each)) for each in endpoints],
    )
    paths = [".".join((*place.path, name)) for name in (*folders, *kept)]
    given = wishes.all(paths, [*folders, *kept], reserved)
    above = len(folders)
    return list(zip(given[above:], kept, paths[above:], strict=True))


def resource_module(node: Node) -> ResourceModule:
    """`resources/<module>.py`."""
    classes = tuple(
        ClassView(
            name=code("Async", node.cls) if is_async else node.cls,
            base=imported("AsyncResource" if is_async else "SyncResource"),
            docstring=docstring((_says(node.resource),), 4),
            functions=(
                *(
                    child_property(child, "self._client", is_async=is_async)
                    for child in node.children
                ),
                *functions(node, "self._client", is_async=is_async),
            ),
        )
        for is_async in (False, True)
    )
    constants = tuple(map(constant_of, node.methods))
    later = typing_imports(node.children, ".")
    return ResourceModule(
        name=node.module,
        docstring=docstring((_says(node.resource),), 0),
        imports=client_imports(constants, classes, later, RESOURCES),
        typing_imports=later,
        constants=constants,
        classes=classes,
    )


def _says(resource: Resource) -> str:
    name = one_line(resource.path[-1], 120) or "unnamed folder"
    return first_paragraph(resource.description) or f"{name}."


def functions(
    node: Node, owner: LiteralString, *, is_async: bool
) -> Iterable[Function]:
    """The methods of a resource, in one of the two forms."""
    for one in node.methods:
        yield function(one, owner, is_async=is_async)


def child_property(child: Node, owner: LiteralString, *, is_async: bool) -> Function:
    """The attribute that leads to a resource, whose module loads on first use."""
    cls = code("Async", child.cls) if is_async else child.cls
    package = Source("." if child.place.attributes[:-1] else ".resources.")
    load = import_line(code(package, child.module), (cls,), 8)
    return Function(
        head=code(
            *("    @", imported("cached_property"), "\n"),
            laid(code("def ", child.attribute, "(self) -> ", cls, ":"), 4),
        ),
        docstring=(docstring((_says(child.resource),), 8),),
        body=code(load, "\n\n", laid(call(code("return ", cls), Source(owner)), 8)),
    )


def typing_imports(
    children: Sequence[Node], package: LiteralString
) -> tuple[Source, ...]:
    """What only a type checker imports: the classes of child resources."""
    if not children:
        return ()
    lines = (
        import_line(
            code(package, child.module),
            sorted((child.cls, code("Async", child.cls))),
            4,
        )
        for child in sorted(children, key=lambda child: child.module)
    )
    return (Source(""), code("if ", imported("TYPE_CHECKING"), ":"), *lines)

"""Folders to modules: a class with one method per request, and its async twin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import LiteralString

from postkiln.model.api import Resource
from postkiln.python.imports import imports, text_of
from postkiln.python.layout import call, import_line, laid
from postkiln.python.method_names import method_names
from postkiln.python.methods import Method, constant_of, function, method
from postkiln.python.names import Scope, constant, pascal, snake
from postkiln.python.source import Source, code, docstring, first_paragraph, one_line
from postkiln.python.types import Annotations
from postkiln.python.view import ClassView, Function, ResourceModule

MEMBERS = ("builtins", "cached_property", "errors", "models")  # what classes name
CLIENT_MEMBERS = (
    *MEMBERS,
    *("aclose", "call", "close", "request", "spec", "with_options"),
)
"""Public members of the runtime's clients, which no method may hide."""


@dataclass(frozen=True, slots=True)
class Node:
    """A resource with its names decided: attribute, class, module, methods, children."""

    resource: Resource
    attribute: Source
    module: Source
    cls: Source
    attributes: tuple[str, ...]  # from the client down to this one
    methods: tuple[Method, ...]
    children: tuple[Node, ...]


def node(
    resource: Resource,
    names: tuple[Source, Source, Source],
    attributes: tuple[str, ...],
    children: tuple[Node, ...],
    answers: Annotations,
) -> Node:
    """Decide the names of a resource's methods; its children have theirs."""
    attribute, module, cls = names
    scope = Scope(MEMBERS if attributes else CLIENT_MEMBERS)
    for child in children:
        scope.claim((child.attribute,))
    constants = Scope(("_SPEC",))
    methods = tuple(
        method(endpoint, name, constants.claim((constant(name),)), answers)
        for endpoint in resource.endpoints
        for name in (scope.claim(method_names(endpoint)),)
    )
    return Node(resource, attribute, module, cls, attributes, methods, children)


def resource_module(node: Node) -> ResourceModule:
    """`resources/<module>.py`."""
    classes = tuple(
        ClassView(
            name=code("Async", node.cls) if is_async else node.cls,
            base=Source("AsyncResource" if is_async else "SyncResource"),
            docstring=docstring((_says(node.resource),), 4),
            functions=(
                *(
                    child_property(child, "self._client", is_async=is_async)
                    for child in node.children
                ),
                *functions(node, "self._client.call", is_async=is_async),
            ),
        )
        for is_async in (False, True)
    )
    constants = tuple(map(constant_of, node.methods))
    return ResourceModule(
        name=node.module,
        docstring=docstring((_says(node.resource),), 0),
        imports=imports(
            (*constants, *text_of(classes), Source("SyncResource AsyncResource")),
            Source(".."),
            typing=bool(node.children),
        ),
        typing_imports=typing_imports(node.children, "."),
        constants=constants,
        classes=classes,
    )


def _says(resource: Resource) -> str:
    name = one_line(resource.path[-1], 120) or "unnamed folder"
    return first_paragraph(resource.description) or f"{name}."


def functions(
    node: Node, caller: LiteralString, *, is_async: bool
) -> Iterable[Function]:
    """The methods of a resource, in one of the two forms."""
    members = [*(m.name for m in node.methods), *(c.attribute for c in node.children)]
    for one in node.methods:
        yield function(one, caller, is_async=is_async, members=members)


def child_property(child: Node, owner: LiteralString, *, is_async: bool) -> Function:
    """The attribute that leads to a resource, whose module loads on first use."""
    cls = code("Async", child.cls) if is_async else child.cls
    package = Source("." if child.attributes[:-1] else ".resources.")
    load = import_line(code(package, child.module), (cls,), 8)
    return Function(
        head=code(
            "    @cached_property\n",
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
    return (Source(""), Source("if TYPE_CHECKING:"), *lines)


def names_of(
    resource: Resource, modules: Scope, classes: Scope
) -> tuple[Source, Source]:
    """Module and class of a resource: its folder's name, then those above it too."""
    tails = [" ".join(resource.path[-n:]) for n in range(1, len(resource.path) + 1)]
    module = modules.claim(snake(tail, lead="folder") for tail in tails)
    cls = Source(pascal(module, lead="Folder") + "Resource")
    return module, classes.claim((cls,))

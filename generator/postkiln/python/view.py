"""A package before it is rendered: every name decided, every statement laid out.

Made by `python.plan`, read by `render`. Texts are `Source`, at the indentation they are
placed with; templates place and repeat them.
"""

from __future__ import annotations

from dataclasses import dataclass

from postkiln.lockfile.records import Lock
from postkiln.python.syntax.source import Source


@dataclass(frozen=True, slots=True)
class ModelView:
    """A dataclass for a shape of JSON."""

    name: Source
    docstring: Source
    fields: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a class, and how its examples show it: counts, and where it is not.

    `keyed_by` names what the keys of a mapping are, `values` are those that recur.
    """

    name: str
    annotation: str
    seen: int
    null: int
    missing: tuple[str, ...]
    keyed_by: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypeView:
    """What a class was made from: the `objects` that were seen at its `places`."""

    name: str
    places: tuple[str, ...]
    objects: int
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class ModelModule:
    """`models/<name>.py`."""

    name: Source
    docstring: Source
    imports: tuple[Source, ...]
    models: tuple[ModelView, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A method: decorators and signature, docstring if it has one, statements.

    `index` is that of the endpoint it calls, None where it calls none.
    """

    head: Source
    docstring: tuple[Source, ...]
    body: Source
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant of a module; `index` is that of the endpoint it describes, if it does."""

    text: Source
    index: int | None = None


@dataclass(frozen=True, slots=True)
class ClassView:
    """A client or a resource, in its sync or async form."""

    name: Source
    base: Source
    docstring: Source
    functions: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class ResourceModule:
    """`client.py`, or `resources/<name>.py`: operations, and the classes that call them."""

    name: Source
    docstring: Source
    imports: tuple[Source, ...]
    typing_imports: tuple[Source, ...]
    constants: tuple[Constant, ...]
    classes: tuple[ClassView, ...]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """The class of a status that the collection shows.

    `base` is the runtime's class, `body` the annotation of its body; `decoded` is what
    a body is decoded into, None where the collection shows no JSON.
    """

    status: int
    name: Source
    base: Source
    docstring: Source
    body: Source
    decoded: Source | None


@dataclass(frozen=True, slots=True)
class Exports:
    """The names a package offers lazily: imports for type checkers, `__all__`, the table."""

    imports: tuple[Source, ...]
    public: Source
    table: Source


@dataclass(frozen=True, slots=True)
class CallTarget:
    """How to call the endpoint of this `index`, for `verify`, which does so.

    `attributes` lead from the client to the method; `arguments` pairs each name of the
    signature with the index of its parameter in the endpoint; `body` is the name of the
    argument that takes the body.
    """

    index: int
    attributes: tuple[str, ...]
    arguments: tuple[tuple[str, int], ...]
    body: str | None
    body_type: str | None
    result: str


@dataclass(frozen=True, slots=True)
class PackageView:
    """A whole client package.

    `options` pairs each constructor argument with the variable it fills. `lock` has the
    names for the next run, `types` is what the classes were made from.
    """

    package: Source
    client: Source
    docstring: Source
    root: ResourceModule
    resources: tuple[ResourceModule, ...]
    models: tuple[ModelModule, ...]
    model_exports: Exports
    errors: tuple[ErrorView, ...]
    error_imports: tuple[Source, ...]
    exports: Exports
    options: tuple[tuple[str, str], ...]
    calls: tuple[CallTarget, ...]
    lock: Lock
    types: tuple[TypeView, ...]

"""What packages offer by name: `__init__.py`, `models/__init__.py`, `errors.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from postkiln.python.emit.imports import import_lines, needed_by
from postkiln.python.naming.reserved import MODELS, imported
from postkiln.python.syntax.layout import (
    Bracket,
    dict_of,
    import_line,
    lay_out,
    prefixed,
)
from postkiln.python.syntax.source import Import, Source, code, literal
from postkiln.python.view import ErrorView, Exports
from postkiln.runtime import errors as runtime_errors


def exports(modules: Mapping[Source, Source]) -> Exports:
    """What a package offers, in the three forms its `__init__.py` needs.

    `modules` are those that the public names live in, relative to the package.
    """
    by_module: dict[Source, list[Source]] = {}
    pairs: list[tuple[Source, Source]] = []
    for name in sorted(modules):
        by_module.setdefault(modules[name], []).append(name)
        pairs.append((literal(name), literal(modules[name])))
    lines = [import_line(module, by_module[module], 4) for module in sorted(by_module)]
    table = prefixed("_MODULES = ", dict_of(pairs))
    return Exports(
        imports=tuple(lines), public=all_names(modules), table=lay_out(table, 4)
    )


def all_names(names: Iterable[Source]) -> Source:
    """`__all__ = [...]`."""
    items = tuple(map(literal, sorted(names)))
    return lay_out(Bracket(Source("__all__ = ["), items, Source("]")), 0)


def runtime_error_names() -> tuple[Source, ...]:
    """Every error class the runtime defines."""
    found: list[Source] = []
    for name, value in sorted(vars(runtime_errors).items()):
        if isinstance(value, type) and issubclass(value, runtime_errors.ApiError):
            found.append(Source(name))
    return tuple(found)


_CAUGHT = (
    *("ApiError", "ClientError", "ConfigurationError", "ConnectionFailedError"),
    *("DecodeError", "RequestError", "ServerError", "StatusError", "TimedOutError"),
    *("TransportError", "BadRequestError", "UnauthorizedError", "ForbiddenError"),
    *("NotFoundError", "ConflictError", "TooManyRequestsError"),
)
"""The errors people catch; `errors` has the class of every other status."""


def package_names(
    client: Source, errors: Sequence[ErrorView]
) -> Mapping[Source, Source]:
    """What `from package import ...` offers, with the module of each name."""
    omit = imported("OMIT")
    [omit_import] = omit.imports
    caught = {*map(Source, _CAUGHT), *(error.name for error in errors)}
    return {
        client: Source(".client"),
        code("Async", client): Source(".client"),
        omit: code(".", omit_import.module),
        code(client, "Error"): Source(".errors"),
        **dict.fromkeys(caught, Source(".errors")),
    }


def error_module_names(
    client: Source, errors: Sequence[ErrorView]
) -> tuple[Source, ...]:
    """What `errors.py` offers: the runtime's classes, the API's own, the root's alias."""
    names = {*runtime_error_names(), *(error.name for error in errors)}
    return (*sorted(names), code(client, "Error"))


def error_imports(client: Source, errors: Sequence[ErrorView]) -> tuple[Source, ...]:
    """The imports of `errors.py`: what it does not define it passes on."""
    own = {error.name for error in errors}
    needed = set(needed_by(each.base for each in errors))
    needed |= needed_by(each.body for each in errors)
    for name in runtime_error_names():
        if name not in own:
            needed.add(Import("_runtime.errors", name, is_own=True))
    for_checkers: tuple[Source, ...] = ()
    if MODELS.imports <= needed:
        needed -= MODELS.imports
        needed |= _MODELS_FOR_CHECKERS.imports
        for_checkers = (_MODELS_FOR_CHECKERS,)
    return (
        *import_lines(needed, Source("")),
        *for_checkers,
        Source(""),
        all_names(error_module_names(client, errors)),
    )


# Models are in the annotation of a body only: whoever catches an error loads none.
_MODELS_FOR_CHECKERS = code(
    "\nif ", imported("TYPE_CHECKING"), ":\n    from . import models"
)

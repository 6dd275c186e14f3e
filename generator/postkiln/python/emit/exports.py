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
    for name in sorted(modules):
        by_module.setdefault(modules[name], []).append(name)
    lines = [import_line(module, by_module[module], 4) for module in sorted(by_module)]
    pairs = ((literal(name), literal(modules[name])) for name in sorted(modules))
    return Exports(
        imports=tuple(lines),
        public=all_names(modules),
        table=lay_out(prefixed("_MODULES = ", dict_of(pairs)), 4),
    )


def all_names(names: Iterable[Source]) -> Source:
    """`__all__ = [...]`."""
    items = tuple(literal(name) for name in sorted(names))
    return lay_out(Bracket(Source("__all__ = ["), items, Source("]")), 0)


def runtime_error_names() -> tuple[Source, ...]:
    """Every error class the runtime defines."""
    return tuple(
        Source(name)
        for name, value in sorted(vars(runtime_errors).items())
        if isinstance(value, type) and issubclass(value, runtime_errors.ApiError)
    )


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
    [omit] = imported("OMIT").imports
    caught = {*map(Source, _CAUGHT), *(error.name for error in errors)}
    return {
        client: Source(".client"),
        code("Async", client): Source(".client"),
        imported("OMIT"): code(".", omit.module),
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
    passed = (
        Import("_runtime.errors", name, is_own=True)
        for name in runtime_error_names()
        if name not in own
    )
    needed = needed_by(each.base for each in errors)
    needed |= needed_by(each.body for each in errors)
    for_checkers: tuple[Source, ...] = ()
    if MODELS.imports <= needed:
        needed = needed - MODELS.imports | _MODELS.imports
        for_checkers = (_MODELS,)
    return (
        *import_lines(needed.union(passed), Source("")),
        *for_checkers,
        Source(""),
        all_names(error_module_names(client, errors)),
    )


# The annotation of a body is for type checkers: nobody who catches an error loads models.
_MODELS = code("\nif ", imported("TYPE_CHECKING"), ":\n    from . import models")

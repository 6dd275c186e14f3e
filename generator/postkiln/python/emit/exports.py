"""What packages offer by name: `__init__.py`, `models/__init__.py`, `errors.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from postkiln.python.emit.imports import import_lines, needed_by
from postkiln.python.naming.reserved import MODELS, imported
from postkiln.python.syntax.layout import Bracket, dict_of, import_line, laid, prefixed
from postkiln.python.syntax.source import Import, Source, code, literal
from postkiln.python.view import ErrorView, Exports
from postkiln.runtime import errors as runtime_errors

Name = tuple[Source, Source]
"""A public name and the module it lives in, relative to the package."""


def exports(names: Iterable[Name]) -> Exports:
    """The names of a package, in the three forms its `__init__.py` needs."""
    ordered = sorted(names, key=lambda name: (name[1], name[0]))
    return Exports(
        imports=tuple(
            import_line(module, [name for name, _ in group], 4)
            for module, group in groupby(ordered, key=lambda name: name[1])
        ),
        public=public(name for name, _ in ordered),
        table=laid(
            prefixed(
                "_MODULES = ",
                dict_of((literal(n), literal(module)) for n, module in sorted(ordered)),
            ),
            4,
        ),
    )


def public(names: Iterable[Source]) -> Source:
    """`__all__ = [...]`."""
    items = tuple(literal(name) for name in sorted(names))
    return laid(Bracket(Source("__all__ = ["), items, Source("]")), 0)


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


def package_names(client: Source, errors: Sequence[ErrorView]) -> Iterable[Name]:
    """What `from package import ...` offers."""
    yield client, Source(".client")
    yield code("Async", client), Source(".client")
    yield from (
        (imported("OMIT"), code(".", each.module)) for each in imported("OMIT").imports
    )
    yield code(client, "Error"), Source(".errors")
    caught = {*map(Source, _CAUGHT), *(error.name for error in errors)}
    yield from ((name, Source(".errors")) for name in sorted(caught))


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
    needed = needed_by(text for error in errors for text in (error.base, error.body))
    later: tuple[Source, ...] = ()
    if MODELS.imports <= needed:
        needed = needed - MODELS.imports | _MODELS.imports
        later = (_MODELS,)
    return (
        *import_lines(needed.union(passed), Source("")),
        *later,
        Source(""),
        public(error_module_names(client, errors)),
    )


# The annotation of a body is for type checkers: nobody who catches an error loads models.
_MODELS = code("\nif ", imported("TYPE_CHECKING"), ":\n    from . import models")

"""What packages offer by name: `__init__.py`, `models/__init__.py`, `errors.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from postkiln.python.syntax.layout import Bracket, dict_of, import_line, laid, prefixed
from postkiln.python.syntax.source import Source, code, literal
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
    yield Source("OMIT"), Source("._runtime.omit")
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
    passed = [name for name in runtime_error_names() if name not in own]
    bodies = " ".join(error.body for error in errors)
    any_ = bool(re.search(r"(?<![\w.])Any\b", bodies))
    typing = ["TYPE_CHECKING"] * ("models." in bodies) + ["Any"] * any_
    return (
        *(
            [import_line("typing", [*map(Source, typing)]), Source("")]
            if typing
            else []
        ),
        *([Source("from ._runtime import errors as _errors")] if errors else []),
        import_line("._runtime.errors", passed),
        *([_MODELS] if "models." in bodies else []),
        Source(""),
        public(error_module_names(client, errors)),
    )


_MODELS = Source("\nif TYPE_CHECKING:\n    from . import models")

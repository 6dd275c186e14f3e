"""The root of the API to `client.py`: the two clients, their options, their errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from postkiln.model.api import Api, Option, Role
from postkiln.python.emit.exports import runtime_error_names
from postkiln.python.emit.imports import client_imports
from postkiln.python.emit.methods import constant_of
from postkiln.python.emit.operations import auth_of, by_status
from postkiln.python.emit.resources import (
    Node,
    child_property,
    functions,
    typing_imports,
)
from postkiln.python.naming.env_names import NamedOption
from postkiln.python.naming.overrides import Wishes
from postkiln.python.naming.reserved import ERRORS, RESERVED, imported
from postkiln.python.naming.scope import Scope, pascal, snake
from postkiln.python.syntax.layout import (
    Bracket,
    Expression,
    call,
    dict_of,
    keyword,
    laid,
    prefixed,
    tuple_of,
)
from postkiln.python.syntax.source import (
    Source,
    code,
    docstring,
    first_paragraph,
    joined,
    literal,
    one_line,
)
from postkiln.python.view import (
    ClassView,
    Constant,
    ErrorView,
    Function,
    ResourceModule,
)

SETTINGS = (
    *("self", "super", "environment"),  # what the constructor itself names
    *("settings", "timeout", "headers", "http", "strict", "before_send"),
    *("on_difference", "on_response"),
)
"""Constructor arguments that every client has: the runtime's settings."""


def client_name(text: str) -> Source:
    """The class of the client: a name that hides nothing its modules use."""
    wished = pascal(text, lead="Api")
    candidates = (wished, code(wished, "Client"), code(wished, "Api"))
    return next(name for name in candidates if not _hides(name))


def _hides(name: Source) -> bool:
    known = RESERVED.union(runtime_error_names())
    taken = (name, f"Async{name}", f"{name}Error")
    return not known.isdisjoint(taken) or _STATUS_ERROR.fullmatch(name) is not None


_STATUS_ERROR = re.compile(r"Status\d{3}(Error)?")


Options = tuple[tuple[Option, Source], ...]
"""Each client option with the name of its constructor argument."""


def option_names(api: Api, kept: Mapping[str, str]) -> Options:
    """The options by the names that the lock keeps; it has them by hole."""
    names = Scope(SETTINGS).claim_all(
        [kept.get(option.hole) for option in api.options],
        [(snake(option.label, lead="option"),) for option in api.options],
    )
    return tuple(zip(api.options, names, strict=True))


def wished_options(options: Options, wishes: Wishes) -> Options:
    """The options by the names that are wished for."""
    names = [name for _, name in options]
    given = wishes.all([f"({name})" for name in names], names, SETTINGS)
    return tuple(
        (option, name) for (option, _), name in zip(options, given, strict=True)
    )


def client_module(
    api: Api,
    root: Node,
    options: Sequence[NamedOption],
    errors: Sequence[ErrorView],
) -> ResourceModule:
    """`client.py`. The constants are the operations of the root, then the specification."""
    constants = (
        *map(constant_of, root.methods),
        Constant(_spec(api, root.cls, options, errors)),
    )
    classes = tuple(
        _client(api, root, options, is_async=is_async) for is_async in (False, True)
    )
    later = typing_imports(root.children, ".resources.")
    return ResourceModule(
        name=Source("client"),
        docstring=docstring((_title(api), "", *_about(api)), 0),
        imports=client_imports(constants, classes, later, Source("")),
        typing_imports=later,
        constants=constants,
        classes=classes,
    )


def _title(api: Api) -> str:
    return f"{one_line(api.name, 80) or 'The API'}: the clients, sync and async."


def _about(api: Api) -> Iterable[str]:
    yield first_paragraph(api.description) or "Made from a Postman collection."


def _client(
    api: Api,
    root: Node,
    options: Sequence[NamedOption],
    *,
    is_async: bool,
) -> ClassView:
    return ClassView(
        name=code("Async", root.cls) if is_async else root.cls,
        base=imported("AsyncClient" if is_async else "SyncClient"),
        docstring=docstring(tuple(_client_says(api, options, is_async=is_async)), 4),
        functions=(
            _constructor(api, options, is_async=is_async),
            *(
                child_property(child, "self", is_async=is_async)
                for child in root.children
            ),
            *functions(root, "self", is_async=is_async),
        ),
    )


def _client_says(
    api: Api, options: Sequence[NamedOption], *, is_async: bool
) -> Iterable[str]:
    kind = "async client" if is_async else "client"
    yield f"The {kind} of {one_line(api.name, 120) or 'the API'}."
    yield ""
    yield from _variables_say(options)
    yield "Args:"
    if api.environments:
        yield "    environment: Whose values the options have that are not given."
    for each in options:
        yield f"    {each.name}: {_option_says(each.option)}"
    yield "    settings: See the settings of the runtime: timeout, headers, http, strict."


def _variables_say(options: Sequence[NamedOption]) -> Iterable[str]:
    for each in options[:1]:
        if each.variable is not None:
            yield (
                "Options that are not given are read from environment variables: "
                f"`{each.name}` from `{each.variable}`."
            )
            yield ""


_ROLES = {
    Role.HOST: "Where requests go:",
    Role.CREDENTIAL: "A credential:",
    Role.SHARED: "Used by several folders:",
}


def _option_says(option: Option) -> str:
    described = first_paragraph(option.description)
    what = described or f"{_ROLES[option.role]} `{one_line(option.label, 80)}`."
    if isinstance(option.value, str) and option.value:
        return f"{what} Default: `{one_line(option.value, 120)}`."
    return what


def _constructor(
    api: Api, options: Sequence[NamedOption], *, is_async: bool
) -> Function:
    settings = imported("AsyncSettings" if is_async else "SyncSettings")
    parameters = [
        *_environment(api),
        *(code(each.name, ": str | None = None") for each in options),
    ]
    items = (
        Source("self"),
        *((Source("*"), *parameters) if parameters else ()),
        code("**settings: ", imported("Unpack"), "[", settings, "]"),
    )
    given = dict_of((literal(each.name), each.name) for each in options)
    return Function(
        head=laid(Bracket(Source("def __init__("), items, Source(") -> None:")), 4),
        docstring=(),
        body=laid(call("super().__init__", *_handed_on(api, given)), 8),
    )


def _environment(api: Api) -> Iterable[Source]:
    """The parameter that chooses an environment; the first one is the default."""
    if api.environments:
        names = [literal(each.name) for each in api.environments]
        kinds = joined(", ", names)
        yield code("environment: ", imported("Literal"), "[", kinds, "] = ", names[0])


def _handed_on(api: Api, given: Expression) -> Iterable[Expression]:
    yield from (Source("_SPEC"), given)
    if api.environments:
        yield Source("environment=environment")
    yield Source("**settings")


def _spec(
    api: Api,
    cls: Source,
    options: Sequence[NamedOption],
    errors: Sequence[ErrorView],
) -> Source:
    given = (
        keyword("name", literal(cls)),
        *_options(options),
        *_values(api),
        *([keyword("origin", literal(api.origin))] if api.origin else []),
        *(keyword("auth", auth) for auth in auth_of(api.auth)),
        *_errors(errors),
        *([keyword("error_classes", _classes(errors))] if errors else []),
    )
    return laid(prefixed("_SPEC = ", call(imported("ClientSpec"), *given)), 0)


def _values(api: Api) -> Iterable[Expression]:
    """What options are worth in each environment, and what shadows dynamic variables."""
    if api.shadows:
        yield keyword("shadows", _texts(api.shadows))
    if api.environments:
        tables = ((literal(e.name), _texts(e.values)) for e in api.environments)
        yield keyword("environments", dict_of(tables))


def _texts(pairs: Iterable[tuple[str, str]]) -> Expression:
    return dict_of((literal(name), literal(text)) for name, text in pairs)


def _options(options: Sequence[NamedOption]) -> Iterable[Expression]:
    if options:
        yield keyword("options", tuple_of(map(_option, options)))


def _option(named: NamedOption) -> Expression:
    option, variable = named.option, named.variable
    has_default = isinstance(option.value, str)
    is_secret = option.role == "credential" or not isinstance(option.value, str | None)
    return call(
        imported("Option"),
        literal(named.name),
        literal(option.hole),
        *([literal(variable)] if variable is not None else []),
        *([keyword("default", literal(str(option.value)))] if has_default else []),
        *([keyword("secret", Source("True"))] if is_secret else []),
    )


def _errors(errors: Sequence[ErrorView]) -> Iterable[Expression]:
    types = {
        error.status: error.decoded for error in errors if error.decoded is not None
    }
    if types:
        yield keyword("errors", by_status(types))


def _classes(errors: Sequence[ErrorView]) -> Expression:
    pairs = ((literal(e.status), code(ERRORS, ".", e.name)) for e in errors)
    return dict_of(pairs)

"""The root of the API to `client.py`: the two clients, their options, their errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from postkiln.model.api import Api, ClientOption, Role
from postkiln.python.emit.exports import runtime_error_names
from postkiln.python.emit.imports import client_imports
from postkiln.python.emit.methods import constant_of
from postkiln.python.emit.modes import ASYNC, SYNC, Mode
from postkiln.python.emit.operations import auth_of, by_status
from postkiln.python.emit.resources import Node, functions, typing_imports
from postkiln.python.naming.options import NamedOption
from postkiln.python.naming.reserved import ERRORS, RESERVED, imported
from postkiln.python.naming.scope import pascal
from postkiln.python.syntax.layout import (
    Bracket,
    Expression,
    call,
    dict_of,
    keyword,
    lay_out,
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


def client_name(text: str) -> Source:
    """The class of the client: a name that hides nothing its modules use."""
    plain = pascal(text, lead="Api")
    candidates = (plain, code(plain, "Client"), code(plain, "Api"))
    return next(name for name in candidates if not _hides(name))


def _hides(name: Source) -> bool:
    known = RESERVED.union(runtime_error_names())
    taken = (name, f"Async{name}", f"{name}Error")
    return not known.isdisjoint(taken) or _STATUS_ERROR.fullmatch(name) is not None


_STATUS_ERROR = re.compile(r"Status\d{3}(Error)?")


def client_module(
    api: Api,
    root: Node,
    options: Sequence[NamedOption],
    errors: Sequence[ErrorView],
) -> ResourceModule:
    """`client.py`. The constants are the operations of the root, then the specification."""
    operations = map(constant_of, root.methods)
    constants = (*operations, Constant(_spec(api, root.cls, options, errors)))
    classes = (_client(api, root, options, SYNC), _client(api, root, options, ASYNC))
    for_checkers = typing_imports(root.children, ".resources.")
    title = f"{one_line(api.name, 80) or 'The API'}: the clients, sync and async."
    about = first_paragraph(api.description) or "Made from a Postman collection."
    return ResourceModule(
        name=Source("client"),
        docstring=docstring((title, "", about), 0),
        imports=client_imports(constants, classes, for_checkers, Source("")),
        typing_imports=for_checkers,
        constants=constants,
        classes=classes,
    )


def _client(
    api: Api, root: Node, options: Sequence[NamedOption], mode: Mode
) -> ClassView:
    constructor = _constructor(api, options, mode)
    return ClassView(
        name=mode.class_name(root.cls),
        base=mode.client,
        docstring=docstring(tuple(_client_docstring(api, options, mode)), 4),
        functions=(constructor, *functions(root, "self", mode)),
    )


def _client_docstring(
    api: Api, options: Sequence[NamedOption], mode: Mode
) -> Iterable[str]:
    yield f"The {mode.adjective}client of {one_line(api.name, 120) or 'the API'}."
    yield ""
    yield from _env_docstring(options)
    yield "Args:"
    if api.environments:
        yield "    environment: Whose values the options have that are not given."
    for each in options:
        yield f"    {each.name}: {_option_docstring(each.option)}"
    yield "    settings: See the settings of the runtime: timeout, headers, http, strict."


def _env_docstring(options: Sequence[NamedOption]) -> Iterable[str]:
    """That options are read from the environment, with the first one as the example."""
    if options and options[0].env_name is not None:
        yield (
            "Options that are not given are read from environment variables: "
            f"`{options[0].name}` from `{options[0].env_name}`."
        )
        yield ""


_ROLES = {
    Role.HOST: "Where requests go:",
    Role.CREDENTIAL: "A credential:",
    Role.SHARED: "Used by several folders:",
}


def _option_docstring(option: ClientOption) -> str:
    meaning = first_paragraph(option.description)
    if not meaning:
        meaning = f"{_ROLES[option.role]} `{one_line(option.label, 80)}`."
    if isinstance(option.value, str) and option.value:
        return f"{meaning} Default: `{one_line(option.value, 120)}`."
    return meaning


def _constructor(api: Api, options: Sequence[NamedOption], mode: Mode) -> Function:
    parameters = [*_environment(api)]
    parameters += [code(each.name, ": str | None = None") for each in options]
    if parameters:
        parameters.insert(0, Source("*"))
    settings = code("**settings: ", imported("Unpack"), "[", mode.settings, "]")
    items = (Source("self"), *parameters, settings)
    given = dict_of((literal(each.name), each.name) for each in options)
    return Function(
        head=lay_out(Bracket(Source("def __init__("), items, Source(") -> None:")), 4),
        docstring=(),
        body=lay_out(call("super().__init__", *_super_arguments(api, given)), 8),
    )


def _environment(api: Api) -> Iterable[Source]:
    """The parameter that chooses an environment; the first one is the default."""
    if api.environments:
        names = [literal(each.name) for each in api.environments]
        kinds = joined(", ", names)
        yield code("environment: ", imported("Literal"), "[", kinds, "] = ", names[0])


def _super_arguments(api: Api, given: Expression) -> Iterable[Expression]:
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
    given: list[Expression] = [keyword("name", literal(cls))]
    if options:
        given.append(keyword("options", tuple_of(map(_option, options))))
    given += _values(api)
    if api.origin:
        given.append(keyword("origin", literal(api.origin)))
    given += [keyword("auth", auth) for auth in auth_of(api.auth)]
    given += _errors(errors)
    return lay_out(prefixed("_SPEC = ", call(imported("ClientSpec"), *given)), 0)


def _values(api: Api) -> Iterable[Expression]:
    """What options are worth in each environment, and what shadows dynamic variables."""
    if api.shadows:
        yield keyword("shadows", _texts(api.shadows))
    if api.environments:
        tables = ((literal(e.name), _texts(e.values)) for e in api.environments)
        yield keyword("environments", dict_of(tables))


def _texts(pairs: Iterable[tuple[str, str]]) -> Expression:
    return dict_of((literal(name), literal(text)) for name, text in pairs)


def _option(named: NamedOption) -> Expression:
    value = named.option.value
    given: list[Expression] = [literal(named.name), literal(named.option.variable)]
    if named.env_name is not None:
        given.append(literal(named.env_name))
    if isinstance(value, str):
        given.append(keyword("default", literal(str(value))))
    has_secret = not isinstance(value, str | None)
    if has_secret or named.option.role == "credential":
        given.append(keyword("secret", Source("True")))
    return call(imported("Option"), *given)


def _errors(errors: Sequence[ErrorView]) -> Iterable[Expression]:
    """What the body of each status is decoded into, and what is raised."""
    types = {e.status: e.decoded for e in errors if e.decoded is not None}
    if types:
        yield keyword("errors", by_status(types))
    if errors:
        classes = ((literal(e.status), code(ERRORS, ".", e.name)) for e in errors)
        yield keyword("error_classes", dict_of(classes))

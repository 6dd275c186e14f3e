"""The root of the API -> `client.py`: the sync and the async client, and what they know.

What they know is `_SPEC`, a constant of both: the options, and the types of errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from postkiln.diagnostics.errors import ChoiceError
from postkiln.model.api import Api, Role, Secret
from postkiln.python.emit.docs.option_docs import option_docstring, places_of_options
from postkiln.python.emit.exports import runtime_error_names
from postkiln.python.emit.functions import constant_of
from postkiln.python.emit.imports import client_imports
from postkiln.python.emit.modes import ASYNC, SYNC, Mode
from postkiln.python.emit.operations import auth_of, by_status
from postkiln.python.emit.resources import Node, functions, typing_imports
from postkiln.python.naming.options import NamedOption
from postkiln.python.naming.reserved import ERRORS, RESERVED, imported
from postkiln.python.naming.scope import checked_name, pascal
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
from postkiln.python.types.annotations import NONE, OMIT, union
from postkiln.python.view import (
    ClassView,
    Constant,
    ErrorView,
    Function,
    ResourceModule,
)

_STATUS_ERROR = re.compile(r"Status\d{3}(Error)?")
"""The classes of statuses without a name of their own, which collections may add."""


def client_name(text: str) -> Source:
    """The class of the client: a name that hides nothing its modules use."""
    plain = pascal(text, lead="Api")
    for name in (plain, code(plain, "Client")):
        if not _hides(name):
            return name
    return code(plain, "Api")


def given_client_name(name: str | None) -> Source | None:
    """The class that the configuration names. ChoiceError where its modules use that name."""
    if name is None:
        return None
    try:
        given = checked_name(name)
    except ValueError:
        raise ChoiceError(f"class: {name!r} is no name of Python") from None
    if _hides(given) or name.startswith("_"):
        raise ChoiceError(f"class: the client cannot be {name!r}: that is taken")
    return given


def _hides(name: Source) -> bool:
    if _STATUS_ERROR.fullmatch(name):
        return True
    used = RESERVED.union(runtime_error_names())
    defined = (name, f"Async{name}", f"{name}Error")
    return not used.isdisjoint(defined)


def client_module(
    api: Api,
    root: Node,
    options: Sequence[NamedOption],
    errors: Sequence[ErrorView],
) -> ResourceModule:
    """`client.py`. The constants are the operations of the root, then the specification."""
    operations = map(constant_of, root.methods)
    spec = Constant(_spec(api, root.cls, options, errors))
    constants = (*operations, spec)
    classes = (_client(api, root, options, SYNC), _client(api, root, options, ASYNC))
    for_checkers = typing_imports(root.children, ".resources.")
    return ResourceModule(
        name=Source("client"),
        docstring=docstring(_module_docstring(api), 0),
        imports=client_imports(constants, classes, for_checkers, Source("")),
        typing_imports=for_checkers,
        constants=constants,
        classes=classes,
    )


def _module_docstring(api: Api) -> tuple[str, ...]:
    name = one_line(api.name, 80) or "The API"
    about = first_paragraph(api.description) or "Made from a Postman collection."
    return (f"{name}: the clients, sync and async.", "", about)


def _client(
    api: Api, root: Node, options: Sequence[NamedOption], mode: Mode
) -> ClassView:
    constructor = _constructor(api, options, mode)
    about = tuple(_client_docstring(api, options, mode))
    return ClassView(
        name=mode.class_name(root.cls),
        base=mode.client,
        docstring=docstring(about, 4),
        functions=(constructor, *functions(root, "self", mode)),
    )


def _client_docstring(
    api: Api, options: Sequence[NamedOption], mode: Mode
) -> Iterable[str]:
    name = one_line(api.name, 120) or "the API"
    yield f"The {mode.adjective}client of {name}."
    yield ""
    yield from _env_docstring(options)
    yield "Args:"
    if api.environments:
        yield "    environment: Whose values the options have that are not given."
    used = places_of_options(api)
    for each in options:
        yield f"    {each.name}: {option_docstring(each.option, used)}"
    yield "    settings: See the settings of the runtime: timeout, headers, http, strict."


def _env_docstring(options: Sequence[NamedOption]) -> Iterable[str]:
    """That options are read from the environment, with the first one as the example."""
    # Either all options are read from the environment or none is.
    if not options or options[0].env_name is None:
        return
    first = options[0]
    yield (
        "Options that are not given are read from environment variables: "
        f"`{first.name}` from `{first.env_name}`."
    )
    yield ""


def _constructor(api: Api, options: Sequence[NamedOption], mode: Mode) -> Function:
    named = [*_environment(api)]
    named += [_option_parameter(each) for each in options]
    if named:
        named.insert(0, Source("*"))
    settings = code("**settings: ", imported("Unpack"), "[", mode.settings, "]")
    parameters = (Source("self"), *named, settings)
    head = Bracket(Source("def __init__("), parameters, Source(") -> None:"))
    body = call("super().__init__", *_super_arguments(api, options))
    return Function(head=lay_out(head, 4), docstring=(), body=lay_out(body, 8))


def _option_parameter(named: NamedOption) -> Source:
    """The argument of an option; only what is of an address may not be left out."""
    members = [Source("str"), NONE]
    if named.option.role is not Role.HOST and not named.option.in_address:
        members.append(OMIT)
    return code(named.name, ": ", union(members), " = None")


def _environment(api: Api) -> Iterable[Source]:
    """The parameter that chooses an environment; the first one is the default."""
    if api.environments:
        names = [literal(each.name) for each in api.environments]
        annotation = code(imported("Literal"), "[", joined(", ", names), "]")
        yield code("environment: ", annotation, " = ", names[0])


def _super_arguments(api: Api, options: Sequence[NamedOption]) -> Iterable[Expression]:
    yield Source("_SPEC")
    yield dict_of((literal(each.name), each.name) for each in options)
    if api.environments:
        yield Source("environment=environment")
    yield Source("**settings")


def _spec(
    api: Api,
    cls: Source,
    options: Sequence[NamedOption],
    errors: Sequence[ErrorView],
) -> Source:
    arguments: list[Expression] = [keyword("name", literal(cls))]
    if options:
        described = tuple_of(map(_option, options))
        arguments.append(keyword("options", described))
    arguments += _values(api)
    if api.origin:
        arguments.append(keyword("origin", literal(api.origin)))
    if api.other_origins:
        arguments.append(keyword("origins", _literals(api.other_origins)))
    for auth in auth_of(api.auth):
        arguments.append(keyword("auth", auth))
    arguments += _errors(errors)
    spec = call(imported("ClientSpec"), *arguments)
    return lay_out(prefixed("_SPEC = ", spec), 0)


def _values(api: Api) -> Iterable[Expression]:
    """The values of options in each environment, and what replaces dynamic variables."""
    if api.shadows:
        yield keyword("shadows", _texts(api.shadows))
    if api.environments:
        tables: list[tuple[Source, Expression]] = []
        for each in api.environments:
            tables.append((literal(each.name), _texts(each.values)))
        yield keyword("environments", dict_of(tables))


def _texts(pairs: Iterable[tuple[str, str]]) -> Expression:
    return dict_of((literal(name), literal(text)) for name, text in pairs)


def _option(named: NamedOption) -> Expression:
    option = named.option
    arguments: list[Expression] = [literal(named.name), literal(option.variable)]
    if named.env_name is not None:
        arguments.append(literal(named.env_name))
    if isinstance(option.value, str):
        arguments.append(keyword("default", literal(option.value)))
    # A secret of the collection is no default: nobody's client may have it.
    if option.role is Role.CREDENTIAL or isinstance(option.value, Secret):
        arguments.append(keyword("secret", Source("True")))
    if not option.required:
        arguments.append(keyword("optional", Source("True")))
    if option.origins:
        arguments.append(keyword("origins", _literals(option.origins)))
    return call(imported("Option"), *arguments)


def _literals(texts: Iterable[str]) -> Expression:
    return tuple_of(map(literal, texts))


def _errors(errors: Sequence[ErrorView]) -> Iterable[Expression]:
    """What the body of each status is decoded into, and what is raised."""
    if not errors:
        return
    types: dict[int, Source] = {}
    classes: list[tuple[Source, Expression]] = []
    for each in errors:
        if each.decoded is not None:
            types[each.status] = each.decoded
        classes.append((literal(each.status), code(ERRORS, ".", each.name)))
    if types:
        yield keyword("errors", by_status(types))
    yield keyword("error_classes", dict_of(classes))

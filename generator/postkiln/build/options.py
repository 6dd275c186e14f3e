"""Which variables a client is made with, and which a call fills.

A variable is a client option when it stands for the host, for credentials, or is used in
several folders. Any other is an argument of the calls it occurs in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from postkiln.build.request import addresses
from postkiln.build.request.auth_template import AuthTemplate
from postkiln.build.request.requests import RequestTemplate, used_variables
from postkiln.build.variables import CollectionVariables, shadows_of, values_of
from postkiln.diagnostics.notices import Notice
from postkiln.lockfile.records import Lock, SecretPlace
from postkiln.model import template as templates
from postkiln.model.api import ClientOption, NamedEnvironment, Role, Secret
from postkiln.model.template import Kind, Spelling, Template, Variable, parse
from postkiln.postman.collection import Environment
from postkiln.secrets.redact import ExtractedSecret

VariableRoles = Mapping[Variable, Role]


@dataclass(frozen=True, slots=True)
class Requests:
    """All requests in document order, with what they share.

    `auth` is the collection's own, `secrets` is what was extracted and `places` where
    from. `notices` are also those of requests that cannot be sent.
    """

    requests: tuple[RequestTemplate, ...]
    auth: AuthTemplate | None
    secrets: tuple[ExtractedSecret, ...]
    places: tuple[SecretPlace, ...]
    notices: tuple[Notice, ...]

    def auths(self) -> Iterator[AuthTemplate]:
        for auth in (self.auth, *(each.auth for each in self.requests)):
            if auth is not None:
                yield auth


def roles_of(
    api: Requests, values: CollectionVariables, lock: Lock, spelling: Spelling
) -> VariableRoles:
    """The variables that are options. What the value of one names has the role of it.

    What calls gave, or a client had, before (`lock`) they still do.
    """
    worth = values.templates()
    worth |= {each.variable: parse(each.literal) for each in api.secrets}
    roles: dict[Variable, Role] = {}
    for role, names in (
        (Role.HOST, templates.variables(*_hosts(api))),
        (Role.CREDENTIAL, (*templates.variables(*_credentials(api)), *_extracted(api))),
        (Role.SHARED, tuple(_shared(api, values, lock, spelling))),
    ):
        for variable in templates.reach(names, worth):
            roles.setdefault(variable, role)
    return roles


def _hosts(api: Requests) -> Iterator[Template]:
    yield from (each.address.origin for each in api.requests)
    for auth in api.auths():
        yield from auth.addresses()


def _credentials(api: Requests) -> Iterator[Template]:
    if api.auth is not None:
        yield from api.auth.credentials()
    for request in api.requests:
        yield from request.credentials()


def _extracted(api: Requests) -> Iterator[Variable]:
    """The variables of extracted secrets that some request still has."""
    used = frozenset(used_variables(api.requests))
    return (each.variable for each in api.secrets if each.variable in used)


def _shared(
    api: Requests, values: CollectionVariables, lock: Lock, spelling: Spelling
) -> Iterator[Variable]:
    """The variables that are options for the places they are used at."""
    for auth in api.auths():
        yield from templates.variables(*auth.others())
    for variable in _across_folders(api.requests):
        if spelling.name(variable) not in lock.locals:
            yield variable
    for variable in used_variables(api.requests):
        if spelling.name(variable) in lock.options:
            yield variable
    for request in api.requests:
        for template in request.in_sight():
            yield from templates.variables_chosen(template, values.raw)


def _across_folders(requests: Sequence[RequestTemplate]) -> Iterator[Variable]:
    """The variables in sight in two folders or more; those of a path are local by nature."""
    folders: dict[Variable, int] = {}
    across: dict[Variable, None] = {}
    for each in requests:
        for variable in templates.variables(*each.in_sight()):
            first = folders.setdefault(variable, each.item.folder)
            if first != each.item.folder and variable.kind is not Kind.PATH:
                across[variable] = None
    return iter(across)


def origin_of(requests: Sequence[RequestTemplate]) -> Template:
    """The origin most requests go to, the first of equals; empty without requests."""
    counts = Counter(each.address.origin for each in requests)
    return max(counts, key=lambda origin: counts[origin], default=())


def options_of(
    roles: VariableRoles, api: Requests, values: CollectionVariables, spelling: Spelling
) -> tuple[ClientOption, ...]:
    """A client's options: hosts, then credentials, then the rest."""
    main = origin_of(api.requests)
    secrets = {each.variable: each for each in api.secrets}
    options: list[ClientOption] = []
    for variable, role in roles.items():
        name = spelling.name(variable)
        match variable.kind:
            case Kind.ORIGIN:
                is_main = main == (variable,)
                option = _origin_option(name, variable.name, is_main=is_main)
            case Kind.EXTRACTED:
                option = _secret_option(name, secrets[variable])
            case Kind.COLLECTION | Kind.PATH:
                option = _variable_option(name, variable, role, values)
        options.append(option)
    return tuple(options)


def _origin_option(name: str, origin: str, *, is_main: bool) -> ClientOption:
    label = "base url" if is_main else addresses.host_label(origin)
    return ClientOption(name, label, Role.HOST, origin)


def _secret_option(name: str, secret: ExtractedSecret) -> ClientOption:
    value = Secret(secret.literal) if secret.literal else None
    return ClientOption(name, secret.label, Role.CREDENTIAL, value)


def _variable_option(
    name: str, variable: Variable, role: Role, values: CollectionVariables
) -> ClientOption:
    return ClientOption(
        variable=name,
        label=variable.name,
        role=role,
        value=values.default(variable, role),
        description=values.description(variable),
    )


def environments_of(
    roles: VariableRoles,
    environments: Iterable[Environment],
    spelling: Spelling,
) -> tuple[NamedEnvironment, ...]:
    """What each environment says of the options, secrets left out; the first of a name."""
    named: dict[str, NamedEnvironment] = {}
    for each in environments:
        values = values_of((each,), ())
        texts: list[tuple[str, str]] = []
        for variable, role in roles.items():
            value = values.default(variable, role)
            if isinstance(value, str):
                texts.append((spelling.name(variable), value))
        environment = NamedEnvironment(each.name, (*texts, *shadows_of(values)))
        named.setdefault(each.name, environment)
    return tuple(named.values())

"""What a client is made with: hosts, credentials, and what the tables of `placement` say.

In: requests whose texts were placed. Out: the role of each variable that is an option, and
the options.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from postkiln.build.origins import Origins, credential_origins, origin_of
from postkiln.build.placement.shared import SharedLiteral
from postkiln.build.request import addresses
from postkiln.build.request.auth_template import AuthTemplate
from postkiln.build.request.decision import Becomes, Decision
from postkiln.build.request.requests import RequestTemplate, used_variables
from postkiln.build.variables import CollectionVariables, shadows_of, values_of
from postkiln.diagnostics.notices import Notice
from postkiln.lockfile.records import SecretPlace, SharedPlace
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
    from. `notices` are also those of requests that cannot be sent. `literals` are those
    that are an option, `shared` is where they are sent.
    """

    requests: tuple[RequestTemplate, ...]
    auth: AuthTemplate | None
    secrets: tuple[ExtractedSecret, ...]
    places: tuple[SecretPlace, ...]
    notices: tuple[Notice, ...]
    literals: tuple[SharedLiteral, ...] = ()
    shared: tuple[SharedPlace, ...] = ()

    def auths(self) -> Iterator[AuthTemplate]:
        for auth in (self.auth, *(each.auth for each in self.requests)):
            if auth is not None:
                yield auth


def roles_of(api: Requests, values: CollectionVariables) -> VariableRoles:
    """The variables that are options. What the value of one names has the role of it."""
    worth = values.templates()
    worth |= {each.variable: parse(each.literal) for each in api.secrets}
    roles: dict[Variable, Role] = {}
    for role, names in (
        (Role.HOST, templates.variables(*_hosts(api))),
        (Role.CREDENTIAL, (*templates.variables(*_credentials(api)), *_extracted(api))),
        (Role.SHARED, tuple(_shared(api, values))),
    ):
        for variable in templates.reach(names, worth):
            roles.setdefault(variable, role)
    return roles


def _hosts(api: Requests) -> Iterator[Template]:
    for request in api.requests:
        if request.address_variable is None:
            yield request.address.origin
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


def _shared(api: Requests, values: CollectionVariables) -> Iterator[Variable]:
    """The variables that are neither hosts nor credentials, and options all the same."""
    for auth in api.auths():
        yield from templates.variables(*auth.others())
    for request in api.requests:
        yield from _placed_as_options(request)
    for request in api.requests:
        for template in request.in_sight():
            yield from templates.variables_chosen(template, values.raw)


def _placed_as_options(request: RequestTemplate) -> Iterator[Variable]:
    for variable, decision in request.path.items():
        if decision.becomes.is_option:
            yield variable
    for text in request.texts:
        if text.decision.becomes.is_option and text.is_sent:
            yield from templates.variables(text.value)


def _decisions(requests: Iterable[RequestTemplate]) -> Mapping[Variable, Decision]:
    """What made each variable an option: the first decision that must be, else the first."""
    found: dict[Variable, Decision] = {}
    for request in requests:
        placed = list(request.path.items())
        for text in request.texts:
            placed += [(v, text.decision) for v in templates.variables(text.value)]
        for variable, decision in placed:
            known = found.get(variable)
            must_be = decision.becomes is Becomes.REQUIRED_OPTION
            is_known = known is not None and known.becomes is Becomes.REQUIRED_OPTION
            is_first = known is None and decision.becomes.is_option
            if is_first or (must_be and not is_known):
                found[variable] = decision
    return found


def usual_auth(api: Requests) -> AuthTemplate | None:
    """The collection's auth; else the one that most requests to the main origin have."""
    if api.auth is not None:
        return api.auth
    origin = origin_of(api.requests)
    auths = [each.auth for each in api.requests if each.address.origin == origin]
    counts = Counter(auth for auth in auths if auth is not None)
    return max(counts, key=lambda auth: counts[auth], default=None)


def options_of(
    roles: VariableRoles, api: Requests, values: CollectionVariables, spelling: Spelling
) -> tuple[ClientOption, ...]:
    """A client's options: hosts, then credentials, then the rest."""
    main = origin_of(api.requests)
    secrets = {each.variable: each for each in api.secrets}
    literals = {each.variable: each for each in api.literals}
    decisions = _decisions(api.requests)
    in_addresses = frozenset(_in_addresses(api.requests))
    origins = credential_origins(api.requests)
    options: list[ClientOption] = []
    for variable, role in roles.items():
        name = spelling.name(variable)
        match variable.kind:
            case Kind.ORIGIN:
                is_main = main == (variable,)
                option = _origin_option(name, variable.name, is_main=is_main)
            case Kind.EXTRACTED:
                option = _secret_option(name, secrets[variable])
            case Kind.SHARED:
                option = _literal_option(name, literals[variable])
            case Kind.COLLECTION | Kind.PATH:
                option = _variable_option(name, variable, role, values)
        option = replace(option, in_address=variable in in_addresses)
        option = _with_decision(option, decisions.get(variable))
        if role is Role.CREDENTIAL and origins.get(variable, (main,)) != (main,):
            option = replace(option, origins=_spelled(origins[variable], spelling))
        options.append(option)
    return tuple(options)


def _in_addresses(requests: Iterable[RequestTemplate]) -> Iterator[Variable]:
    for request in requests:
        yield from templates.variables(request.address.template)


def _spelled(origins: Origins, spelling: Spelling) -> tuple[str, ...]:
    return tuple(map(spelling.text, origins))


def _origin_option(name: str, origin: str, *, is_main: bool) -> ClientOption:
    label = "base url" if is_main else addresses.host_label(origin)
    return ClientOption(name, label, Role.HOST, origin)


def _with_decision(option: ClientOption, decision: Decision | None) -> ClientOption:
    """The option with the row that decided, and whether a call fails without it."""
    if decision is None:
        return option
    is_optional = option.role is Role.SHARED and decision.becomes is Becomes.OPTION
    required = option.in_address or not is_optional
    return replace(option, required=required, row=decision.row)


def _literal_option(name: str, literal: SharedLiteral) -> ClientOption:
    return ClientOption(name, literal.label, Role.SHARED, literal.literal or None)


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

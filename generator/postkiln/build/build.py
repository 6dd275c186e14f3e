"""Collection -> Api: everything a collection says, as calls, options and shapes.

`build` is the order of the passes. Each takes what those before it found and returns it
with more: an item in scope, then the template of its request, then its endpoint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from postkiln.build import options
from postkiln.build.context import Context
from postkiln.build.inherit import FolderInScope, ItemInScope, Scopes, inherit
from postkiln.build.mappings import BY_KEYS, MappingRules, with_mappings
from postkiln.build.match_lock import match_lock
from postkiln.build.options import Requests, VariableRoles
from postkiln.build.origins import origin_of, other_origins
from postkiln.build.parameters import inputs_of, roles_by_place
from postkiln.build.placement.body_table import with_selectors
from postkiln.build.placement.evidence import CollectionEvidence, evidence_of, same_call
from postkiln.build.placement.place import place, with_path_samples
from postkiln.build.placement.shared import share_literals
from postkiln.build.request import auths
from postkiln.build.request.bodies import body_of
from postkiln.build.request.requests import RequestTemplate, request_of
from postkiln.build.request.settings import behavior_notices, behavior_of
from postkiln.build.response import responses as answers
from postkiln.build.scripts import script_notices
from postkiln.build.select import select
from postkiln.build.variables import (
    CollectionVariables,
    cyclic_notices,
    shadows_of,
    used_names,
    values_of,
)
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice
from postkiln.lockfile.records import NO_LOCK, Lock
from postkiln.model.api import (
    Api,
    Body,
    Endpoint,
    LockIdentity,
    Resource,
    Role,
    Sample,
    Secret,
)
from postkiln.model.template import Kind, Spelling, Variable
from postkiln.postman.collection import Collection, Environment, Folder, Item
from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import SecretExtractor


def build(
    collection: Collection,
    *,
    environments: Sequence[Environment] = (),
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    rules: MappingRules = BY_KEYS,
    lock: Lock = NO_LOCK,
) -> Api:
    """What the API of a collection is.

    Environments say what options are worth; examples are taken from the first one that
    has a variable, then from the collection. `include` and `exclude` are patterns of
    folders or items (`Folder/Sub/Item`, with `*`, `?`, `[]`). `rules` say which objects
    are mappings. What was decided before (`lock`) stays so, whatever came or went.
    """
    scopes = inherit(collection)
    values = values_of(environments, collection.variables)
    spelling = Spelling(used_names(scopes, values))
    items, excluded = select(scopes.items, include, exclude)
    read = _read_requests(scopes, items, values, spelling, lock)
    everything = (*read.requests, *_requests_left_out(scopes, items, values, spelling))
    evidence = evidence_of([with_path_samples(each) for each in everything])
    api = _placed(read, evidence, values, lock)
    requests = api.requests
    roles = options.roles_of(api, values)
    made = _endpoints(requests, Context(roles, values, spelling, _literals(api)))
    pooled = answers.pool_errors(made.endpoints)
    endpoints = tuple(with_mappings(each, rules) for each in pooled)

    auth = options.usual_auth(api)
    own_values = values_of((), collection.variables)
    first = (*excluded, *cyclic_notices(values))
    last = _whole_notices(scopes, requests, endpoints)
    return Api(
        name=collection.name,
        description=secrets.masked(collection.root.description),
        root=_resources(scopes, requests, endpoints),
        origin=spelling.text(origin_of(requests)),
        other_origins=tuple(map(spelling.text, other_origins(requests))),
        auth=None if auth is None else auth.spelled(spelling),
        options=options.options_of(roles, api, own_values, spelling),
        environments=options.environments_of(roles, environments, spelling),
        shadows=shadows_of(own_values),
        values=_played_values(api, roles, values, spelling),
        secrets=api.places,
        notices=(*first, *api.notices, *made.notices, *last),
    )


def _read_requests(
    scopes: Scopes,
    items: Sequence[ItemInScope],
    values: CollectionVariables,
    spelling: Spelling,
    lock: Lock,
) -> Requests:
    """Those that the lock knows are read first: they decide what secrets are called."""
    extractor = SecretExtractor(lock.secrets, spelling.used)
    locked = {each.path for each in lock.items}
    read: dict[int, RequestTemplate | Notice] = {}
    for item in sorted(items, key=lambda item: item.path not in locked):
        read[item.index] = request_of(item, extractor, values, spelling)
    requests: list[RequestTemplate] = []
    notices: list[Notice] = []
    for item in items:
        match read[item.index]:
            case RequestTemplate() as request:
                requests.append(request)
                notices.extend(request.notices)
            case Notice() as left_out:
                notices.append(left_out)
    # Last, so that it shares what is written out with the requests that inherit it.
    origin = spelling.text(origin_of(requests))
    auth = auths.auth_of(scopes.folders[0].auth, extractor, origin)
    return Requests(
        tuple(requests), auth, extractor.extracted(), extractor.places(), tuple(notices)
    )


def _requests_left_out(
    scopes: Scopes,
    items: Sequence[ItemInScope],
    values: CollectionVariables,
    spelling: Spelling,
) -> Iterator[RequestTemplate]:
    """The requests that are not asked for: choosing some must not change the others."""
    chosen = {each.index for each in items}
    extractor = SecretExtractor((), spelling.used)
    for item in scopes.items:
        if item.index in chosen:
            continue
        request = request_of(item, extractor, values, spelling)
        if isinstance(request, RequestTemplate):
            yield request


def _literals(api: Requests) -> Mapping[Variable, str]:
    """What each variable of a secret stands for."""
    return {each.variable: each.literal for each in api.secrets}


def _placed(
    api: Requests, evidence: CollectionEvidence, values: CollectionVariables, lock: Lock
) -> Requests:
    """The requests, with what each of their texts becomes, and the literals that they share."""
    matched = match_lock(api.requests, lock.items)
    readable = [with_path_samples(each) for each in matched]
    shared = share_literals(place(readable, evidence, values))
    return replace(api, requests=shared.requests, literals=shared.literals)


@dataclass(frozen=True, slots=True)
class _Made:
    """The endpoints, one for each request, and the notices of making them."""

    endpoints: tuple[Endpoint, ...]
    notices: tuple[Notice, ...]


def _endpoints(requests: Sequence[RequestTemplate], context: Context) -> _Made:
    endpoints: list[Endpoint] = []
    notices: list[Notice] = []
    read = [body_of(request.item) for request in requests]
    bodies = _with_selectors(requests, [body for body, _ in read])
    for request, body, (_, body_notices) in zip(requests, bodies, read, strict=True):
        endpoint, own_notices = _endpoint(request, body, context)
        endpoints.append(endpoint)
        notices.extend((*body_notices, *own_notices))
    return _Made(tuple(endpoints), tuple(notices))


def _with_selectors(
    requests: Sequence[RequestTemplate], bodies: Sequence[Body | None]
) -> Sequence[Body | None]:
    """The bodies, each seen beside those of the same method and path."""
    groups: dict[str, list[int]] = {}
    for at, request in enumerate(requests):
        groups.setdefault(same_call(request), []).append(at)
    made = list(bodies)
    for places in groups.values():
        group = with_selectors([bodies[at] for at in places])
        for at, body in zip(places, group, strict=True):
            made[at] = body
    return made


def _endpoint(
    request: RequestTemplate, body: Body | None, context: Context
) -> tuple[Endpoint, tuple[Notice, ...]]:
    scope, item, spelling = request.item, request.item.item, context.spelling
    inputs = inputs_of(request, body, context)
    if body is not None and body.query is not None and request.graphql is not None:
        body = replace(body, query=spelling.text(request.graphql))
    responses = answers.responses_of(scope)
    endpoint = Endpoint(
        path=scope.path,
        key=scope.key,
        index=scope.index,
        method=request.method,
        url=spelling.text(request.address.template),
        description=secrets.masked(item.request.description),
        query=inputs.query,
        headers=inputs.headers,
        parameters=inputs.parameters,
        body=body,
        auth=None if request.auth is None else request.auth.spelled(spelling),
        behavior=behavior_of(scope.behavior),
        own_options=tuple(_own_options(request, context)),
        saved=responses.saved,
        identity=LockIdentity(
            id=item.id or "",
            sends=request.sent,
            shows=request.saved,
            call=request.call,
            values=tuple(roles_by_place(request).items()),
            locked=request.locked,
        ),
    )
    return endpoint, responses.notices


def _own_options(
    request: RequestTemplate, context: Context
) -> Iterator[tuple[str, Sample]]:
    """The secrets that are written out in the request, and are not their option's value."""
    for variable, literal in request.own.items():
        if literal != context.literals.get(variable):
            yield context.spelling.name(variable), Secret(literal)


def _whole_notices(
    scopes: Scopes, requests: Sequence[RequestTemplate], endpoints: Sequence[Endpoint]
) -> Iterator[Notice]:
    """What is known when all endpoints are there."""
    items = [each.item for each in requests]
    yield from auths.unsupported(items)
    above = _folders_above(scopes, items)
    for folder in scopes.folders:
        if folder.index in above:
            yield from _settings_notices(folder.path, folder.folder)
    for item in items:
        yield from _settings_notices(item.path, item.item)
    yield from answers.without_example(endpoints)
    if not endpoints:
        yield notice((), Code.EMPTY)


def _settings_notices(path: tuple[str, ...], node: Folder | Item) -> Iterator[Notice]:
    yield from script_notices(path, node.scripts, node.spot)
    yield from behavior_notices(path, node.behavior, node.spot)


def _folders_above(scopes: Scopes, items: Sequence[ItemInScope]) -> set[int]:
    """The folders with any of `items` below them, by index."""
    above = {each.folder for each in items}
    for folder in reversed(scopes.folders):  # children come after their parents
        if folder.index in above:
            above.add(folder.above)
    return above


def _resources(
    scopes: Scopes, requests: Sequence[RequestTemplate], endpoints: Sequence[Endpoint]
) -> Resource:
    """The tree of folders that have endpoints in or below them, built from the leaves."""
    own: dict[int, list[Endpoint]] = {}
    below: dict[int, list[Resource]] = {}
    for request, endpoint in zip(requests, endpoints, strict=True):
        own.setdefault(request.item.folder, []).append(endpoint)

    def resource(scope: FolderInScope) -> Resource:
        return Resource(
            path=scope.path,
            description=secrets.masked(scope.folder.description),
            endpoints=tuple(own.get(scope.index, ())),
            resources=tuple(reversed(below.get(scope.index, ()))),
            id=scope.folder.id or "",
        )

    for scope in scopes.folders[:0:-1]:
        if scope.index in own or scope.index in below:
            below.setdefault(scope.above, []).append(resource(scope))
    return resource(scopes.folders[0])


def _played_values(
    api: Requests, roles: VariableRoles, values: CollectionVariables, spelling: Spelling
) -> tuple[tuple[str, Sample], ...]:
    """What fills the variables when the collection is played back; secrets as `Secret`."""
    played = {name: values.sample(Variable(name)) for name in values.table}
    for variable, role in roles.items():
        is_own = variable.kind is Kind.COLLECTION
        if role is Role.CREDENTIAL and is_own and values.raw.get(variable.name):
            played[variable.name] = values.default(variable, role)
    for request in api.requests:
        origin = request.address.literal_origin
        if origin is not None:
            played[spelling.name(origin)] = origin.name
    for shared in api.literals:
        played[spelling.name(shared.variable)] = shared.literal
    for secret in api.secrets:
        played[spelling.name(secret.variable)] = Secret(secret.literal)
    return tuple(played.items())

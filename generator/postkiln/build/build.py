"""Collection -> Api: everything a collection says, as calls, options and shapes.

`build` is the order of the passes. Each takes what those before it found and returns it
with more: an item in scope, then the template of its request, then its endpoint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from postkiln.build import options
from postkiln.build.context import Context
from postkiln.build.inherit import ItemInScope, Scopes, inherit
from postkiln.build.mappings import BY_KEYS, MappingRules, with_mappings
from postkiln.build.match_lock import match_lock
from postkiln.build.options import Requests
from postkiln.build.origins import origin_of, other_origins
from postkiln.build.parameters import inputs_of
from postkiln.build.placement.bodies import place_all_bodies
from postkiln.build.placement.choices import (
    Choices,
    ValueTable,
    check_choices,
    choices_of,
)
from postkiln.build.placement.evidence import evidence_of
from postkiln.build.placement.place import place, with_path_samples
from postkiln.build.placement.placed_body import PlacedBody
from postkiln.build.placement.shared import share_literals
from postkiln.build.played import own_options, played_values
from postkiln.build.request import auths
from postkiln.build.request.bodies import body_of
from postkiln.build.request.requests import RequestTemplate, request_of
from postkiln.build.request.settings import behavior_notices, behavior_of
from postkiln.build.resources import folders_above, resources_of
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
from postkiln.lockfile.records import NO_LOCK, ItemPath, Lock
from postkiln.model.api import (
    Api,
    Endpoint,
    LockIdentity,
)
from postkiln.model.auth import AuthScheme
from postkiln.model.template import Spelling, Variable
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
    chosen: ValueTable = MappingProxyType({}),
) -> Api:
    """What the API of a collection is.

    Examples are taken from the first environment that has a variable, then from the
    collection. `include` and `exclude` are patterns of folders or items (`Folder/Item`,
    with `*`, `?`, `[]`). `rules` say what mappings are. What was decided before (`lock`)
    stays so, but for what is `chosen` for items; UsageError: that cannot be.
    """
    choices = choices_of(chosen)
    scopes = inherit(collection)
    values = values_of(environments, collection.variables)
    spelling = Spelling(used_names(scopes, values))
    items, excluded = select(scopes.items, include, exclude)
    read = _read_requests(scopes, items, values, spelling, lock)
    others = tuple(_requests_left_out(scopes, items, values, spelling))
    api = _placed(read, others, values, lock, choices)
    roles, requests = options.roles_of(api, values), api.requests
    context = Context(roles, values, spelling, _literals(api))
    made = _endpoints(scopes, requests, context, choices)
    endpoints = _with_mappings(made.endpoints, rules)
    own_values = values_of((), collection.variables)
    first = (*excluded, *cyclic_notices(values), *api.notices, *made.notices)
    return Api(
        name=collection.name,
        id=collection.root.id or "",
        description=secrets.masked(collection.root.description),
        root=resources_of(scopes, requests, endpoints),
        origin=spelling.text(origin_of(requests)),
        other_origins=tuple(map(spelling.text, other_origins(requests))),
        auth=_usual_auth(api, spelling),
        options=options.options_of(roles, api, own_values, spelling),
        environments=options.environments_of(roles, environments, spelling),
        shadows=shadows_of(own_values),
        values=played_values(api, roles, values, spelling),
        secrets=api.places,
        shared=api.shared,
        notices=(*first, *_whole_notices(scopes, requests, endpoints)),
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
    """What each variable of a literal stands for."""
    secret = {each.variable: each.literal for each in api.secrets}
    return secret | {each.variable: each.literal for each in api.literals}


def _placed(
    api: Requests,
    others: Sequence[RequestTemplate],
    values: CollectionVariables,
    lock: Lock,
    choices: Choices,
) -> Requests:
    """The requests, with what each of their texts becomes, and the literals that they share.

    `others` are those that are not asked for: they are evidence all the same.
    """
    everything = (*api.requests, *others)
    evidence = evidence_of([with_path_samples(each) for each in everything])
    matched = match_lock(api.requests, lock.items)
    readable = [with_path_samples(each) for each in matched]
    placed = place(readable, evidence, values, choices)
    shared = share_literals(placed, lock.shared)
    return replace(
        api,
        requests=shared.requests,
        literals=shared.literals,
        shared=shared.places,
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """The endpoints, one for each request, and the notices of making them."""

    endpoints: tuple[Endpoint, ...]
    notices: tuple[Notice, ...]


def _usual_auth(api: Requests, spelling: Spelling) -> AuthScheme | None:
    auth = options.usual_auth(api)
    return None if auth is None else auth.spelled(spelling)


def _with_mappings(
    made: Sequence[Endpoint], rules: MappingRules
) -> tuple[Endpoint, ...]:
    pooled = answers.pool_errors(made)
    return tuple(with_mappings(each, rules) for each in pooled)


def _check_choices(choices: Choices, scopes: Scopes, made: Sequence[Endpoint]) -> None:
    names: list[tuple[ItemPath, Sequence[str]]] = []
    for each in made:
        names.append((each.path, [value.name for value in each.values]))
    check_choices(choices, [each.path for each in scopes.items], names)


def _endpoints(
    scopes: Scopes,
    requests: Sequence[RequestTemplate],
    context: Context,
    choices: Choices,
) -> _Made:
    """The endpoints. UsageError: what is chosen is not there."""
    endpoints: list[Endpoint] = []
    notices: list[Notice] = []
    read = [body_of(request.item) for request in requests]
    bodies = place_all_bodies(requests, [body for body, _ in read], choices)
    for request, body, (_, body_notices) in zip(requests, bodies, read, strict=True):
        endpoint, own_notices = _endpoint(request, body, context)
        endpoints.append(endpoint)
        notices.extend((*body_notices, *own_notices))
    _check_choices(choices, scopes, endpoints)
    return _Made(tuple(endpoints), tuple(notices))


def _endpoint(
    request: RequestTemplate, placed: PlacedBody, context: Context
) -> tuple[Endpoint, tuple[Notice, ...]]:
    scope, item, spelling = request.item, request.item.item, context.spelling
    body = placed.body
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
        own_options=tuple(own_options(request, context)),
        values=(*request.values, *placed.values),
        saved=responses.saved,
        identity=LockIdentity(
            id=item.id or "",
            sends=request.sent,
            shows=request.saved,
            call=request.call,
            locked=request.locked,
        ),
    )
    return endpoint, responses.notices


def _whole_notices(
    scopes: Scopes, requests: Sequence[RequestTemplate], endpoints: Sequence[Endpoint]
) -> Iterator[Notice]:
    """What is known when all endpoints are there."""
    items = [each.item for each in requests]
    yield from auths.unsupported(items)
    above = folders_above(scopes, items)
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

"""Collection -> Api: everything a collection says, as calls, options and shapes.

The rooms' order: survey, select, drafts, placement, then one endpoint per draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from postkiln.build import options as placement
from postkiln.build import parameters
from postkiln.build.constants import constants_of
from postkiln.build.inherit import Found, Level, Survey, survey
from postkiln.build.mappings import BY_KEYS, Readings, with_mappings
from postkiln.build.match_lock import digest_of, matched, shown_of
from postkiln.build.options import Roles
from postkiln.build.parameters import Context
from postkiln.build.request import auths
from postkiln.build.request.bodies import body_of
from postkiln.build.request.requests import Draft, draft
from postkiln.build.request.settings import behavior_notices, behavior_of
from postkiln.build.response import responses as answers
from postkiln.build.scripts import script_notices
from postkiln.build.select import select
from postkiln.build.variables import Values, cyclic_notices, shadows_of, values_of
from postkiln.diagnostics.errors import Code, Notice
from postkiln.lockfile.records import NO_LOCK, ItemNames, Lock, SecretPlace
from postkiln.model.api import (
    Api,
    Body,
    BodyKind,
    Endpoint,
    Resource,
    Role,
    Sample,
    Secret,
)
from postkiln.model.auth import Auth
from postkiln.model.template import hole_name
from postkiln.postman.collection import Collection, Environment, Folder, Item
from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import Kept, Vault


def build(
    collection: Collection,
    *,
    environments: Sequence[Environment] = (),
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    readings: Readings = BY_KEYS,
    lock: Lock = NO_LOCK,
) -> Api:
    """What the API of a collection is.

    Environments say what options are worth; examples are taken from the first one that
    has a variable, then from the collection. `include` and `exclude` are patterns of
    folders or items (`Folder/Sub/Item`, with `*`, `?`, `[]`). `readings` say which objects
    are mappings. What was decided before (`lock`) stays so, whatever came or went.
    """
    whole = survey(collection)
    chosen, excluded = select(whole.found, include, exclude)
    values = values_of(environments, collection.variables)
    own = values_of((), collection.variables)
    notices = [*excluded, *cyclic_notices(values)]
    drafts = _draft_all(whole, chosen, values, lock, notices)
    pooled = answers.pool_errors(_endpoints(drafts, values, notices))
    endpoints = tuple(with_mappings(each, readings) for each in pooled)
    notices.extend(_whole_notices(whole, drafts, endpoints))
    return Api(
        name=collection.name,
        description=secrets.masked(collection.root.description),
        root=_resources(whole, drafts, endpoints),
        origin=placement.origin_of(drafts.drafts),
        auth=drafts.auth,
        options=placement.options_of(drafts.roles, drafts.drafts, drafts.kept, own),
        environments=placement.environments_of(
            drafts.roles, [(each.name, values_of((each,), ())) for each in environments]
        ),
        shadows=shadows_of(own),
        values=_played(drafts, values),
        secrets=drafts.secrets,
        notices=tuple(notices),
    )


@dataclass(frozen=True, slots=True)
class _Drafts:
    """All drafts, and what is only known when all are there."""

    drafts: tuple[Draft, ...]
    auth: Auth | None
    kept: tuple[Kept, ...]
    secrets: tuple[SecretPlace, ...]
    roles: Roles
    names: tuple[ItemNames | None, ...]


def _draft_all(
    whole: Survey,
    chosen: Sequence[Found],
    values: Values,
    lock: Lock,
    notices: list[Notice],
) -> _Drafts:
    vault = Vault(lock.secrets)
    root = auths.auth_of(whole.levels[0].auth, vault)
    drafts = _each_draft(chosen, vault, values, lock, notices)
    kept = vault.kept()
    roles = placement.roles_of(drafts, root, kept, values, lock)
    names = matched(drafts, lock.items)
    return _Drafts(drafts, root, kept, vault.places(), roles, names)


def _each_draft(
    chosen: Sequence[Found],
    vault: Vault,
    values: Values,
    lock: Lock,
    notices: list[Notice],
) -> tuple[Draft, ...]:
    """The drafts in document order. Those that the lock knows have the first word on
    what literals are called."""
    known = {item.path for item in lock.items}
    said: dict[int, list[Notice]] = {found.index: [] for found in chosen}
    drafts = {
        found.index: draft(found, vault, values, said[found.index])
        for found in sorted(chosen, key=lambda found: found.path not in known)
    }
    notices.extend(notice for each in said.values() for notice in each)
    made = (drafts[found.index] for found in chosen)
    return tuple(each for each in made if each is not None)


def _endpoints(
    drafts: _Drafts, values: Values, notices: list[Notice]
) -> tuple[Endpoint, ...]:
    constants = constants_of(drafts.drafts, drafts.names)
    return tuple(
        _endpoint(Context(each, drafts.roles, values, fixed), kept, notices)
        for each, fixed, kept in zip(
            drafts.drafts, constants, drafts.names, strict=True
        )
    )


def _endpoint(
    context: Context, kept: ItemNames | None, notices: list[Notice]
) -> Endpoint:
    draft, found = context.draft, context.draft.found
    inputs = parameters.inputs_of(context)
    return Endpoint(
        path=found.path,
        key=found.key,
        index=found.index,
        method=found.item.request.method,
        url=draft.url,
        description=secrets.masked(found.item.request.description),
        query=inputs.query,
        headers=draft.headers,
        parameters=inputs.parameters,
        body=_body(draft, notices),
        auth=draft.auth,
        behavior=behavior_of(found.behavior),
        outcomes=answers.outcomes_of(found, notices),
        examples=answers.examples_of(found.item),
        id=found.item.id or "",
        sends=digest_of(draft),
        shows=shown_of(draft),
        constants=tuple(sorted(context.constants)),
        kept=kept,
    )


def _body(draft: Draft, notices: list[Notice]) -> Body | None:
    body = body_of(draft.found, notices)
    if body is None or body.kind is not BodyKind.GRAPHQL:
        return body
    return replace(body, query=draft.graphql)


def _whole_notices(
    whole: Survey, drafts: _Drafts, endpoints: Sequence[Endpoint]
) -> Iterator[Notice]:
    """What is known when all endpoints are there."""
    yield from _level_notices(whole, drafts)
    yield from answers.without_example(endpoints)
    if not endpoints:
        text = "there is no request to call: the client has no methods"
        yield Notice((), Code.EMPTY, text)


def _level_notices(whole: Survey, drafts: _Drafts) -> list[Notice]:
    """Auths that are not spoken; scripts and settings of items and of levels above."""
    found = [each.found for each in drafts.drafts]
    notices = list(auths.unspoken(found))
    live = _live(whole, {each.level for each in found})
    for level in whole.levels:
        if level.index in live:
            notices.extend(_node_notices(level.path, level.folder))
    for each in found:
        notices.extend(_node_notices(each.path, each.item))
    return notices


def _node_notices(path: tuple[str, ...], node: Folder | Item) -> Iterator[Notice]:
    yield from script_notices(path, node.scripts, node.spot)
    yield from behavior_notices(path, node.behavior, node.spot)


def _live(whole: Survey, levels: set[int]) -> set[int]:
    """`levels` and all above them: parents come first, so one pass backwards does it."""
    live = set(levels)
    for level in reversed(whole.levels):
        if level.index in live:
            live.add(level.above)
    return live


def _resources(
    whole: Survey, drafts: _Drafts, endpoints: Sequence[Endpoint]
) -> Resource:
    """The tree of levels that have endpoints in or below them, built from the leaves."""
    own: dict[int, list[Endpoint]] = {}
    below: dict[int, list[Resource]] = {}
    for each, endpoint in zip(drafts.drafts, endpoints, strict=True):
        own.setdefault(each.found.level, []).append(endpoint)

    def resource(level: Level) -> Resource:
        return Resource(
            path=level.path,
            description=secrets.masked(level.folder.description),
            endpoints=tuple(own.get(level.index, ())),
            resources=tuple(reversed(below.get(level.index, ()))),
            id=level.folder.id or "",
        )

    for level in whole.levels[:0:-1]:
        if level.index in own or level.index in below:
            below.setdefault(level.above, []).append(resource(level))
    return resource(whole.levels[0])


def _played(drafts: _Drafts, values: Values) -> tuple[tuple[str, Sample], ...]:
    """What fills the holes when the collection is played back, secrets in their wrap."""
    played = {name: values.sample(name) for name in values.table}
    for name, role in drafts.roles.items():
        if role is Role.CREDENTIAL and values.raw.get(name):
            played[name] = values.default(name, role)
    for each in drafts.drafts:
        if each.address.literal is not None:
            played[hole_name(each.address.literal)] = each.address.literal
    played.update((each.hole, Secret(each.literal)) for each in drafts.kept)
    return tuple(played.items())

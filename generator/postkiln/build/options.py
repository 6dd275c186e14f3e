"""Which holes a client is made with, and which a call fills.

A hole is a client option when it stands for the host, for credentials, or is used in
several folders. Any other is an argument of the calls it occurs in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from postkiln.build.request import addresses, auths
from postkiln.build.request.requests import Draft
from postkiln.build.variables import Values, shadows_of
from postkiln.lockfile.records import Lock
from postkiln.model import template as templates
from postkiln.model.api import NamedEnvironment, Option, Role, Secret
from postkiln.model.auth import Auth
from postkiln.secrets.redact import Kept

Roles = Mapping[str, Role]


def roles_of(
    drafts: Sequence[Draft],
    root: Auth | None,
    kept: Sequence[Kept],
    values: Values,
    lock: Lock,
) -> Roles:
    """The holes that are options, by role. What a value names has the role of its name.

    What calls gave, or a client had, before (`lock`) they still do.
    """
    raw = {**values.raw, **{each.hole: each.literal for each in kept}}
    spoken = (root, *(each.auth for each in drafts))
    hosts = templates.holes(
        *(each.address.origin for each in drafts),
        *(text for auth in spoken for text in auths.addresses(auth)),
    )
    secret = templates.holes(
        *auths.credentials(root), *(t for each in drafts for t in each.credentials())
    )
    shared = templates.holes(*(t for auth in spoken for t in auths.manners(auth)))
    roles: dict[str, Role] = {}
    for role, names in (
        (Role.HOST, hosts),
        (Role.CREDENTIAL, (*secret, *_taken(drafts, kept))),
        (Role.SHARED, (*shared, *_used(drafts, lock), *_choosing(drafts, values.raw))),
    ):
        for name in templates.reach(names, raw):
            roles.setdefault(name, role)
    return roles


def _taken(drafts: Sequence[Draft], kept: Sequence[Kept]) -> Iterable[str]:
    """The holes of literals taken out that some request still has."""
    open_holes = {h for each in drafts for h in templates.holes(*each.openly())}
    return (each.hole for each in kept if each.hole in open_holes)


def _used(drafts: Sequence[Draft], lock: Lock) -> Iterable[str]:
    """The holes that are options for the folders they are used in."""
    yield from (name for name in _across(drafts) if name not in lock.locals)
    used = templates.holes(*(text for each in drafts for text in each.openly()))
    yield from (name for name in used if name in lock.options)


def _across(drafts: Sequence[Draft]) -> Iterable[str]:
    """The holes used openly in two folders or more; path variables are local by nature."""
    level: dict[str, int] = {}
    across: dict[str, None] = {}
    for each in drafts:
        for name in templates.holes(*each.openly()):
            if level.setdefault(name, each.found.level) != each.found.level:
                across[name] = None
    return (name for name in across if not name.startswith(":"))


def _choosing(drafts: Sequence[Draft], raw: Mapping[str, str]) -> Iterable[str]:
    """The holes of `{{{{stage}}_url}}`, where one says which variable is meant."""
    for each in drafts:
        for template in each.openly():
            for nested in _NESTED.findall(template):
                chosen = templates.fill(nested, raw, passes=1)
                yield from templates.holes(nested, chosen)


_NESTED = re.compile(r"\{\{[^{}]*(?:\{\{[^{}]*\}\}[^{}]*)+\}\}")


def origin_of(drafts: Sequence[Draft]) -> str:
    """The origin most requests go to, the first of equals; "" without requests."""
    counts = Counter(each.address.origin for each in drafts)
    return max(counts, key=lambda origin: counts[origin], default="")


def options_of(
    roles: Roles, drafts: Sequence[Draft], kept: Sequence[Kept], values: Values
) -> tuple[Option, ...]:
    """A client's options: hosts, then credentials, then the rest."""
    literals = {
        each.address.origin: each.address.literal
        for each in drafts
        if each.address.literal is not None
    }
    hosts = _host_options(literals, origin_of(drafts))
    taken = {each.hole: _credential(each) for each in kept}
    ready = {**hosts, **taken}
    return tuple(
        ready.get(name) or _variable(name, role, values) for name, role in roles.items()
    )


def environments_of(
    roles: Roles, environments: Sequence[tuple[str, Values]]
) -> tuple[NamedEnvironment, ...]:
    """What each environment says of the options, secrets left out; the first of a name."""
    named: dict[str, NamedEnvironment] = {}
    for name, values in environments:
        said = ((hole, values.default(hole, role)) for hole, role in roles.items())
        texts = (each for each in said if isinstance(each[1], str))
        pairs = tuple((hole, str(text)) for hole, text in texts)
        environment = NamedEnvironment(name, (*pairs, *shadows_of(values)))
        named.setdefault(name, environment)
    return tuple(named.values())


def _host_options(literals: Mapping[str, str], main: str) -> dict[str, Option]:
    options: dict[str, Option] = {}
    for origin, text in literals.items():
        name = templates.hole_name(text)
        label = "base url" if origin == main else addresses.host_label(text)
        options[name] = Option(name, label, Role.HOST, text)
    return options


def _credential(kept: Kept) -> Option:
    value = Secret(kept.literal) if kept.literal else None
    return Option(kept.hole, kept.label, Role.CREDENTIAL, value)


def _variable(name: str, role: Role, values: Values) -> Option:
    return Option(
        hole=name,
        label=name,
        role=role,
        value=values.default(name, role),
        description=values.description(name),
    )

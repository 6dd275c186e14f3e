"""Literals that are an option of the client: each becomes a variable.

In: requests with decisions, and what a lock has of such literals. Out: the requests, with
a variable for each, and what these variables stand for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from postkiln.build.placement.evidence import header_place, query_place
from postkiln.build.request import addresses
from postkiln.build.request.decision import Becomes
from postkiln.build.request.headers import HeaderTemplate
from postkiln.build.request.requests import QueryTemplate, RequestTemplate
from postkiln.lockfile.records import SharedPlace
from postkiln.model import template as templates
from postkiln.model.template import Kind, Spelling, Template, Variable

Use = tuple[str, Template]
"""The place of a text (`query api-version`), and the origin it is sent to."""


@dataclass(frozen=True, slots=True)
class SharedLiteral:
    """The variable of a literal, the text its option is named after, and the literal."""

    variable: Variable
    label: str
    literal: str


@dataclass(frozen=True, slots=True)
class Shared:
    """The requests with variables for shared literals, these, and where they are sent."""

    requests: tuple[RequestTemplate, ...]
    literals: tuple[SharedLiteral, ...]
    places: tuple[SharedPlace, ...]


def share_literals(
    requests: Sequence[RequestTemplate], locked: Sequence[SharedPlace] = ()
) -> Shared:
    """One variable for a key at an origin; the same literal elsewhere has the same one.

    What the lock has of a place stays so, unless two literals would be one option.
    """
    counts: dict[Use, Counter[str]] = {}
    spelled: dict[str, str] = {}
    for request in requests:
        for written in _literals(request):
            counts.setdefault(written.use, Counter())[written.literal] += 1
            spelled.setdefault(written.use[0], written.key)
    literals = {use: found.most_common(1)[0][0] for use, found in counts.items()}
    named = _named(literals, spelled, _locked_names(locked))
    shared = tuple(_with_variables(each, named) for each in requests)
    return Shared(shared, tuple(dict.fromkeys(named.values())), _places(named))


def _locked_names(locked: Sequence[SharedPlace]) -> Mapping[tuple[str, str], str]:
    """The names of variables by place and text of the origin."""
    found: dict[tuple[str, str], str] = {}
    for each in locked:
        for origin in each.origins:
            found[each.slot, origin] = each.variable
    return found


def _places(named: Mapping[Use, SharedLiteral]) -> tuple[SharedPlace, ...]:
    origins: dict[tuple[str, str], list[str]] = {}
    for (place, origin), literal in named.items():
        known = origins.setdefault((place, literal.variable.name), [])
        known.append(Spelling().text(origin))
    return tuple(
        SharedPlace(place, variable, tuple(sorted(found)))
        for (place, variable), found in origins.items()
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """A literal that is an option, and its key as the collection spells it."""

    use: Use
    key: str
    literal: str


def _literals(request: RequestTemplate) -> Iterator[_Written]:
    origin = request.address.origin
    for item in request.query:
        literal = _literal(item)
        if literal is not None:
            yield _Written((query_place(item.key), origin), item.key, literal)
    for header in request.headers:
        literal = _literal(header)
        if literal is not None:
            yield _Written((header_place(header.name), origin), header.name, literal)


def _literal(text: QueryTemplate | HeaderTemplate) -> str | None:
    """What is written where an option stands; None where that is a variable."""
    is_option = text.decision.becomes in (Becomes.OPTION, Becomes.REQUIRED_OPTION)
    value = text.value or ()
    if not is_option or templates.is_open(value):
        return None
    return templates.literal(value).strip()


def _named(
    literals: Mapping[Use, str],
    spelled: Mapping[str, str],
    locked: Mapping[tuple[str, str], str],
) -> dict[Use, SharedLiteral]:
    """The variables, those of the lock first.

    `spelled` are the keys by place: no two places differ in the case of a header only.
    """
    scope = _Names(spelled, set(locked.values()))
    named: dict[Use, SharedLiteral] = {}
    for is_locked in (True, False):
        for (place, origin), literal in literals.items():
            text = Spelling().text(origin)
            name = locked.get((place, text), "")
            if bool(name) is is_locked:
                named[place, origin] = scope.literal(place, text, literal, name)
    return {use: named[use] for use in literals}


class _Names:
    """The variables of literals: of a key the first is named after it alone."""

    def __init__(self, spelled: Mapping[str, str], locked: set[str]) -> None:
        self._spelled = spelled
        self._locked = locked
        self._found: dict[str, SharedLiteral] = {}
        self._by_literal: dict[tuple[str, str], SharedLiteral] = {}

    def literal(
        self, place: str, origin: str, literal: str, locked: str
    ) -> SharedLiteral:
        """The variable of a literal at a place; `locked` is its name, if it has one."""
        kind, _, key = place.partition(" ")
        known = self._by_literal.get((place, literal))
        if known is not None and locked in ("", known.variable.name):
            return known
        plain = templates.without_braces(f"{kind}:{key}")
        qualified = templates.without_braces(f"{kind}:{key}@{origin}")
        name = locked
        if not name or name in self._found:  # in the lock they were one literal
            is_free = plain not in self._found and plain not in self._locked
            name = plain if is_free else qualified
        label = self._spelled[place]
        if name != plain:
            host = addresses.host_label(templates.without_braces(origin))
            label = f"{host.removesuffix(' url')} {label}"
        made = SharedLiteral(Variable(name, Kind.SHARED), label, literal)
        self._found[name] = made
        self._by_literal[place, literal] = made
        return made


def _with_variables(
    request: RequestTemplate, named: Mapping[Use, SharedLiteral]
) -> RequestTemplate:
    origin = request.address.origin
    query: list[QueryTemplate] = []
    for item in request.query:
        if _literal(item) is not None:
            variable = named[query_place(item.key), origin].variable
            item = replace(item, value=(variable,))
        query.append(item)
    headers: list[HeaderTemplate] = []
    for header in request.headers:
        if _literal(header) is not None:
            variable = named[header_place(header.name), origin].variable
            header = replace(header, value=(variable,))
        headers.append(header)
    return replace(request, query=tuple(query), headers=tuple(headers))

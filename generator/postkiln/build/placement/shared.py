"""Literals that are an option of the client: each becomes a variable.

In: requests with decisions. Out: the requests, with a variable for each such literal, and
what these variables stand for.
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
    """The requests with variables for shared literals, and these."""

    requests: tuple[RequestTemplate, ...]
    literals: tuple[SharedLiteral, ...]


def share_literals(requests: Sequence[RequestTemplate]) -> Shared:
    """One variable for a key at an origin; the same literal elsewhere has the same one."""
    counts: dict[Use, Counter[str]] = {}
    spelled: dict[str, str] = {}
    for request in requests:
        for written in _literals(request):
            counts.setdefault(written.use, Counter())[written.literal] += 1
            spelled.setdefault(written.use[0], written.key)
    literals = {use: found.most_common(1)[0][0] for use, found in counts.items()}
    named = _named(literals, spelled)
    shared = tuple(_with_variables(each, named) for each in requests)
    return Shared(shared, tuple(dict.fromkeys(named.values())))


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
    literals: Mapping[Use, str], spelled: Mapping[str, str]
) -> dict[Use, SharedLiteral]:
    """The variables; a second literal of a key is named after its origin, too.

    `spelled` are the keys by place: no two places differ in the case of a header only.
    """
    named: dict[Use, SharedLiteral] = {}
    first: dict[str, SharedLiteral] = {}
    for (place, origin), literal in literals.items():
        kind, _, key = place.partition(" ")
        known = first.get(place)
        if known is None:
            known = SharedLiteral(_variable(kind, key), spelled[place], literal)
            first[place] = known
        elif known.literal != literal:
            host = addresses.host_label(Spelling().text(origin)).removesuffix(" url")
            variable = _variable(kind, f"{key}@{host}")
            known = SharedLiteral(variable, f"{host} {spelled[place]}", literal)
        named[place, origin] = known
    return named


def _variable(kind: str, key: str) -> Variable:
    return Variable(templates.without_braces(f"{kind}:{key}"), Kind.SHARED)


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

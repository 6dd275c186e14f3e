"""Endpoints to operations: the module constant that describes each request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import LiteralString

from postkiln.model.api import Body, BodyKind, Endpoint, FormField, QueryEntry
from postkiln.model.auth import AuthScheme, RequestBehavior, TokenGrant
from postkiln.model.auth_types import AUTH_TYPES
from postkiln.python.naming.reserved import imported
from postkiln.python.naming.scope import snake
from postkiln.python.syntax.layout import (
    Expression,
    call,
    dict_of,
    keyword,
    lay_out,
    prefixed,
    tuple_of,
)
from postkiln.python.syntax.source import Source, code, literal


def operation(
    endpoint: Endpoint,
    *,
    name: Source,
    answer: Source,
    outcomes: Mapping[int, Source],
    order: tuple[str, ...] = (),
) -> Source:
    """`_NAME: Operation[answer] = Operation(...)`, laid out.

    `outcomes` are types by status, `order` the fields of its form, where their class has
    them in another.
    """
    given = (
        keyword("name", literal("/".join(endpoint.path))),
        keyword("method", literal(endpoint.method)),
        keyword("url", literal(endpoint.url)),
        *_query(endpoint.query),
        *_headers(endpoint.headers),
        *_body(endpoint.body, order),
        *(keyword("auth", auth) for auth in auth_of(endpoint.auth)),
        *_behavior(endpoint.behavior),
        *_outcomes(outcomes),
        *_stream(endpoint),
    )
    kind = imported("Operation")
    head = code(name, ": ", kind, "[", answer, "] = ")
    return lay_out(prefixed(head, call(kind, *given)), 0)


def _stream(endpoint: Endpoint) -> Iterable[Expression]:
    if endpoint.streamed:
        yield keyword("stream", literal(str(endpoint.streamed)))


def _query(entries: tuple[QueryEntry, ...]) -> Iterable[Expression]:
    if entries:
        yield keyword("query", tuple_of(map(_query_entry, entries)))


def _query_entry(entry: QueryEntry) -> Expression:
    if not entry.fixed:
        return call(imported("Query"), literal(entry.key))
    return call(imported("Query"), literal(entry.key), literal(entry.default))


def _headers(headers: tuple[tuple[str, str], ...]) -> Iterable[Expression]:
    if headers:
        yield keyword("headers", tuple_of(map(_header, headers)))


def _header(header: tuple[str, str]) -> Expression:
    return tuple_of(map(literal, header))


def _body(body: Body | None, order: tuple[str, ...]) -> Iterable[Expression]:
    match body:
        case None:
            return
        case Body(kind=BodyKind.FORM):
            yield keyword("body", call(imported("FormBody"), *_ordered(order)))
        case Body(kind=BodyKind.MULTIPART):
            yield keyword("body", _multipart(body, order))
        case _:
            yield keyword("body", _BODIES[body.kind](body))


def _ordered(order: tuple[str, ...]) -> Iterable[Expression]:
    if order:
        yield keyword("order", tuple_of(map(literal, order)))


def _json(body: Body) -> Expression:
    return call(imported("JsonBody"), *_media_type(body, "application/json"))


def _plain(body: Body) -> Expression:
    return call(imported("TextBody"), *_media_type(body, "text/plain"))


def _multipart(body: Body, order: tuple[str, ...]) -> Expression:
    given: list[Expression] = []
    special = [_part(f) for f in body.fields if f.is_file or f.content_type]
    if special:
        given.append(tuple_of(special))
    return call(imported("MultipartBody"), *given, *_ordered(order))


def _graphql(body: Body) -> Expression:
    given = [literal(body.query)]
    if body.operation_name:
        given.append(literal(body.operation_name))
    return call(imported("GraphqlBody"), *given)


_BODIES: Mapping[BodyKind, Callable[[Body], Expression]] = {
    BodyKind.JSON: _json,
    BodyKind.TEXT: _plain,
    BodyKind.FILE: lambda _: call(imported("FileBody")),
    BodyKind.GRAPHQL: _graphql,
}


def _media_type(body: Body, usual: LiteralString) -> Iterable[Expression]:
    if body.media_type not in (None, usual):
        yield literal(body.media_type)


def _part(field: FormField) -> Expression:
    given: list[Expression] = [literal(field.key)]
    if field.is_file:
        given.append(keyword("is_file", Source("True")))
    if field.content_type:
        given.append(keyword("content_type", literal(field.content_type)))
    return call(imported("Part"), *given)


def auth_of(auth: AuthScheme | None) -> Iterable[Expression]:
    """The constructor call of an auth; nothing for none."""
    if auth is not None:
        kind = AUTH_TYPES[auth.kind]
        given: list[Expression] = [literal(auth.get(n)) for n in kind.positional]
        given += _keywords(
            each for each in auth.parameters if each[0] not in kind.positional
        )
        given += _grant(auth.grant)
        yield call(imported(kind.constructor), *given)


def _grant(grant: TokenGrant | None) -> Iterable[Expression]:
    if grant is not None:
        yield keyword("grant", call(imported("Grant"), *_keywords(grant.parameters)))


def _keywords(parameters: Iterable[tuple[str, str | bool]]) -> Iterable[Expression]:
    """Parameters by names that the model has from its own tables."""
    for name, value in parameters:
        yield keyword(snake(name, lead="value"), literal(value))


def _behavior(behavior: RequestBehavior) -> Iterable[Expression]:
    """Only what is not usual is written."""
    usual = RequestBehavior()
    given: list[Expression] = []
    for each in fields(behavior):
        value = getattr(behavior, each.name)
        if value != getattr(usual, each.name):
            name = snake(each.name, lead="value")
            given.append(keyword(name, _setting(value)))
    if given:
        yield keyword("behavior", call(imported("Behavior"), *given))


def _setting(value: bool | int | tuple[str, ...]) -> Expression:
    if isinstance(value, tuple):
        return tuple_of(map(literal, value))
    return literal(value)


def _outcomes(outcomes: Mapping[int, Source]) -> Iterable[Expression]:
    if outcomes:
        yield keyword("outcomes", by_status(outcomes))


def by_status(types: Mapping[int, Source]) -> Expression:
    """`lambda: {200: ...}`: the models load when the first answer comes."""
    pairs = ((literal(status), types[status]) for status in sorted(types))
    return prefixed("lambda: ", dict_of(pairs))

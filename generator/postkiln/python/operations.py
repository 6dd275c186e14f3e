"""Endpoints to operations: the module constant that describes each request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import LiteralString

from postkiln.model.api import Auth, Body, BodyKind, Endpoint, FormField, Query
from postkiln.python.layout import (
    Expression,
    call,
    dict_of,
    keyword,
    laid,
    prefixed,
    tuple_of,
)
from postkiln.python.source import Source, code, literal


def operation(
    endpoint: Endpoint, name: Source, answer: Source, outcomes: Mapping[int, Source]
) -> Source:
    """`_NAME: Operation[answer] = Operation(...)`, laid out."""
    given = (
        keyword("name", literal("/".join(endpoint.path))),
        keyword("method", literal(endpoint.method)),
        keyword("url", literal(endpoint.url)),
        *_query(endpoint.query),
        *_headers(endpoint.headers),
        *_body(endpoint.body),
        *(keyword("auth", auth) for auth in auth_of(endpoint.auth)),
        *_outcomes(outcomes),
    )
    head = code(name, ": Operation[", answer, "] = ")
    return laid(prefixed(head, call("Operation", *given)), 0)


def _query(entries: tuple[Query, ...]) -> Iterable[Expression]:
    if entries:
        yield keyword("query", tuple_of(map(_query_entry, entries)))


def _query_entry(entry: Query) -> Expression:
    default = (literal(entry.default),) if entry.fixed else ()
    return call("Query", literal(entry.key), *default)


def _headers(headers: tuple[tuple[str, str], ...]) -> Iterable[Expression]:
    if headers:
        pairs = (tuple_of((literal(name), literal(value))) for name, value in headers)
        yield keyword("headers", tuple_of(pairs))


def _body(body: Body | None) -> Iterable[Expression]:
    if body is not None:
        yield keyword("body", _BODIES[body.kind](body))


def _json(body: Body) -> Expression:
    return call("JsonBody", *_media_type(body, "application/json"))


def _plain(body: Body) -> Expression:
    return call("TextBody", *_media_type(body, "text/plain"))


def _multipart(body: Body) -> Expression:
    special = tuple_of(_part(f) for f in body.fields if f.is_file or f.content_type)
    return call("MultipartBody", *((special,) if special.items else ()))


def _graphql(body: Body) -> Expression:
    named = (literal(body.operation_name),) if body.operation_name else ()
    return call("GraphqlBody", literal(body.query), *named)


_BODIES: Mapping[BodyKind, Callable[[Body], Expression]] = {
    BodyKind.JSON: _json,
    BodyKind.TEXT: _plain,
    BodyKind.FORM: lambda _: call("FormBody"),
    BodyKind.MULTIPART: _multipart,
    BodyKind.FILE: lambda _: call("FileBody"),
    BodyKind.GRAPHQL: _graphql,
}


def _media_type(body: Body, usual: LiteralString) -> tuple[Expression, ...]:
    return () if body.media_type in (None, usual) else (literal(body.media_type),)


def _part(field: FormField) -> Expression:
    return call(
        "Part",
        literal(field.key),
        *((keyword("is_file", Source("True")),) if field.is_file else ()),
        *(
            (keyword("content_type", literal(field.content_type)),)
            if field.content_type
            else ()
        ),
    )


def auth_of(auth: Auth | None) -> Iterable[Expression]:
    """The constructor call of an auth; nothing for none."""
    if auth is not None:
        constructor, names = _AUTHS[auth.kind]
        given = (literal(auth.get(name)) for name in names)
        yield call(constructor, *given, *_in_query(auth))


_AUTHS: Mapping[str, tuple[Source, tuple[str, ...]]] = {
    "basic": (Source("Basic"), ("username", "password")),
    "bearer": (Source("Bearer"), ("token",)),
    "apikey": (Source("ApiKey"), ("key", "value")),
    "oauth2": (Source("OAuth2"), ("token", "prefix")),
}


def _in_query(auth: Auth) -> tuple[Expression, ...]:
    return (literal("query"),) if auth.get("in") == "query" else ()


def _outcomes(outcomes: Mapping[int, Source]) -> Iterable[Expression]:
    if outcomes:
        yield keyword("outcomes", by_status(outcomes))


def by_status(types: Mapping[int, Source]) -> Expression:
    """`lambda: {200: ...}`: the models load when the first answer comes."""
    pairs = ((literal(status), types[status]) for status in sorted(types))
    return prefixed("lambda: ", dict_of(pairs))

"""Endpoints to operations: the module constant that describes each request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import LiteralString

from postkiln.model.api import (
    Body,
    BodyKind,
    Endpoint,
    FormField,
    HeaderEntry,
    Parameter,
    Place,
    QueryEntry,
    Sample,
)
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
from postkiln.python.types.forms import spreads


def operation(
    endpoint: Endpoint,
    *,
    name: Source,
    answer: Source,
    outcomes: Mapping[int, Source],
) -> Source:
    """`_NAME: Operation[answer] = Operation(...)`, laid out; `outcomes` are by status."""
    given = (
        keyword("name", literal("/".join(endpoint.path))),
        keyword("method", literal(endpoint.method)),
        keyword("url", literal(endpoint.url)),
        *_query(endpoint),
        *_headers(endpoint.headers),
        *_body(endpoint.body),
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


def _query(endpoint: Endpoint) -> Iterable[Expression]:
    if endpoint.query:
        samples = _samples_by_key(endpoint.parameters)
        places = [_query_entry(each, samples) for each in endpoint.query]
        yield keyword("query", tuple_of(places))


def _samples_by_key(
    parameters: Iterable[Parameter],
) -> Mapping[str, Iterator[Sample]]:
    """The item's own values of each query key: the next is that of its next place."""
    query = (each for each in parameters if each.place is Place.QUERY)
    return {each.key: iter(each.samples) for each in query}


def _query_entry(
    entry: QueryEntry, samples: Mapping[str, Iterator[Sample]]
) -> Expression:
    given: list[Expression] = [literal(entry.key)]
    sample = next(samples.get(entry.key, iter(())), "")
    if entry.fixed:
        given.append(literal(entry.default))
    elif sample is None:  # the key alone, without `=`
        given.append(keyword("is_bare", Source("True")))
    return call(imported("Query"), *given)


def _headers(headers: tuple[HeaderEntry, ...]) -> Iterable[Expression]:
    if headers:
        yield keyword("headers", tuple_of(map(_header, headers)))


def _header(header: HeaderEntry) -> Expression:
    value = imported("OMIT") if header.value is None else literal(header.value)
    return tuple_of((literal(header.name), value))


def _body(body: Body | None) -> Iterable[Expression]:
    if body is not None:
        yield keyword("body", _BODIES[body.kind](body))


def _json(body: Body) -> Expression:
    given = [*_media_type(body, "application/json")]
    if spreads(body):
        given.append(keyword("is_object", Source("True")))
    return call(imported("JsonBody"), *given, *_selectors(body))


def _plain(body: Body) -> Expression:
    given = [*_media_type(body, "text/plain")]
    if body.default is not None:
        given.append(keyword("default", literal(body.default)))
    return call(imported("TextBody"), *given)


def _form(body: Body) -> Expression:
    return call(imported("FormBody"), *_selectors(body))


def _multipart(body: Body) -> Expression:
    given: list[Expression] = []
    special = [_part(f) for f in body.fields if f.is_file or f.content_type]
    if special:
        given.append(tuple_of(special))
    return call(imported("MultipartBody"), *given, *_selectors(body))


def _selectors(body: Body) -> Iterable[Expression]:
    """The literals that the signature has as defaults."""
    pairs = [tuple_of((literal(s.key), literal(s.value))) for s in body.selectors]
    if pairs:
        yield keyword("selectors", tuple_of(pairs))


def _graphql(body: Body) -> Expression:
    given = [literal(body.query)]
    if body.operation_name:
        given.append(literal(body.operation_name))
    return call(imported("GraphqlBody"), *given)


_BODIES: Mapping[BodyKind, Callable[[Body], Expression]] = {
    BodyKind.JSON: _json,
    BodyKind.TEXT: _plain,
    BodyKind.FORM: _form,
    BodyKind.MULTIPART: _multipart,
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

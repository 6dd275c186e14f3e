"""A call as the client is given it -> its conversation. The same for both clients."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from .answers import Decoding, failure, result, succeeded
from .arguments import Arguments
from .auths import OAuth2
from .body import body_for
from .build import build
from .errors import StatusError
from .exchange import Conversation, Line, exchange
from .operation import ClientSpec, Operation, Query
from .options import Values
from .settings import Settings
from .streams import Source
from .templates import Lookup, holes
from .tokens import Tokens


@dataclass(frozen=True, slots=True)
class Call:
    """An operation with its arguments, and headers of this call alone."""

    operation: Operation[Any]
    arguments: Arguments
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


def unlisted(spec: ClientSpec, method: str, path: str, body: object) -> Operation[Any]:
    """The operation of a request that the collection lacks: `path` at the API's origin."""
    # Braces are no holes here: a path may hold what others wrote, and options are secret.
    literal = path.replace("{", "%7B").replace("}", "%7D").partition("#")[0]
    place, mark, query = literal.partition("?")
    slash = "" if place.startswith("/") else "/"
    return Operation(
        name=f"{method} {place}",
        method=method,
        url=f"{spec.origin}{slash}{place}",
        query=tuple(_query(item) for item in query.split("&")) if mark else (),
        auth=spec.auth,
        body=body_for(body),
    )


def _query(item: str) -> Query:
    key, equals, value = item.partition("=")
    return Query(key, value if equals else None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What one client gives to each of its calls."""

    spec: ClientSpec
    values: Values = field(repr=False)
    settings: Settings = field(repr=False)
    line: Line = field(repr=False)
    tokens: Tokens = field(repr=False)


def conversation(call: Call, terms: Terms) -> Conversation[Any]:
    """The result of a call. A fetched token that is refused is fetched anew, once."""
    given = _grant_of(call, terms)
    if given is None:
        return (yield from _answered(call, terms, terms.values))
    auth, lookup = given
    for is_last in (False, True):
        text = yield from terms.tokens.token(auth, lookup, terms.line)
        try:
            values = terms.values.having(holes(auth.token), text)
            return (yield from _answered(call, terms, values))
        except StatusError as error:
            if error.status != 401 or is_last:
                raise
            terms.tokens.forget(text)
    raise AssertionError("the loop returns or raises")


def _grant_of(call: Call, terms: Terms) -> tuple[OAuth2, Lookup] | None:
    """The auth whose token has to be fetched, because the client has none."""
    auth, lookup = call.operation.auth, terms.values.lookup(call.operation.name)
    if not isinstance(auth, OAuth2) or auth.grant is None:
        return None
    missing = any(hole in terms.values.missing for hole in holes(auth.token))
    return (auth, lookup) if missing else None


def _answered(call: Call, terms: Terms, values: Values) -> Conversation[Any]:
    settings, operation = terms.settings, call.operation
    request = build(
        operation,
        call.arguments,
        values,
        agent=_agent(terms.spec.name),
        extra={**settings.get("headers", {}), **call.headers},
    )
    last, response = yield from exchange(operation, request, terms.line)
    if "on_response" in settings:
        settings["on_response"](response)
    if succeeded(operation, response.status_code):
        strict, hook = settings.get("strict", False), settings.get("on_difference")
        decoding = Decoding(strict, hook)
        if operation.stream:
            return Source(operation, response, decoding, last.label)
        return result(operation, response, decoding)
    raise failure(operation, terms.spec, response, last.label)


def line_of(
    settings: Settings, cookies: httpx2.Cookies, headers: httpx2.Headers
) -> Line:
    """What a client adds to its requests, by its settings and its httpx2 client."""
    if "timeout" not in settings:
        return Line(cookies, headers)
    return Line(cookies, headers, httpx2.Timeout(settings["timeout"]))


def _agent(name: str) -> str:
    """The User-Agent: the client's name in the characters that a product name may have."""
    product = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-")
    return f"{product}-python" if product else "python"

"""A call as the client is given it -> its conversation. The same for both clients."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from ..auth.flow import Reply
from ..auth.oauth2 import OAuth2
from ..operation import ClientSpec, Operation
from ..options import Values
from ..prepare import request_flow
from ..request.arguments import Arguments
from ..request.body import body_for
from ..request.spec import Query
from ..response.answers import Decoding, failure, result, succeeded
from ..response.streams import Source
from ..settings import Settings
from ..template.fill import Lookup, holes
from .exchange import Conversation, Line, exchange
from .redirects import refusal
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
    """The result of a call."""
    grant = _grant_of(call, terms)
    if grant is None:
        reply = yield from _exchanged(call, terms, terms.values)
    else:
        reply = yield from _with_token(call, terms, *grant)
    return _outcome(call, terms, reply)


def _grant_of(call: Call, terms: Terms) -> tuple[OAuth2, Lookup] | None:
    """The auth whose token has to be fetched, because the client has none."""
    auth, lookup = call.operation.auth, terms.values.lookup(call.operation.name)
    if not isinstance(auth, OAuth2) or auth.grant is None:
        return None
    missing = any(hole in terms.values.missing for hole in holes(auth.token))
    return (auth, lookup) if missing else None


def _with_token(
    call: Call, terms: Terms, auth: OAuth2, lookup: Lookup
) -> Conversation[Reply]:
    """The exchange of a call with a fetched token; one that is refused is fetched anew."""
    token = yield from terms.tokens.token(auth, lookup, terms.line)
    values = terms.values.having(holes(auth.token), token)
    reply = yield from _exchanged(call, terms, values)
    if reply.response.status_code != 401 or reply.request.is_away:
        return reply
    terms.tokens.forget(token)
    token = yield from terms.tokens.token(auth, lookup, terms.line)
    values = terms.values.having(holes(auth.token), token)
    return (yield from _exchanged(call, terms, values))


def _exchanged(call: Call, terms: Terms, values: Values) -> Conversation[Reply]:
    flow = request_flow(
        call.operation,
        call.arguments,
        values,
        agent=_agent(terms.spec.name),
        extra={**terms.settings.get("headers", {}), **call.headers},
    )
    return (yield from exchange(call.operation, flow, terms.line))


def _outcome(call: Call, terms: Terms, reply: Reply) -> Any:
    """What the caller gets: a result, or an error."""
    settings, operation = terms.settings, call.operation
    last, response = reply.request, reply.response
    if "on_response" in settings:
        settings["on_response"](response)
    if not succeeded(operation, response.status_code):
        location = response.headers.get("location")
        detail = refusal(last, response.status_code, location)
        raise failure(operation, terms.spec, response, last.label, detail)
    decoding = Decoding(settings.get("strict", False), settings.get("on_difference"))
    if operation.stream:
        return Source(operation, response, decoding, last.label)
    return result(operation, response, decoding)


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

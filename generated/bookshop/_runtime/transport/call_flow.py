"""A call of a client -> its flow of steps, the same for the sync and the async client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from ..auth.flow import Reply
from ..auth.oauth2 import OAuth2
from ..operation import ClientSpec, Operation
from ..options import OptionValues
from ..prepare import request_flow
from ..request.arguments import Arguments
from ..request.body import body_for
from ..request.spec import Query
from ..response.answers import Decoding, failure, result, succeeded
from ..response.streams import StreamedResponse
from ..settings import ClientSettings
from ..template.fill import Lookup, variables_in
from .exchange import TransportDefaults, exchange
from .redirects import why_not_followed
from .steps import CallFlow
from .tokens import Tokens


@dataclass(frozen=True, slots=True)
class Call:
    """An operation with its arguments, and headers of this call alone."""

    operation: Operation[Any]
    arguments: Arguments
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


def ad_hoc_operation(
    spec: ClientSpec, method: str, path: str, body: object
) -> Operation[Any]:
    """The operation of a request that the collection lacks: `path` at the API's origin."""
    # Braces are no variables here: a path may hold what others wrote, and options are secret.
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
class ClientContext:
    """What a client gives to each of its calls."""

    spec: ClientSpec
    values: OptionValues = field(repr=False)
    settings: ClientSettings = field(repr=False)
    defaults: TransportDefaults = field(repr=False)
    tokens: Tokens = field(repr=False)


def call_flow(call: Call, context: ClientContext) -> CallFlow[Any]:
    """The result of a call."""
    grant = _grant_of(call, context)
    if grant is None:
        reply = yield from _exchange(call, context, context.values)
    else:
        reply = yield from _with_token(call, context, *grant)
    return _outcome(call, context, reply)


def _grant_of(call: Call, context: ClientContext) -> tuple[OAuth2, Lookup] | None:
    """The auth whose token has to be fetched, because the client has none."""
    auth, lookup = call.operation.auth, context.values.lookup(call.operation.name)
    if not isinstance(auth, OAuth2) or auth.grant is None:
        return None
    missing = any(each in context.values.missing for each in variables_in(auth.token))
    return (auth, lookup) if missing else None


def _with_token(
    call: Call, context: ClientContext, auth: OAuth2, lookup: Lookup
) -> CallFlow[Reply]:
    """The exchange of a call with a fetched token; one that is refused is fetched anew."""
    token = yield from context.tokens.token(auth, lookup, context.defaults)
    values = context.values.with_secret(variables_in(auth.token), token)
    reply = yield from _exchange(call, context, values)
    if reply.response.status_code != 401 or reply.request.left_origin:
        return reply
    context.tokens.forget(token)
    token = yield from context.tokens.token(auth, lookup, context.defaults)
    values = context.values.with_secret(variables_in(auth.token), token)
    return (yield from _exchange(call, context, values))


def _exchange(
    call: Call, context: ClientContext, values: OptionValues
) -> CallFlow[Reply]:
    flow = request_flow(
        call.operation,
        call.arguments,
        values,
        agent=_agent(context.spec.name),
        extra={**context.settings.get("headers", {}), **call.headers},
    )
    return (yield from exchange(call.operation, flow, context.defaults))


def _outcome(call: Call, context: ClientContext, reply: Reply) -> Any:
    """What the caller gets: a result, or an error."""
    settings, operation = context.settings, call.operation
    last, response = reply.request, reply.response
    if "on_response" in settings:
        settings["on_response"](response)
    if not succeeded(operation, response.status_code):
        location = response.headers.get("location")
        detail = why_not_followed(last, response.status_code, location)
        raise failure(operation, context.spec, response, last.label, detail)
    decoding = Decoding(settings.get("strict", False), settings.get("on_difference"))
    if operation.stream:
        return StreamedResponse(operation, response, decoding, last.label)
    return result(operation, response, decoding)


def transport_defaults(
    settings: ClientSettings, cookies: httpx2.Cookies, headers: httpx2.Headers
) -> TransportDefaults:
    """What a client adds to its requests, by its settings and its httpx2 client."""
    if "timeout" not in settings:
        return TransportDefaults(cookies, headers)
    return TransportDefaults(cookies, headers, httpx2.Timeout(settings["timeout"]))


def _agent(name: str) -> str:
    """The User-Agent: the client's name in the characters that a product name may have."""
    product = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-")
    return f"{product}-python" if product else "python"

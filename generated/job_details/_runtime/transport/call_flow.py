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
from ..template.fill import variables_in
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
    literal = path.replace("{", "%7B").replace("}", "%7D")
    before_fragment, _, _ = literal.partition("#")
    place, mark, text = before_fragment.partition("?")
    query: tuple[Query, ...] = ()
    if mark:
        query = tuple(map(_query, text.split("&")))
    return Operation(
        name=f"{method} {place}",
        method=method,
        url=f"{spec.origin}/{place.removeprefix('/')}",
        query=query,
        auth=spec.auth,
        body=body_for(body),
    )


def _query(item: str) -> Query:
    key, equals, value = item.partition("=")
    if not equals:
        return Query(key, None)
    return Query(key, value)


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
    auth = call.operation.auth
    if isinstance(auth, OAuth2) and _needs_token(auth, context.values):
        reply = yield from _with_token(call, context, auth)
    else:
        reply = yield from _exchange(call, context, context.values)
    return _outcome(call, context, reply)


def _needs_token(auth: OAuth2, values: OptionValues) -> bool:
    """Whether a token has to be fetched, because the client is not given one."""
    if auth.grant is None:
        return False
    return any(variable in values.missing for variable in variables_in(auth.token))


def _with_token(call: Call, context: ClientContext, auth: OAuth2) -> CallFlow[Reply]:
    """The exchange of a call with a fetched token; one that is refused is fetched anew."""
    token, reply = yield from _try_with_token(call, context, auth)
    is_refused = reply.response.status_code == 401
    # What another origin answers, to which a redirect led, says nothing about the token.
    if is_refused and not reply.request.left_origin:
        context.tokens.forget(token)
        _, reply = yield from _try_with_token(call, context, auth)
    return reply


def _try_with_token(
    call: Call, context: ClientContext, auth: OAuth2
) -> CallFlow[tuple[str, Reply]]:
    """The token that was sent, and the reply to it."""
    lookup = context.values.lookup(call.operation.name)
    token = yield from context.tokens.token(auth, lookup, context.defaults)
    values = context.values.with_secret(variables_in(auth.token), token)
    reply = yield from _exchange(call, context, values)
    return token, reply


def _exchange(
    call: Call, context: ClientContext, values: OptionValues
) -> CallFlow[Reply]:
    of_client = context.settings.get("headers", {})
    flow = request_flow(
        call.operation,
        call.arguments,
        values,
        agent=_agent(context.spec.name),
        extra={**of_client, **call.headers},
    )
    return (yield from exchange(call.operation, flow, context.defaults))


def _outcome(call: Call, context: ClientContext, reply: Reply) -> Any:
    """What the caller gets: a result, or an error."""
    settings = context.settings
    operation = call.operation
    response = reply.response
    label = reply.request.label
    if "on_response" in settings:
        settings["on_response"](response)
    if not succeeded(operation, response.status_code):
        detail = why_not_followed(reply)
        raise failure(operation, context.spec, response, label, detail)
    decoding = Decoding(settings.get("strict", False), settings.get("on_difference"))
    if operation.stream:
        return StreamedResponse(operation, response, decoding, label)
    return result(operation, response, decoding)


def transport_defaults(
    settings: ClientSettings, cookies: httpx2.Cookies, headers: httpx2.Headers
) -> TransportDefaults:
    """What a client adds to its requests, by its settings and its httpx2 client."""
    if "timeout" not in settings:
        return TransportDefaults(cookies, headers)
    timeout = httpx2.Timeout(settings["timeout"])
    return TransportDefaults(cookies, headers, timeout)


def _agent(name: str) -> str:
    """The User-Agent: the client's name in the characters that a product name may have."""
    product = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-")
    if not product:
        return "python"
    return f"{product}-python"

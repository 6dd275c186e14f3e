"""A call of a client -> its flow of steps, the same for the sync and the async client."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2

from ..auth.flow import Reply
from ..auth.oauth2 import OAuth2
from ..omit import OMIT, Omit
from ..operation import ClientSpec, Operation
from ..options import OptionValues
from ..prepare import request_flow
from ..request.arguments import Arguments
from ..request.headers import Given, merged
from ..response.answers import Decoding, failure, result, succeeded
from ..response.streams import StreamedResponse
from ..settings import ClientSettings, headers_of
from ..template.fill import variables_in
from .exchange import TransportDefaults, exchange
from .given_addresses import sendable
from .origins import is_message_header
from .redirects import why_not_followed
from .steps import CallFlow
from .tokens import Tokens


@dataclass(frozen=True, slots=True)
class Call:
    """An operation with its arguments, and headers of this call alone.

    `left_origin`: it goes to an address at which nothing is sent that callers gave to the
    client.
    """

    operation: Operation[Any]
    arguments: Arguments
    headers: Given = field(default_factory=dict[str, str | Omit], repr=False)
    left_origin: bool = False


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
    sent = sendable(call.operation, call.arguments, context.values, context.spec)
    call = replace(call, operation=sent.operation, left_origin=sent.left_origin)
    context = replace(context, values=sent.values)
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
    flow = request_flow(
        call.operation,
        call.arguments,
        values,
        agent=_agent(context.spec.name),
        extra=merged(_client_headers(call, context.settings), call.headers),
        left_origin=call.left_origin,
    )
    return (yield from exchange(call.operation, flow, context.defaults))


def _client_headers(call: Call, settings: ClientSettings) -> Given:
    """The headers of the client that go where the call goes."""
    given = headers_of(settings)
    if not call.left_origin:
        return given
    allowed: dict[str, str | Omit] = {}
    for name, value in given.items():
        if value is OMIT or is_message_header(name):
            allowed[name] = value
    return allowed


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

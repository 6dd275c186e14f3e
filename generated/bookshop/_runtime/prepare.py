"""An operation and the arguments of a call -> the requests that Postman would send.

In order, as Postman does it: variables are filled, the URL is parsed and encoded, the body is
made, auth signs, and defaults come last. No transport is known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from .auth.basic import sign_login
from .auth.flow import Auth, AuthFlow, once
from .errors import RequestError
from .omit import OMIT
from .operation import Operation
from .options import OptionValues
from .request.address import parse
from .request.arguments import Arguments
from .request.body import content_of
from .request.content import JSON
from .request.header_lines import Rows, given_lines, header_lines
from .request.headers import (
    TOKEN,
    Given,
    Headers,
    has,
    merge_lines,
    replaced,
    taken_out,
    validated,
    value_of,
    without,
)
from .request.query import query_text
from .request.request import Request
from .request.spec import JsonBody, TextBody
from .request.urls import gives_address, url_text, with_query
from .template.fill import Lookup, OmittedError, fill_fields, variables_in

_BODILESS: Final = ("GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT")


def request_flow(
    operation: Operation[object],
    arguments: Arguments,
    values: OptionValues,
    *,
    agent: str,
    extra: Given | None = None,
    left_origin: bool = False,
) -> AuthFlow:
    """The requests of a call: the first, and those with which its auth answers an error.

    `extra` headers win over the operation's, and over those of its auth in the first;
    `OMIT` takes one out of all of them. `left_origin`: the call gives an address at which
    the client has no credentials.
    Raises ConfigurationError for a missing option, RequestError for what cannot be sent.
    """
    extra = extra or {}
    lookup = values.lookup(operation.name, arguments.draws.again())
    unsigned = _unsigned(operation, arguments, lookup)
    unsigned = replace(unsigned, secrets=values.secrets, left_origin=left_origin)
    if isinstance(operation.body, JsonBody | TextBody) and _is_json(unsigned):
        unsigned = _typed(unsigned)  # Postman knows this type before it signs
    # What an auth draws, a nonce or a time, is drawn anew each time.
    flow = _auth_flow(operation.auth, unsigned, values.lookup(operation.name))
    signed = _authorized(next(flow), arguments)
    reply = yield _completed(signed, extra, agent)
    while True:
        try:
            further = flow.send(reply)
        except StopIteration:
            return
        further = _continued(further, reply.request)
        headers = without(further.headers, *taken_out(extra))
        reply = yield replace(further, headers=headers)


def _auth_flow(auth: Auth | None, request: Request, lookup: Lookup) -> AuthFlow:
    """The flow of an auth. Without a credential that is left out, it is not sent."""
    if auth is None:
        return once(request)
    try:
        filled = fill_fields(auth, lookup)
    except OmittedError:
        return once(request)
    return filled.flow(request)


def _authorized(request: Request, arguments: Arguments) -> Request:
    """The request, which knows what the collection has put into its Authorization header."""
    authorization = value_of(request.headers, "authorization")
    if authorization in given_lines(arguments.headers).get("authorization", []):
        return request
    return replace(request, authorization=authorization)


def _continued(request: Request, answered: Request) -> Request:
    """A further request of a flow. An Authorization that it did not set is not its own."""
    authorization = value_of(request.headers, "authorization")
    if authorization != value_of(answered.headers, "authorization"):
        request = replace(request, authorization=authorization)
    return _checked(request)


def _completed(request: Request, extra: Given, agent: str) -> Request:
    """A signed request with what follows signing."""
    headers = sign_login(request.headers, request.address.login)
    request = replace(request, headers=replaced(headers, extra))
    request = _without_taken_out(request, extra)
    request = _typed(request)
    request = _framed(request)
    request = replace(request, headers=_with_defaults(request, agent))
    return _checked(request)


def _without_taken_out(request: Request, extra: Given) -> Request:
    """The request without the headers that the caller takes out: nothing adds them again."""
    names = taken_out(extra)
    behavior = request.behavior
    return replace(
        request,
        headers=without(request.headers, *names),
        behavior=replace(behavior, without=(*behavior.without, *names)),
    )


def _checked(request: Request) -> Request:
    return replace(request, headers=validated(request.headers))


def _unsigned(
    operation: Operation[object], arguments: Arguments, lookup: Lookup
) -> Request:
    """The request as the collection describes it, and nothing else."""
    if not TOKEN.fullmatch(operation.method):
        raise RequestError(f"{operation.method!r} is not an HTTP method")
    url = url_text(operation.url, arguments, lookup)
    query = query_text(operation.query, arguments, lookup)
    if query is not None:
        url = with_query(url, query, joins=gives_address(operation.url, arguments))
    headers = merge_lines(header_lines(operation.headers, arguments, lookup))
    media_type = value_of(headers, "content-type")
    address = parse(url, encodes=operation.behavior.encodes_url)
    content = content_of(operation.body, arguments, media_type, lookup)
    return Request(
        operation.method,
        address,
        headers,
        content,
        behavior=operation.behavior,
        literals=tuple(_literals(operation.headers)),
    )


def _literals(rows: Rows) -> Iterator[tuple[str, str]]:
    """The headers that are the same in every call, as they are sent."""
    for name, value in rows:
        if value is not OMIT and not variables_in(name + value):
            yield name, value.strip(" \t")


def _is_json(request: Request) -> bool:
    return request.content.media_type == JSON


def _typed(request: Request) -> Request:
    """The request with the media type of its content, unless it has a Content-Type."""
    media_type = request.content.media_type
    if media_type is None or "content-type" in request.behavior.without:
        return request
    if not has(request.headers, "content-type"):
        headers = (*request.headers, ("Content-Type", media_type))
        return replace(request, headers=headers)
    if not request.content.forced:
        return request
    headers = tuple(_with_media_type(request.headers, media_type))
    return replace(request, headers=headers)


def _with_media_type(headers: Headers, media_type: str) -> Iterator[tuple[str, str]]:
    """The headers with one Content-Type, in the place and spelling of the first one."""
    is_written = False
    for name, value in headers:
        if name.lower() != "content-type":
            yield name, value
        elif not is_written:
            yield name, media_type
            is_written = True


def _framed(request: Request) -> Request:
    """The request with its Host and its length, which HTTP/1.1 asks for.

    They are never left out, whatever the collection disables. A length that it states is
    not sent: a wrong one stalls the connection.
    """
    headers = request.headers
    if not has(headers, "host"):
        host = ("Host", request.address.netloc)
        headers = (host, *headers)
    if not has(headers, "transfer-encoding"):
        headers = without(headers, "content-length")
        if _states_length(request):
            length = ("Content-Length", str(request.content.size))
            headers = (*headers, length)
    return replace(request, headers=headers)


def _states_length(request: Request) -> bool:
    """Whether the request has a Content-Length: without content, it may be one of 0."""
    if request.content.segments:
        return True
    if "content-length" in request.behavior.without:
        return False
    return request.method.upper() not in _BODILESS


def _with_defaults(request: Request, agent: str) -> Headers:
    """The headers, and those of Postman's own that they lack and that are not disabled."""
    headers = request.headers
    for name, value in (("Accept", "*/*"), ("User-Agent", agent)):
        is_disabled = name.lower() in request.behavior.without
        if not is_disabled and not has(headers, name):
            headers = (*headers, (name, value))
    return headers

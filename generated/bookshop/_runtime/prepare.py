"""An operation and the arguments of a call -> the requests that Postman would send.

In order, as Postman does it: variables are filled, the URL is parsed and encoded, the body is
made, auth signs, and defaults come last. No transport is known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from .auth.basic import sign_login
from .auth.flow import Auth, AuthFlow, once
from .errors import RequestError
from .operation import Operation
from .options import OptionValues
from .request.address import parse
from .request.arguments import Arguments
from .request.body import content_of
from .request.content import JSON
from .request.headers import (
    TOKEN,
    Headers,
    fill_headers,
    has,
    merge_lines,
    replaced,
    validated,
    value_of,
    without,
)
from .request.query import query_text
from .request.request import Request
from .request.spec import JsonBody, TextBody
from .request.urls import url_text
from .template.fill import Lookup, fill_fields, variables_in

_BODILESS: Final = ("GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT")


def request_flow(
    operation: Operation[object],
    arguments: Arguments,
    values: OptionValues,
    *,
    agent: str,
    extra: Mapping[str, str] | None = None,
) -> AuthFlow:
    """The requests of a call: the first, and those with which its auth answers an error.

    `extra` headers win over the operation's, and over those of its auth in the first.
    Raises ConfigurationError for a missing option, RequestError for what cannot be sent.
    """
    lookup = values.lookup(operation.name)
    unsigned = _unsigned(operation, arguments, lookup)
    unsigned = replace(unsigned, secrets=values.secrets)
    if isinstance(operation.body, JsonBody | TextBody) and _is_json(unsigned):
        unsigned = _typed(unsigned)  # Postman knows this type before it signs
    flow = _auth_flow(operation.auth, unsigned, lookup)
    signed = _authorized(next(flow))
    reply = yield _completed(signed, extra or {}, agent)
    while True:
        try:
            further = flow.send(reply)
        except StopIteration:
            return
        reply = yield _continued(further, reply.request)


def _auth_flow(auth: Auth | None, request: Request, lookup: Lookup) -> AuthFlow:
    if auth is None:
        return once(request)
    return fill_fields(auth, lookup).flow(request)


def _authorized(request: Request) -> Request:
    """The request, which knows what its auth has put into its Authorization header."""
    authorization = value_of(request.headers, "authorization")
    return replace(request, authorization=authorization)


def _continued(request: Request, answered: Request) -> Request:
    """A further request of a flow. An Authorization that it did not set is not its own."""
    authorization = value_of(request.headers, "authorization")
    if authorization != value_of(answered.headers, "authorization"):
        request = replace(request, authorization=authorization)
    return _checked(request)


def _completed(request: Request, extra: Mapping[str, str], agent: str) -> Request:
    """A signed request with what follows signing."""
    headers = sign_login(request.headers, request.address.login)
    request = replace(request, headers=replaced(headers, extra))
    request = _typed(request)
    request = _framed(request)
    request = replace(request, headers=_with_defaults(request, agent))
    return _checked(request)


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
        before_fragment, _, _ = url.partition("#")
        url = f"{before_fragment}?{query}"
    headers = merge_lines(fill_headers(operation.headers, arguments, lookup))
    media_type = value_of(headers, "content-type")
    address = parse(url, encodes=operation.behavior.encodes_url)
    content = content_of(operation.body, arguments.body, media_type, lookup)
    return Request(
        operation.method,
        address,
        headers,
        content,
        behavior=operation.behavior,
        literals=tuple(_literals(operation.headers)),
    )


def _literals(templates: Headers) -> Iterator[tuple[str, str]]:
    """The headers that are the same in every call, as they are sent."""
    for name, value in templates:
        if not variables_in(name + value):
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
    """The headers with this value of their Content-Type, in its place and its spelling."""
    for name, value in headers:
        if name.lower() == "content-type":
            yield name, media_type
        else:
            yield name, value


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

"""One call as a conversation: yields requests, is sent responses, returns the result.

It does no I/O, so that the sync and the async client are the same but for who sends. An
error of httpx2 is thrown into it, and leaves it as one of ours.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import httpx2

from .answers import Decoding, failure, result, succeeded
from .errors import TooManyRedirectsError
from .operation import ClientSpec, Operation
from .redirects import MOST, following
from .request import Request
from .transport import outgoing, translated

logger = logging.getLogger(__name__)

Conversation = Generator[httpx2.Request, httpx2.Response, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """What one client gives to each of its conversations."""

    spec: ClientSpec
    cookies: httpx2.Cookies = field(repr=False)
    decoding: Decoding
    on_response: Callable[[httpx2.Response], None] | None = None


def converse(operation: Operation[Any], request: Request, terms: Terms) -> Conversation:
    """The conversation of one call. Redirects that the collection shows are results."""
    history: list[httpx2.Response] = []
    while True:
        response = yield from _ask(request, terms.cookies)
        follower = None
        if not succeeded(operation, response.status_code):
            location = response.headers.get("location")
            follower = following(request, response.status_code, location)
        if follower is None:
            break
        history.append(response)
        if len(history) > MOST:
            detail = f"more than {MOST} redirects"
            raise TooManyRedirectsError(request.method, request.label, detail)
        request = follower
    response.history = history
    if terms.on_response is not None:
        terms.on_response(response)
    if succeeded(operation, response.status_code):
        return result(operation, response, terms.decoding)
    raise failure(operation, terms.spec, response, request.label)


def _ask(
    request: Request, cookies: httpx2.Cookies
) -> Generator[httpx2.Request, httpx2.Response, httpx2.Response]:
    start = time.perf_counter()
    try:
        response = yield outgoing(request, cookies)
    except httpx2.LocalProtocolError as error:
        # Its text, and the one of its cause, may quote a header with its value.
        raise translated(error, request.method, request.label) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise translated(error, request.method, request.label) from error
    spent = (time.perf_counter() - start) * 1000
    status = response.status_code
    logger.debug("%s %s %d %.0f ms", request.method, request.label, status, spent)
    return response

"""One request -> its final response, as a conversation: yields steps, is sent their results.

It does no I/O, so that the sync and the async client are the same but for who sends. An
error of httpx2 is thrown into it, and leaves it as one of ours. Who drives a conversation
closes it, however it ends.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import httpx2

from ..errors import TooManyRedirectsError
from ..httpx_errors import translated
from ..operation import Operation
from ..request.headers import value_of
from ..request.request import Request
from ..response.answers import succeeded
from .adapter import outgoing, unset
from .redirects import following

R = TypeVar("R")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Send:
    """A step of a conversation: send this, and answer with the response.

    `streams`: a response that succeeds is left unread. `is_away`: it goes to an origin to
    which a redirect led, so nothing of the caller's takes part in it: no hook, no `auth`
    of an httpx2 client.
    """

    request: httpx2.Request
    streams: bool = False
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Alone:
    """A step of a conversation: hold another one while nobody else does, answer its result."""

    conversation: Generator[Any, Any, Any]


Conversation = Generator[Send | Alone, Any, R]


@dataclass(frozen=True, slots=True)
class Line:
    """What a client adds to each request: its cookies, httpx2's headers, its time limit."""

    cookies: httpx2.Cookies = field(repr=False)
    headers: httpx2.Headers = field(repr=False)
    timeout: httpx2.Timeout | None = None


def exchange(
    operation: Operation[Any], request: Request, line: Line
) -> Conversation[tuple[Request, httpx2.Response]]:
    """The last request and its response, after challenges and redirects.

    Redirects that the collection shows are answers. The response knows those before it.
    """
    history: list[httpx2.Response] = []
    redirects = 0
    streams = bool(operation.stream)
    response = yield from _ask(request, line, streams=streams)
    while (further := _further(operation, request, response)) is not None:
        redirects += not _is_refused(response)
        if redirects > request.behavior.max_redirects:
            detail = f"more than {request.behavior.max_redirects} redirects"
            raise TooManyRedirectsError(request.method, request.label, detail)
        request = further
        history.append(response)
        response = yield from _ask(request, line, streams=streams)
    response.history = history
    return request, response


def _further(
    operation: Operation[Any], request: Request, response: httpx2.Response
) -> Request | None:
    """The request that the response asks for, if it asks for one."""
    status = response.status_code
    if succeeded(operation, status):
        return None
    if _is_refused(response):
        return _answering(request, response)
    return following(request, status, response.headers.get("location"))


def _is_refused(response: httpx2.Response) -> bool:
    return response.status_code in (401, 403)


def _answering(request: Request, response: httpx2.Response) -> Request | None:
    """The answer to a challenge, which is given once."""
    if request.digest is None:
        return None
    from ..auth.digest import answer_digest

    challenges = response.headers.get_list("www-authenticate")
    answer = answer_digest(request, request.digest, response.status_code, challenges)
    if answer is None:
        return None
    authorization = value_of(answer.headers, "authorization")
    return replace(answer, digest=None, authorization=authorization)


def _ask(
    request: Request, line: Line, *, streams: bool
) -> Conversation[httpx2.Response]:
    start, kept = time.perf_counter(), tuple(line.cookies.jar)
    try:
        sent = outgoing(request, line.cookies, line.headers)
        if line.timeout is not None:
            sent.extensions["timeout"] = line.timeout.as_dict()
        response: httpx2.Response = yield Send(sent, streams, request.is_away)
    except httpx2.LocalProtocolError as error:
        # Its text, and the one of its cause, may quote a header with its value.
        raise translated(error, request.method, request.label) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise translated(error, request.method, request.label) from error
    if not request.behavior.uses_cookies:
        unset(line.cookies, kept, response)
    spent = (time.perf_counter() - start) * 1000
    status = response.status_code
    logger.debug("%s %s %d %.0f ms", request.method, request.label, status, spent)
    return response

"""The requests of a call -> its final reply, as a conversation: yields steps, is sent results.

It does no I/O, so that the sync and the async client are the same but for who sends. An
error of httpx2 is thrown into it, and leaves it as one of ours. Who drives a conversation
closes it, however it ends.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx2

from ..auth.flow import AuthFlow, Reply
from ..errors import TooManyRedirectsError
from ..httpx_errors import translated
from ..operation import Operation
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
    operation: Operation[Any], flow: AuthFlow, line: Line
) -> Conversation[Reply]:
    """The last reply: after redirects, and after what the auth answers to a refusal.

    Redirects that the collection shows are results. The response knows those before it.
    """
    request = next(flow)
    history: list[httpx2.Response] = []
    redirects = 0
    while True:
        response = yield from _ask(request, line, streams=bool(operation.stream))
        reply = Reply(request, response)
        if succeeded(operation, response.status_code):
            break
        location = response.headers.get("location")
        further = following(request, response.status_code, location)
        if further is not None:
            redirects += 1
            _check_redirects(request, redirects)
        else:
            further = _continued(flow, reply)
        if further is None:
            break
        request = further
        history.append(response)
    response.history = history
    return reply


def _check_redirects(request: Request, count: int) -> None:
    most = request.behavior.max_redirects
    if count > most:
        detail = f"more than {most} redirects"
        raise TooManyRedirectsError(request.method, request.label, detail)


def _continued(flow: AuthFlow, reply: Reply) -> Request | None:
    """The request with which the auth answers an error, if it has another one.

    Only the origin of the call may ask for credentials: not one that a redirect led to.
    """
    if reply.request.is_away:
        return None
    try:
        return flow.send(reply)
    except StopIteration:
        return None


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

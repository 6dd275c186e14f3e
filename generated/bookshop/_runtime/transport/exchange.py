"""The requests of a call -> the final reply: sent, redirected, authenticated again.

In: the flow of its auth type (`auth/flow.py`). Out: a flow of steps (`steps.py`).
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import Any

import httpx2

from ..auth.flow import AuthFlow, Reply
from ..errors import TooManyRedirectsError
from ..httpx_errors import translated
from ..operation import Operation
from ..request.request import Request
from ..response.answers import succeeded
from .adapter import forget_cookies, to_httpx
from .redirects import redirected
from .steps import CallFlow, Send

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TransportDefaults:
    """What a client adds to each request: its cookies, httpx2's headers, its time limit."""

    cookies: httpx2.Cookies = field(repr=False)
    headers: httpx2.Headers = field(repr=False)
    timeout: httpx2.Timeout | None = None


def exchange(
    operation: Operation[Any], flow: AuthFlow, defaults: TransportDefaults
) -> CallFlow[Reply]:
    """The last reply: after redirects, and after what the auth answers to a refusal.

    Redirects that the collection shows are results. The response knows those before it.
    """
    request = next(flow)
    history: list[httpx2.Response] = []
    redirects = 0
    while True:
        response = yield from _send(request, defaults, streams=bool(operation.stream))
        reply = Reply(request, response)
        if succeeded(operation, response.status_code):
            break
        further = redirected(reply)
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
    limit = request.behavior.max_redirects
    if count > limit:
        detail = f"more than {limit} redirects"
        raise TooManyRedirectsError(request.method, request.label, detail)


def _continued(flow: AuthFlow, reply: Reply) -> Request | None:
    """The request with which the auth answers an error, if it has another one.

    Only the origin of the call may ask for credentials: not one that a redirect led to.
    """
    if reply.request.left_origin:
        return None
    try:
        return flow.send(reply)
    except StopIteration:
        return None


def _send(
    request: Request, defaults: TransportDefaults, *, streams: bool
) -> CallFlow[httpx2.Response]:
    start = time.perf_counter()
    earlier_cookies = tuple(defaults.cookies.jar)
    try:
        sent = to_httpx(request, defaults.cookies, defaults.headers)
        if defaults.timeout is not None:
            sent.extensions["timeout"] = defaults.timeout.as_dict()
        response: httpx2.Response = yield Send(sent, streams, request.left_origin)
    except httpx2.LocalProtocolError as error:
        # Its text, and the one of its cause, may quote a header with its value.
        raise translated(error, request.method, request.label) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise translated(error, request.method, request.label) from error
    if not request.behavior.uses_cookies:
        forget_cookies(defaults.cookies, earlier_cookies, response)
    spent_ms = (time.perf_counter() - start) * 1000
    status = response.status_code
    logger.debug("%s %s %d %.0f ms", request.method, request.label, status, spent_ms)
    return response

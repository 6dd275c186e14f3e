"""The steps of a call, which a driver of either client carries out.

A call is a generator that does no I/O: it yields steps and is sent their results, so that
the sync and the async client differ in their drivers alone. An error of httpx2 is thrown
into it, and leaves it as one of ours. The driver closes it, however it ends.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Send:
    """A step: send this request. Its result is the response.

    `streams`: a response that succeeds is left unread. `left_origin`: a redirect led to
    another origin, so nothing of the caller's takes part: no hook, no `auth` of an httpx2
    client.
    """

    request: httpx2.Request
    streams: bool = False
    left_origin: bool = False


@dataclass(frozen=True, slots=True)
class Locked:
    """A step: carry out this flow while holding the lock of the client. Its result is the flow's."""

    flow: Generator[Any, Any, Any]


CallFlow = Generator[Send | Locked, Any, R]
"""The steps of a call, and the result of the call."""

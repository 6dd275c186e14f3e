"""A client of either kind before servers that redirect, with no network between them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from postkiln.runtime import ClientSpec, Operation
from postkiln.runtime.client import AsyncClient, SyncClient

HOME = "https://api.test"
OTHER_ORIGINS = (
    "https://other.test",
    "https://api.test:8443",
    "http://api.test",
    "https://api.test.other.test",
    "https://sub.api.test",
)
STATUSES = (301, 302, 303, 307, 308)

Answer = Callable[[httpx2.Request], httpx2.Response]


@dataclass(slots=True)
class Recorder:
    """Answers requests, and keeps those that arrived."""

    answer: Answer
    requests: list[httpx2.Request] = field(default_factory=list[httpx2.Request])

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return self.answer(request)

    def at(self, origin: str) -> list[httpx2.Request]:
        """The requests that arrived at an origin."""
        url = httpx2.URL(origin)
        server = (url.scheme, url.netloc)
        return [
            each
            for each in self.requests
            if (each.url.scheme, each.url.netloc) == server
        ]


def redirecting(status: int, origin: str, *, start: str = "/start") -> Answer:
    """What redirects from `start` to `/end?x=1` at another origin, and answers there."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == start:
            location = {"Location": f"{origin}/end?x=1"}
            return httpx2.Response(status, headers=location)
        return httpx2.Response(200, json={"ok": True})

    return answer


def outcome(
    kind: str,
    recorder: Recorder,
    call: Callable[[Any], Any],
    spec: ClientSpec,
    given: Mapping[str, str],
    http: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Any:
    """What a call of a client answers or raises.

    `kind`: sync or async. `http` are arguments of its httpx2 client.
    """
    transport = httpx2.MockTransport(recorder)
    options: Any = {"transport": transport, "trust_env": False, **(http or {})}
    if kind == "sync":
        with httpx2.Client(**options) as plain:
            return _caught(
                lambda: call(SyncClient(spec, given, http=plain, **settings))
            )

    async def run() -> Any:
        async with httpx2.AsyncClient(**options) as plain:
            client = AsyncClient(spec, given, http=plain, **settings)
            try:
                return await call(client)
            except Exception as error:
                return error

    return asyncio.run(run())


def _caught(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:
        return error


def operation(**more: Any) -> Operation[Any]:
    """A request that is redirected."""
    said: Any = {"name": "Start", "method": "GET", "url": "{{base}}/start", **more}
    return Operation[Any](**said)

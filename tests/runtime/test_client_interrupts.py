"""Calls that are cancelled or interrupted: nothing waits for ever, nothing stays open."""

from __future__ import annotations

import asyncio
import random
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from types import FrameType
from typing import Any

import httpx2
import pytest

from postkiln.runtime import ClientSpec, Operation, Option
from postkiln.runtime.auth.oauth2 import Grant, OAuth2
from postkiln.runtime.client import AsyncClient, SyncClient

GRANT = Grant(kind="client_credentials", token_url="{{base}}/token", client_id="me")
SPEC = ClientSpec(
    name="Shop",
    options=(
        Option("base_url", "base", "SHOP_BASE_URL"),
        Option("access_token", "token", "SHOP_ACCESS_TOKEN", secret=True),
    ),
)
GIVEN = {"base_url": "https://api.test"}
AUTH = OAuth2("{{token}}", grant=GRANT)
THINGS = Operation[Any](name="Things", method="GET", url="{{base}}/things", auth=AUTH)
LINES = Operation[Any](
    name="Lines", method="GET", url="{{base}}/lines", auth=AUTH, stream="lines"
)
# Long enough that only what waits for ever runs into it.
PATIENCE = 60.0


class Body(httpx2.AsyncByteStream):
    """A body that comes slowly, and counts how many of its kind are open."""

    open = 0

    def __init__(self, pieces: list[bytes], chance: random.Random) -> None:
        self._pieces, self._chance, self._is_open = pieces, chance, True
        Body.open += 1

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            await asyncio.sleep(self._chance.random() / 2000)
            yield piece

    async def aclose(self) -> None:
        Body.open -= self._is_open
        self._is_open = False


def slow_server(chance: random.Random) -> httpx2.MockTransport:
    """Answers after a while; tokens expire at once, and some streams are refused."""

    async def answer(request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(chance.random() / 2000)
        match request.url.path:
            case "/token":
                pieces = [b'{"access_token": "good",', b'"expires_in": 0}']
            case "/lines":
                pieces = [b"1\n", b"2\n"]
            case _:
                pieces = [b"[1", b", 2]"]
        is_refused = request.url.path == "/lines" and chance.random() < 0.3
        status = 503 if is_refused else 200
        return httpx2.Response(status, stream=Body(pieces, chance))

    return httpx2.MockTransport(answer)


async def things(client: AsyncClient) -> Any:
    return await client.call(THINGS)


async def lines(client: AsyncClient) -> Any:
    async with await client.stream(LINES) as stream:
        return [each async for each in stream]


async def cancelled_at_random(seed: int) -> tuple[list[Any], Any]:
    """What 2,000 calls come to when a tenth of them is cancelled, and one call more."""
    chance = random.Random(seed)
    Body.open = 0
    async with httpx2.AsyncClient(transport=slow_server(chance)) as http:
        client = AsyncClient(SPEC, GIVEN, http=http)
        tasks = [
            asyncio.create_task((lines if chance.random() < 0.3 else things)(client))
            for _ in range(2000)
        ]
        for task in chance.sample(tasks, 200):
            await asyncio.sleep(chance.random() / 200)
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        return results, await client.call(THINGS)


@pytest.mark.parametrize("seed", [1, 2])
def test_tasks_that_are_cancelled_stop_no_other(seed: int) -> None:
    async def run() -> tuple[list[Any], Any]:
        async with asyncio.timeout(PATIENCE):
            return await cancelled_at_random(seed)

    results, last = asyncio.run(run())
    cancelled = [each for each in results if isinstance(each, asyncio.CancelledError)]
    refused = [each for each in results if "503" in str(each)]
    answered = [each for each in results if each == [1, 2]]
    assert len(results) == len(cancelled) + len(refused) + len(answered)
    assert 100 < len(cancelled) <= 200 < len(answered)
    assert last == [1, 2]
    assert Body.open == 0


def answer(request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, json={"access_token": "good"})


def test_ctrl_c_while_a_token_is_fetched_stops_no_other_thread() -> None:
    interrupts = [KeyboardInterrupt()]

    def interrupted(request: httpx2.Request) -> httpx2.Response:
        if interrupts:
            raise interrupts.pop()
        return answer(request)

    results: list[Any] = []
    with httpx2.Client(transport=httpx2.MockTransport(interrupted)) as http:
        client = SyncClient(SPEC, GIVEN, http=http)
        with pytest.raises(KeyboardInterrupt) as caught:
            client.call(THINGS)
        # A thread that can be left behind, should it wait for ever.
        thread = threading.Thread(
            target=lambda: results.append(client.call(THINGS)), daemon=True
        )
        thread.start()
        thread.join(PATIENCE)
        assert caught.value.__traceback__ is not None  # it lives, and all its frames
    assert results == [{"access_token": "good"}]


def interrupted_at(number: int) -> tuple[int, bool]:
    """A call that is interrupted where the n-th function starts, ours or a library's.

    That is where Python looks for signals. The answer: how many started, and whether the
    lock is held afterwards.
    """
    started = 0

    def trace(frame: FrameType, event: str, _: Any) -> None:
        nonlocal started
        started += 1
        if started == number:
            raise KeyboardInterrupt

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        client: Any = SyncClient(SPEC, GIVEN, http=http)
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            client.call(THINGS)
        except KeyboardInterrupt:
            sys.settrace(before)  # the error lives, and with it all its frames
            return started, client._fetching.locked()
        finally:
            sys.settrace(before)
    return started, client._fetching.locked()


# One that comes while a generator is collected is lost: Python says so, and goes on.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_anywhere_leaves_the_lock_free() -> None:
    starts, _ = interrupted_at(0)
    held = [number for number in range(1, starts + 1) if interrupted_at(number)[1]]
    assert held == []
    assert starts > 300


class Closing(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that knows whether it was closed, and fails where it is read."""

    def __init__(self) -> None:
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        raise KeyboardInterrupt

    async def __aiter__(self) -> AsyncIterator[bytes]:
        raise KeyboardInterrupt
        yield b""

    def close(self) -> None:
        self.is_closed = True

    async def aclose(self) -> None:
        self.is_closed = True


class HookError(Exception):
    """What a hook raises."""


def refuse(response: httpx2.Response) -> None:
    raise HookError


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize(
    ("status", "settings", "error"),
    [(200, {"on_response": refuse}, HookError), (503, {}, KeyboardInterrupt)],
)
def test_a_stream_that_nobody_gets_is_closed(
    kind: str, status: int, settings: dict[str, Any], error: type[BaseException]
) -> None:
    body = Closing()
    transport = httpx2.MockTransport(lambda _: httpx2.Response(status, stream=body))
    asked = Operation[Any](
        name="Lines", method="GET", url="{{base}}/lines", stream="lines"
    )
    if kind == "sync":
        with httpx2.Client(transport=transport) as http, pytest.raises(error):
            SyncClient(SPEC, GIVEN, http=http, **settings).stream(asked)
    else:

        async def run() -> None:
            async with httpx2.AsyncClient(transport=transport) as http:
                client = AsyncClient(SPEC, GIVEN, http=http, **settings)
                try:
                    await client.stream(asked)
                except error:
                    return
            pytest.fail("nothing was raised")

        asyncio.run(run())
    assert body.is_closed

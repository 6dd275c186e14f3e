"""A conversation -> its result: the only code that sends. A driver for each kind of client.

A driver closes its conversation however it ends: by a result, an error, Ctrl-C or the
cancellation of a task. What the conversation holds, a lock or a response, is free then.
"""

from __future__ import annotations

import inspect
import threading
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import anyio  # httpx2 stands on it
import httpx2

from ..settings import AsyncHook, SyncHook
from .adapter import hooked
from .exchange import Alone, Conversation, Send

T = TypeVar("T")


def _options(step: Send) -> dict[str, Any]:
    """How httpx2 sends this step: by its own `auth` only at home, and no further."""
    auth = None if step.is_away else httpx2.USE_CLIENT_DEFAULT
    return {"auth": auth, "follow_redirects": False, "stream": step.streams}


@dataclass(frozen=True, slots=True)
class SyncDriver:
    """Sends by `http` what `before_send` has seen. `lock` is held for what is done alone."""

    http: httpx2.Client
    lock: threading.Lock
    before_send: SyncHook | None = None

    def run(self, conversation: Conversation[T]) -> T:
        """The result of a conversation, or what it raises."""
        answer: Any = None
        try:
            step = next(conversation)
            while True:
                try:
                    answer = self._done(step)
                except Exception as error:
                    step = conversation.throw(error)  # raised again, or as one of ours
                else:
                    step = conversation.send(answer)
        except StopIteration as end:
            return cast("T", end.value)
        except BaseException:
            if isinstance(answer, httpx2.Response):
                answer.close()  # a stream that nobody got
            raise
        finally:
            conversation.close()

    def _done(self, step: Send | Alone) -> Any:
        if isinstance(step, Send):
            return self._sent(step)
        # Nothing can interrupt a `with` between its acquiring and its block, so that no
        # Ctrl-C leaves the lock held.
        with self.lock:
            return self.run(step.conversation)

    def _sent(self, step: Send) -> httpx2.Response:
        request = step.request
        if not step.is_away:
            request = self._hooked(request)
        response = self.http.send(request, **_options(step))
        if step.streams and not response.is_success:
            try:
                response.read()
            finally:
                response.close()
        return response

    def _hooked(self, request: httpx2.Request) -> httpx2.Request:
        if self.before_send is None:
            return request
        url = request.url
        return hooked(self.before_send(request) or request, url)


@dataclass(frozen=True, slots=True)
class AsyncDriver:
    """The same for asyncio and trio; a hook may be async, too."""

    http: httpx2.AsyncClient
    lock: anyio.Lock
    before_send: AsyncHook | None = None

    async def run(self, conversation: Conversation[T]) -> T:
        """The result of a conversation, or what it raises."""
        answer: Any = None
        try:
            step = next(conversation)
            while True:
                try:
                    answer = await self._done(step)
                except Exception as error:
                    step = conversation.throw(error)  # raised again, or as one of ours
                else:
                    step = conversation.send(answer)
        except StopIteration as end:
            return cast("T", end.value)
        except BaseException:
            if isinstance(answer, httpx2.Response):
                await answer.aclose()  # a stream that nobody got
            raise
        finally:
            conversation.close()

    async def _done(self, step: Send | Alone) -> Any:
        if isinstance(step, Send):
            return await self._sent(step)
        async with self.lock:
            return await self.run(step.conversation)

    async def _sent(self, step: Send) -> httpx2.Response:
        request = step.request
        if not step.is_away:
            request = await self._hooked(request)
        response = await self.http.send(request, **_options(step))
        if step.streams and not response.is_success:
            try:
                await response.aread()
            finally:
                await response.aclose()
        return response

    async def _hooked(self, request: httpx2.Request) -> httpx2.Request:
        if self.before_send is None:
            return request
        url, given = request.url, self.before_send(request)
        changed = await given if inspect.isawaitable(given) else given
        return hooked(changed or request, url)

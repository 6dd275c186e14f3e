"""The flow of a call -> its result: the only code that sends. A driver for each client.

A driver closes its flow however it ends: by a result, an error, Ctrl-C or the cancellation
of a task. What the flow holds, a lock or a response, is released then.
"""

from __future__ import annotations

import inspect
import threading
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import anyio  # httpx2 depends on it
import httpx2

from ..settings import AsyncHook, SyncHook
from .adapter import after_hook
from .steps import CallFlow, Locked, Send

T = TypeVar("T")


def _options(step: Send) -> dict[str, Any]:
    """How httpx2 sends this step: with its own `auth` only to the origin of the call."""
    options = {"follow_redirects": False, "stream": step.streams}
    if step.left_origin:
        return {**options, "auth": None}
    return options


@dataclass(frozen=True, slots=True)
class SyncDriver:
    """Sends by `http`, after `before_send` has seen the request. `lock` is for `Locked` steps."""

    http: httpx2.Client
    lock: threading.Lock
    before_send: SyncHook | None = None

    def run(self, flow: CallFlow[T]) -> T:
        """The result of a flow, or the error that it raises."""
        answer: Any = None
        try:
            step = next(flow)
            while True:
                try:
                    answer = self._carry_out(step)
                except Exception as error:
                    step = flow.throw(error)  # raised again, or as one of ours
                else:
                    step = flow.send(answer)
        except StopIteration as end:
            return cast("T", end.value)
        except BaseException:
            if isinstance(answer, httpx2.Response):
                answer.close()  # a stream that no caller has
            raise
        finally:
            flow.close()

    def _carry_out(self, step: Send | Locked) -> Any:
        if isinstance(step, Send):
            return self._send(step)
        # Nothing can interrupt a `with` between its acquiring and its block, so that no
        # Ctrl-C leaves the lock held.
        with self.lock:
            return self.run(step.flow)

    def _send(self, step: Send) -> httpx2.Response:
        request = step.request
        if not step.left_origin:
            request = self._hook(request)
        response = self.http.send(request, **_options(step))
        if step.streams and not response.is_success:
            try:
                response.read()
            finally:
                response.close()
        return response

    def _hook(self, request: httpx2.Request) -> httpx2.Request:
        if self.before_send is None:
            return request
        url = request.url
        changed = self.before_send(request)
        return after_hook(changed or request, url)


@dataclass(frozen=True, slots=True)
class AsyncDriver:
    """The same for asyncio and trio; a hook may be async, too."""

    http: httpx2.AsyncClient
    lock: anyio.Lock
    before_send: AsyncHook | None = None

    async def run(self, flow: CallFlow[T]) -> T:
        """The result of a flow, or the error that it raises."""
        answer: Any = None
        try:
            step = next(flow)
            while True:
                try:
                    answer = await self._carry_out(step)
                except Exception as error:
                    step = flow.throw(error)  # raised again, or as one of ours
                else:
                    step = flow.send(answer)
        except StopIteration as end:
            return cast("T", end.value)
        except BaseException:
            if isinstance(answer, httpx2.Response):
                await answer.aclose()  # a stream that no caller has
            raise
        finally:
            flow.close()

    async def _carry_out(self, step: Send | Locked) -> Any:
        if isinstance(step, Send):
            return await self._send(step)
        async with self.lock:
            return await self.run(step.flow)

    async def _send(self, step: Send) -> httpx2.Response:
        request = step.request
        if not step.left_origin:
            request = await self._hook(request)
        response = await self.http.send(request, **_options(step))
        if step.streams and not response.is_success:
            try:
                await response.aread()
            finally:
                await response.aclose()
        return response

    async def _hook(self, request: httpx2.Request) -> httpx2.Request:
        if self.before_send is None:
            return request
        url = request.url
        changed = self.before_send(request)
        if inspect.isawaitable(changed):
            changed = await changed
        return after_hook(changed or request, url)

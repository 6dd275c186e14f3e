"""The clients that generated ones are made of: `SyncClient` and `AsyncClient`.

In: operations with the arguments of a call. Out: their results, or the errors of
`errors.py`. Few members are public, because names of the API must not clash with them.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Self, TypeVar, Unpack, cast

import anyio  # httpx2 depends on it
import httpx2

from .base_client import BaseClient, BaseResource
from .omit import OMIT, Omit
from .operation import ClientSpec, Operation
from .options import Given
from .request.arguments import arguments
from .response.streams import AsyncStream, Stream
from .settings import AsyncSettings, SyncSettings
from .transport.call_flow import Call
from .transport.drivers import AsyncDriver, SyncDriver
from .transport.steps import CallFlow

T = TypeVar("T")


class SyncClient(BaseClient[httpx2.Client, threading.Lock, SyncSettings]):
    """A client of an API. It may be shared between threads; close it when done."""

    _http_class = httpx2.Client
    _lock_class = threading.Lock
    _settings_class = SyncSettings

    def __init__(
        self,
        spec: ClientSpec,
        given: Given,
        *,
        environment: str | None = None,
        **settings: Unpack[SyncSettings],
    ) -> None:
        super().__init__(spec, given, environment, settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they are those of an `http` that was given."""
        if self._owns_http:
            self._http.close()

    def with_options(self, **settings: Unpack[SyncSettings]) -> Self:
        """A client with other settings on the same connections; close the first one."""
        return self._with(settings)

    def call(
        self,
        operation: Operation[T],
        variables: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = OMIT,
        *,
        headers: Mapping[str, object] | None = None,
        fields: Mapping[str, object] | None = None,
    ) -> T:
        """Call an operation. All arguments are data, and OMIT leaves one out.

        `variables` fill its templates, `headers` are those that it declares, and `fields`
        are keywords of its body: they win over the top level of `body`. A `body` of None
        is made of the keywords, OMIT sends none.
        """
        given = arguments(variables, query, body, headers=headers, fields=fields)
        flow = self._call_flow(Call(operation, given))
        return cast("T", self._run(flow))

    def stream(
        self,
        operation: Operation[T],
        variables: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = OMIT,
        *,
        headers: Mapping[str, object] | None = None,
        fields: Mapping[str, object] | None = None,
    ) -> Stream[T]:
        """Call an operation whose answer comes in chunks. The arguments are as in `call`."""
        given = arguments(variables, query, body, headers=headers, fields=fields)
        flow = self._call_flow(Call(operation, given))
        return Stream(self._run(flow))

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str | Omit] | None = None,
        body: object = OMIT,
    ) -> Any:
        """Send what the collection lacks: same auth and errors, untyped answer.

        `path` is one at the API's origin, or a whole URL: credentials go along only where
        the collection sends them. `headers` win over all others, and OMIT takes one out.
        A `body` that is text, bytes or a file is sent as it is, any other as JSON.
        """
        flow = self._ad_hoc_flow(method, path, query, headers, body)
        return self._run(flow)

    def _run(self, flow: CallFlow[Any]) -> Any:
        hook = self._settings.get("before_send")
        driver = SyncDriver(self._http, self._fetching, hook)
        return driver.run(flow)


class AsyncClient(BaseClient[httpx2.AsyncClient, anyio.Lock, AsyncSettings]):
    """The same for asyncio and trio."""

    _http_class = httpx2.AsyncClient
    _lock_class = anyio.Lock
    _settings_class = AsyncSettings

    def __init__(
        self,
        spec: ClientSpec,
        given: Given,
        *,
        environment: str | None = None,
        **settings: Unpack[AsyncSettings],
    ) -> None:
        super().__init__(spec, given, environment, settings)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, unless they are those of an `http` that was given."""
        if self._owns_http:
            await self._http.aclose()

    def with_options(self, **settings: Unpack[AsyncSettings]) -> Self:
        """A client with other settings on the same connections; close the first one."""
        return self._with(settings)

    async def call(
        self,
        operation: Operation[T],
        variables: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = OMIT,
        *,
        headers: Mapping[str, object] | None = None,
        fields: Mapping[str, object] | None = None,
    ) -> T:
        """Call an operation. All arguments are data, and OMIT leaves one out.

        `variables` fill its templates, `headers` are those that it declares, and `fields`
        are keywords of its body: they win over the top level of `body`. A `body` of None
        is made of the keywords, OMIT sends none.
        """
        given = arguments(variables, query, body, headers=headers, fields=fields)
        flow = self._call_flow(Call(operation, given))
        return cast("T", await self._run(flow))

    async def stream(
        self,
        operation: Operation[T],
        variables: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = OMIT,
        *,
        headers: Mapping[str, object] | None = None,
        fields: Mapping[str, object] | None = None,
    ) -> AsyncStream[T]:
        """Call an operation whose answer comes in chunks. The arguments are as in `call`."""
        given = arguments(variables, query, body, headers=headers, fields=fields)
        flow = self._call_flow(Call(operation, given))
        return AsyncStream(await self._run(flow))

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str | Omit] | None = None,
        body: object = OMIT,
    ) -> Any:
        """Send what the collection lacks: same auth and errors, untyped answer.

        `path` is one at the API's origin, or a whole URL: credentials go along only where
        the collection sends them. `headers` win over all others, and OMIT takes one out.
        A `body` that is text, bytes or a file is sent as it is, any other as JSON.
        """
        flow = self._ad_hoc_flow(method, path, query, headers, body)
        return await self._run(flow)

    async def _run(self, flow: CallFlow[Any]) -> Any:
        hook = self._settings.get("before_send")
        driver = AsyncDriver(self._http, self._fetching, hook)
        return await driver.run(flow)


class SyncResource(BaseResource[SyncClient]):
    """A folder of the API: its methods call through the client it belongs to."""

    __slots__ = ()


class AsyncResource(BaseResource[AsyncClient]):
    """The same for asyncio and trio."""

    __slots__ = ()

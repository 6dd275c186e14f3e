"""The clients that generated ones are made of: `SyncClient` and `AsyncClient`.

In: operations with the arguments of a call. Out: their results, or the errors of
`errors.py`. Members that generated names could meet are few, and the rest is private.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Self, TypeVar, Unpack, cast

import anyio  # httpx2 stands on it
import httpx2

from .errors import ConfigurationError
from .omit import OMIT
from .operation import ClientSpec, Operation
from .options import read
from .request.arguments import arguments
from .response.streams import AsyncStream, Stream
from .settings import TIMEOUT, AsyncSettings, SyncSettings, check
from .transport.call_flow import Call, Terms, conversation, line_of, unlisted
from .transport.drivers import AsyncDriver, SyncDriver
from .transport.tokens import Tokens

T = TypeVar("T")


class SyncClient:
    """A client of an API. It may be shared between threads; close it when done."""

    def __init__(
        self,
        spec: ClientSpec,
        given: Mapping[str, str | None],
        *,
        environment: str | None = None,
        **settings: Unpack[SyncSettings],
    ) -> None:
        self._spec = spec
        self._values = read(spec, given, environment)
        self._settings = settings
        check(settings, SyncSettings, httpx2.Client)
        given_http = settings.get("http")
        self._owns_http = given_http is None
        self._http = given_http or httpx2.Client(timeout=TIMEOUT)
        self._tokens, self._fetching = Tokens(), threading.Lock()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

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
        check(settings, SyncSettings, httpx2.Client)
        other = object.__new__(type(self))  # subclasses have constructors of their own
        other._spec, other._values = self._spec, self._values
        other._tokens, other._fetching = self._tokens, self._fetching
        other._settings = cast("SyncSettings", {**self._settings, **settings})
        other._http, other._owns_http = settings.get("http", self._http), False
        return other

    def call(
        self,
        operation: Operation[T],
        variables: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = OMIT,
    ) -> T:
        """Call an operation. `variables` fill its holes, as data; OMIT leaves them out."""
        given = arguments(variables or {}, query or {}, body)
        return cast("T", self._run(Call(operation, given)))

    def stream(
        self,
        operation: Operation[T],
        variables: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = OMIT,
    ) -> Stream[T]:
        """Call an operation whose answer comes piece by piece."""
        given = arguments(variables or {}, query or {}, body)
        return Stream(self._run(Call(operation, given)))

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = OMIT,
    ) -> Any:
        """Send what the collection lacks: same origin, auth and errors, untyped answer.

        A `body` that is text, bytes or a file is sent as it is, any other as JSON.
        """
        operation = unlisted(self._spec, method, path, body)
        given = arguments({}, query or {}, body)
        return self._run(Call(operation, given, headers or {}))

    def _run(self, call: Call) -> Any:
        if self._http.is_closed:
            raise ConfigurationError("this client is closed: make another one")
        line = line_of(self._settings, self._http.cookies, self._http.headers)
        terms = Terms(self._spec, self._values, self._settings, line, self._tokens)
        hook = self._settings.get("before_send")
        driver = SyncDriver(self._http, self._fetching, hook)
        return driver.run(conversation(call, terms))


class AsyncClient:
    """The same for asyncio and trio."""

    def __init__(
        self,
        spec: ClientSpec,
        given: Mapping[str, str | None],
        *,
        environment: str | None = None,
        **settings: Unpack[AsyncSettings],
    ) -> None:
        self._spec = spec
        self._values = read(spec, given, environment)
        self._settings = settings
        check(settings, AsyncSettings, httpx2.AsyncClient)
        given_http = settings.get("http")
        self._owns_http = given_http is None
        self._http = given_http or httpx2.AsyncClient(timeout=TIMEOUT)
        self._tokens, self._fetching = Tokens(), anyio.Lock()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

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
        check(settings, AsyncSettings, httpx2.AsyncClient)
        other = object.__new__(type(self))  # subclasses have constructors of their own
        other._spec, other._values = self._spec, self._values
        other._tokens, other._fetching = self._tokens, self._fetching
        other._settings = cast("AsyncSettings", {**self._settings, **settings})
        other._http, other._owns_http = settings.get("http", self._http), False
        return other

    async def call(
        self,
        operation: Operation[T],
        variables: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = OMIT,
    ) -> T:
        """Call an operation. `variables` fill its holes, as data; OMIT leaves them out."""
        given = arguments(variables or {}, query or {}, body)
        return cast("T", await self._run(Call(operation, given)))

    async def stream(
        self,
        operation: Operation[T],
        variables: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = OMIT,
    ) -> AsyncStream[T]:
        """Call an operation whose answer comes piece by piece."""
        given = arguments(variables or {}, query or {}, body)
        return AsyncStream(await self._run(Call(operation, given)))

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = OMIT,
    ) -> Any:
        """Send what the collection lacks: same origin, auth and errors, untyped answer.

        A `body` that is text, bytes or a file is sent as it is, any other as JSON.
        """
        operation = unlisted(self._spec, method, path, body)
        given = arguments({}, query or {}, body)
        return await self._run(Call(operation, given, headers or {}))

    async def _run(self, call: Call) -> Any:
        if self._http.is_closed:
            raise ConfigurationError("this client is closed: make another one")
        line = line_of(self._settings, self._http.cookies, self._http.headers)
        terms = Terms(self._spec, self._values, self._settings, line, self._tokens)
        hook = self._settings.get("before_send")
        driver = AsyncDriver(self._http, self._fetching, hook)
        return await driver.run(conversation(call, terms))


class SyncResource:
    """A folder of the API: its methods call through the client it hangs on."""

    __slots__ = ("_client",)

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class AsyncResource:
    """The same for asyncio and trio."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

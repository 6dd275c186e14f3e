"""A package in; its sync and its async client out, each with a mock server of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2

from postkiln.model.responses import Streamed
from postkiln.verify.method_calls import MethodCall, StreamedChunks
from postkiln.verify.mock_server import CallOutcome, MockResponse, MockServer
from postkiln.verify.package import ImportedPackage


@dataclass(frozen=True, slots=True)
class ClientClass:
    """One of the two classes of a package, with what its clients are made with."""

    cls: Any
    options: Mapping[str, str] = field(repr=False)
    http: Any

    def create(self, own: Mapping[str, str]) -> Any:
        """A client that decodes strictly; `own` options win over those of all calls."""
        options = {**self.options, **own}
        return self.cls(**options, http=self.http, strict=True)


class Clients:
    """The sync and the async client of a package; both decode strictly."""

    def __init__(
        self,
        classes: tuple[ClientClass, ClientClass],
        servers: tuple[MockServer, MockServer],
        run: Callable[..., Any],
    ) -> None:
        self._class, self._async_class = classes
        self._server, self._async_server = servers
        self._run = run
        self._operation: Any = None
        self._spec: Any = None
        self._sync = self._create_sync({})
        self._async = self._async_class.create({})

    def _create_sync(self, own: Mapping[str, str]) -> Any:
        client = self._class.create(own)
        client._before_call = self._record_operation
        return client

    def call(self, call: MethodCall, response: MockResponse) -> CallOutcome:
        """Make a call with the sync client, or with one of the call's own options."""
        client = self._create_sync(call.options) if call.options else self._sync

        def send() -> Any:
            return self._chunked(call.call(client))

        return self._server.run(send, response)

    def call_async(self, call: MethodCall, response: MockResponse) -> CallOutcome:
        """Make a call with the async client, or with one of the call's own options."""
        client = self._async
        if call.options:
            client = self._async_class.create(call.options)

        def send() -> Any:
            return self._run(call.call(client))

        return self._async_server.run(send, response)

    def replay(self, response: MockResponse) -> CallOutcome | None:
        """What the operation that was called last makes of a response; None: there is none.

        For an operation whose request cannot be sent: it is replaced by an empty one.
        """
        if self._operation is None:
            return None
        operation = replace(
            self._operation,
            url="http://localhost",
            query=(),
            headers=(),
            body=None,
            auth=None,
        )
        call = self._sync.stream if operation.stream else self._sync.call

        def send() -> Any:
            return self._chunked(call(operation))

        return self._server.run(send, response)

    def forget_operation(self) -> None:
        """Forget the operation that was called last."""
        self._operation = None

    def response_type(self, status: int) -> Any:
        """The type of a status, of the operation that was called last."""
        for types in (self._operation.outcomes(), self._spec.errors()):
            if status in types:
                return types[status]
        return Any

    def _record_operation(self, operation: Any, spec: Any) -> None:
        """Remember the operation that is called, and what the client knows of its API."""
        self._operation, self._spec = operation, spec

    def _chunked(self, value: Any) -> Any:
        """The result of a call; that of a streamed response as its chunks."""
        kind = Streamed(self._operation.stream)
        if kind is Streamed.NO:
            return value
        return StreamedChunks(value, kind)


@contextmanager
def create_clients(
    package: ImportedPackage, name: str, options: Mapping[str, str]
) -> Generator[Clients, None, None]:
    """The clients of a package, made with these options."""
    server, async_server = MockServer(), MockServer()
    transport = httpx2.MockTransport(server.handle)
    async_transport = httpx2.MockTransport(async_server.handle)
    # Neither proxies nor credentials of this machine may have an effect: `trust_env`.
    http = httpx2.Client(transport=transport, trust_env=False)
    async_http = httpx2.AsyncClient(transport=async_transport, trust_env=False)
    sync_class = ClientClass(package.get("client", name), options, http)
    async_cls = package.get("client", f"Async{name}")
    async_class = ClientClass(async_cls, options, async_http)
    with http, asyncio.Runner() as runner:
        yield Clients((sync_class, async_class), (server, async_server), runner.run)
        runner.run(async_http.aclose())

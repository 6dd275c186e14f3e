"""A package in; its sync and its async client out, each with a mock server of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx2

from postkiln.model.responses import Streamed
from postkiln.verify.method_calls import MethodCall, StreamedChunks
from postkiln.verify.mock_server import CallOutcome, MockResponse, MockServer
from postkiln.verify.package import ImportedPackage


class Clients:
    """The sync and the async client of a package; both decode strictly."""

    def __init__(
        self,
        sync_client: Any,
        async_client: Any,
        servers: tuple[MockServer, MockServer],
        run: Callable[..., Any],
    ) -> None:
        self._sync, self._async, self._run = sync_client, async_client, run
        self._server, self._async_server = servers
        self._operation: Any = None
        self._calls = {True: sync_client.stream, False: sync_client.call}
        sync_client.stream = sync_client.call = self._record_operation

    def call(self, call: MethodCall, response: MockResponse) -> CallOutcome:
        """Make a call with the sync client."""
        return self._server.run(lambda: call.call(self._sync), response)

    def call_async(self, call: MethodCall, response: MockResponse) -> CallOutcome:
        """Make a call with the async client."""
        return self._async_server.run(
            lambda: self._run(call.call(self._async)), response
        )

    def replay(self, response: MockResponse) -> CallOutcome | None:
        """What the operation that was called last makes of a response; None: there is none.

        For an operation whose request cannot be sent: it is replaced by an empty one.
        """
        if self._operation is None:
            return None
        plain = {"url": "http://localhost", "query": (), "headers": ()}
        operation = replace(self._operation, **plain, body=None, auth=None)
        return self._server.run(lambda: self._run_operation(operation), response)

    def forget_operation(self) -> None:
        """Forget the operation that was called last."""
        self._operation = None

    def response_type(self, status: int) -> Any:
        """The type of a status, of the operation that was called last."""
        for types in (self._operation.outcomes(), self._sync._spec.errors()):
            if status in types:
                return types[status]
        return Any

    def _record_operation(self, operation: Any, *given: Any, **named: Any) -> Any:
        self._operation = operation
        return self._run_operation(operation, *given, **named)

    def _run_operation(self, operation: Any, *given: Any, **named: Any) -> Any:
        answer = self._calls[bool(operation.stream)](operation, *given, **named)
        kind = Streamed(operation.stream)
        return StreamedChunks(answer, kind) if kind else answer


@contextmanager
def create_clients(
    package: ImportedPackage, name: str, options: Mapping[str, str]
) -> Generator[Clients, None, None]:
    """The clients of a package, made with these options."""
    servers = MockServer(), MockServer()
    one, other = (httpx2.MockTransport(server.handle) for server in servers)
    # Neither proxies nor credentials of this machine: nothing leaves it.
    http = httpx2.Client(transport=one, trust_env=False)
    async_http = httpx2.AsyncClient(transport=other, trust_env=False)
    sync_class = package.get("client", name)
    async_class = package.get("client", f"Async{name}")
    with http, asyncio.Runner() as runner:
        yield Clients(
            sync_class(**options, http=http, strict=True),
            async_class(**options, http=async_http, strict=True),
            servers,
            runner.run,
        )
        runner.run(async_http.aclose())

"""A client of either kind, called as if it were the sync one, and a server that is told what to say."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from postkiln.runtime import ClientSpec, Operation
from postkiln.runtime.client import AsyncClient, SyncClient


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived. `lines` are its headers as they were sent."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: str
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What the server says to it."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b"{}"


@dataclass(slots=True)
class Told:
    """A loopback server: `says` answers, `asked` remembers."""

    base: str
    says: Callable[[Asked], Said] = field(default=lambda _: Said())
    asked: list[Asked] = field(default_factory=list[Asked])


@contextmanager
def told_server() -> Generator[Told]:
    """A server on a free port of the loopback interface, for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(size).decode("latin-1")
            headers = {name.lower(): value for name, value in self.headers.items()}
            lines = tuple(self.headers.items())
            asked = Asked(self.command, self.path, headers, body, lines)
            told.asked.append(asked)
            said = told.says(asked)
            self.send_response(said.status)
            for name, value in said.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = Told(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Twin:
    """A sync or an async client."""

    def __init__(
        self, kind: str, spec: ClientSpec, given: Mapping[str, Any], **settings: Any
    ) -> None:
        cls: Any = SyncClient if kind == "sync" else AsyncClient
        self._runner = asyncio.Runner()
        self._made: Any = cls(spec, given, **settings)
        self.client: Any = self._made

    def call(self, operation: Operation[Any], *arguments: Any, **more: Any) -> Any:
        """The result of a call."""
        return self._run(self.client.call(operation, *arguments, **more))

    def request(self, method: str, path: str, **more: Any) -> Any:
        """The result of a request that the collection lacks."""
        return self._run(self.client.request(method, path, **more))

    def with_options(self, **settings: Any) -> None:
        """Call with other settings from now on."""
        self.client = self.client.with_options(**settings)

    def close(self) -> None:
        """Close the client and its event loop."""
        is_sync = isinstance(self._made, SyncClient)
        self._run(self._made.close() if is_sync else self._made.aclose())
        self._runner.close()

    def _run(self, made: Any) -> Any:
        return self._runner.run(made) if asyncio.iscoroutine(made) else made


@contextmanager
def twin(
    kind: str, spec: ClientSpec, given: Mapping[str, Any], **settings: Any
) -> Generator[Twin]:
    """A client of this kind, closed at the end."""
    made = Twin(kind, spec, given, **settings)
    try:
        yield made
    finally:
        made.close()

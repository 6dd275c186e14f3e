"""A server on the loopback interface that says one thing and keeps what it heard."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True, slots=True)
class Said:
    """What the server answers."""

    status: int
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as it stood on the wire. `headers` have their names in lower case."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def target(self) -> str:
        return self.line.split(" ")[1]


@dataclass(slots=True)
class Loopback:
    """What is said to each request, and what was heard so far."""

    base_url: str
    says: Said = Said(200, b"{}", "application/json")
    heard: list[Heard] = field(default_factory=list[Heard])

    @property
    def last(self) -> Heard:
        return self.heard[-1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.loopback = Loopback(f"http://127.0.0.1:{self.server_port}")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10
    wbufsize = -1  # head and body leave in one packet

    def handle_one_request(self) -> None:
        """Any method, any target: nothing is looked at before it is kept."""
        self.raw_requestline = self.rfile.readline()
        if not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            self._answer()

    def _answer(self) -> None:
        assert isinstance(self.server, _Server)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        loopback = self.server.loopback
        loopback.heard.append(Heard(self.requestline, headers, body))
        self.send_response(loopback.says.status)
        self.send_header("Content-Type", loopback.says.media_type)
        self.send_header("Content-Length", str(len(loopback.says.content)))
        self.end_headers()
        self.wfile.write(loopback.says.content)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test that fails says what it saw itself."""


@contextmanager
def loopback() -> Generator[Loopback]:
    """A server on a free port."""
    server = _Server()
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.loopback
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

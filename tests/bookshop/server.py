"""The bookshop on a real socket: `with bookshop() as base_url: ...`.

Every request of `collections/bookshop.postman_collection.json` works here, on rows in
SQLite. Each `bookshop()` is a shop of its own and forgets everything at the end.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

from .exchange import Answer, Call
from .routes import answer
from .store import Store


class Shop(ThreadingHTTPServer):
    """A server with a store behind it; one call at a time touches the store."""

    daemon_threads = True

    def __init__(self, store: Store) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = store
        self.lock = Lock()


class Handler(BaseHTTPRequestHandler):
    """Reads one request, gives it to the routes, writes the answer."""

    protocol_version = "HTTP/1.1"
    timeout = 10
    wbufsize = -1  # head and body leave in one packet

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        said = self._ask(body)
        self.send_response(said.status)
        if said.media_type:
            self.send_header("Content-Type", said.media_type)
        if said.status != 204:
            self.send_header("Content-Length", str(len(said.content)))
        self.end_headers()
        self.wfile.write(said.content)

    def _ask(self, body: bytes) -> Answer:
        shop, url = self.server, urlsplit(self.path)
        assert isinstance(shop, Shop)
        path = unquote(url.path)
        with shop.lock:
            return answer(
                Call(shop.store, self.command, path, url.query, self.headers, body, {})
            )

    # The names http.server looks for.
    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test that fails says what it saw itself."""


@contextmanager
def bookshop() -> Generator[str, None, None]:
    """A shop on a free port of the loopback interface; yields its base URL."""
    store = Store()
    server = Shop(store)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with server.lock:
            store.close()

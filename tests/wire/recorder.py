"""A server on the loopback interface that keeps each request as it stands on the wire.

In: connections, in clear text whatever their URLs said, and answers by item. Out: lines
as in newman's recordings.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedIOBase
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any, cast

CHALLENGE = 'Digest realm="rec", nonce="fixednonce", qop="auth", opaque="op"'
_PATIENCE = 10.0  # seconds that a connection may be silent


@dataclass(slots=True)
class Recorder:
    """What was heard. `key` is the item whose requests come now.

    `answers` are those of items by key: one, or one for each request in turn.
    `faults` are connections that are not one request each, and what is wrong with them.
    """

    answers: Mapping[str, Any]
    port: int = 0
    key: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    faults: list[str] = field(default_factory=list[str])
    encrypted: set[Any] = field(default_factory=set[Any])
    """Addresses of clients that believe to speak TLS."""
    _turns: Counter[str] = field(default_factory=Counter[str])

    def hear(self, file: BufferedIOBase, client: object) -> bytes:
        """Keep the request of a connection; what to answer."""
        request = _request(file)
        scheme = "https" if client in self.encrypted else "http"
        self.encrypted.discard(client)
        self.lines.append({"key": self.key, "scheme": scheme, **request})
        return _written(self._answer(request), request["method"])

    def _answer(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        given = self.answers.get(self.key)
        if isinstance(given, list):
            turns = cast("list[Mapping[str, Any]]", given)
            turn = min(self._turns[self.key], len(turns) - 1)
            self._turns[self.key] += 1
            return turns[turn]
        return given or _usual(request)


def _request(file: BufferedIOBase) -> dict[str, Any]:
    """The request, with its headers in order and as they are spelled.

    Raises ValueError where it is none (RFC 9112).
    """
    method, target, version = _text(file).split(" ")
    if version != "HTTP/1.1":
        raise ValueError(f"the version is {version!r}")
    headers: list[list[str]] = []
    while line := _text(file):
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"no header: {line!r}")
        headers.append([name, value.strip(" \t")])
    by_name = {name.lower(): value for name, value in headers}
    return {
        "method": method,
        "target": target,
        "host": by_name["host"],
        "headers": headers,
        "body_b64": b64encode(_body(file, by_name)).decode("ascii"),
    }


def _text(file: BufferedIOBase) -> str:
    line = file.readline()
    if not line.endswith(b"\r\n"):
        raise ValueError(f"no line: {line!r}")
    return line[:-2].decode("latin-1")


def _body(file: BufferedIOBase, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding") != "chunked":
        return _exactly(file, int(headers.get("content-length", "0")))
    chunks: list[bytes] = []
    while size := int(_text(file), 16):
        chunks.append(_exactly(file, size))
        _text(file)
    while _text(file):
        pass  # trailers
    return b"".join(chunks)


def _exactly(file: BufferedIOBase, size: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise ValueError(f"{size} bytes are announced, {len(content)} are sent")
    return content


def _usual(request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What newman was answered: by the path, and else that all is well."""
    path = request["target"].partition("?")[0]
    schemes = [v[:7] for n, v in request["headers"] if n.lower() == "authorization"]
    if path.startswith("/__digest") and schemes != ["Digest "]:
        return {"status": 401, "headers": [["WWW-Authenticate", CHALLENGE]]}
    if found := re.match(r"/__redirect/(\d+)", path):
        return {"status": int(found[1]), "headers": [["Location", "/__landed"]]}
    if found := re.match(r"/__status/(\d+)", path):
        return {"status": int(found[1]), "body": "{}"}
    return {"headers": [["Content-Type", "application/json"]], "body": '{"ok":true}'}


def _written(answer: Mapping[str, Any], method: str) -> bytes:
    body = answer.get("body", "").encode()
    headers = [
        *answer.get("headers", ()),
        ["Content-Length", str(len(body))],
        ["Connection", "close"],
    ]
    lines = [f"HTTP/1.1 {answer.get('status', 200)} Said"]
    lines += [f"{name}: {value}" for name, value in headers]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return head if method == "HEAD" else head + body


class _Server(ThreadingTCPServer):
    daemon_threads = False  # so that the end waits for each connection
    request_queue_size = 64

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.recorder = recorder
        recorder.port = self.server_address[1]


class _Connection(StreamRequestHandler):
    timeout = _PATIENCE

    def handle(self) -> None:
        """Answer one request; what comes after it is a fault."""
        assert isinstance(self.server, _Server)
        recorder = self.server.recorder
        try:
            self.wfile.write(recorder.hear(self.rfile, self.client_address))
            if rest := self.rfile.read():
                recorder.faults.append(f"{recorder.key}: more is sent: {rest[:80]!r}")
        except (ValueError, LookupError, OSError) as error:
            recorder.faults.append(f"{recorder.key}: {type(error).__name__}: {error}")


@contextmanager
def recording(answers: Mapping[str, Any]) -> Generator[Recorder]:
    """A recorder on a free port. Its lines are whole when it has ended."""
    recorder = Recorder(answers)
    with _Server(recorder) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()

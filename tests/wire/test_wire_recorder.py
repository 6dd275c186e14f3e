"""The recorder hears what is sent, as it is sent, and answers as newman was answered."""

from __future__ import annotations

import asyncio
import socket
from base64 import b64decode
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from wire.recorder import CHALLENGE, Recorder, recording
from wire.sockets import async_http, http

Send = Callable[..., httpx2.Response]
ANSWERS = {
    "one": {"status": 204, "headers": [["Set-Cookie", "a=b"]]},
    "turns": [{"status": 302, "headers": [["Location", "/y"]]}, {"status": 201}],
}


@contextmanager
def sync_sender(recorder: Recorder) -> Generator[Send]:
    with http(recorder) as client:
        yield client.request


@contextmanager
def async_sender(recorder: Recorder) -> Generator[Send]:
    client = async_http(recorder)
    with asyncio.Runner() as runner:
        yield lambda *given, **more: runner.run(client.request(*given, **more))
        runner.run(client.aclose())


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with recording(ANSWERS) as opened:
        yield opened


@pytest.fixture(params=[sync_sender, async_sender])
def send(recorder: Recorder, request: pytest.FixtureRequest) -> Iterator[Send]:
    with request.param(recorder) as sender:
        yield sender


def test_a_request_is_kept_as_it_stands_on_the_wire(
    recorder: Recorder, send: Send
) -> None:
    recorder.key = "a/b"
    headers = [("Host", "h.example"), ("x-B", "2"), ("X-a", "1"), ("x-B", "3")]
    send("POST", "https://api.example:8443/a?b=%20", headers=headers, content=b"\x00x")
    (line,) = recorder.lines
    own = [
        each for each in line["headers"] if each[0].lower() in ("host", "x-a", "x-b")
    ]
    assert own == [["Host", "h.example"], ["x-B", "2"], ["X-a", "1"], ["x-B", "3"]]
    assert b64decode(line["body_b64"]) == b"\x00x"
    told = {name: line[name] for name in ("key", "method", "scheme", "host", "target")}
    assert told == {
        "key": "a/b",
        "method": "POST",
        "scheme": "https",
        "host": "h.example",
        "target": "/a?b=%20",
    }


def test_schemes_are_told_apart(recorder: Recorder, send: Send) -> None:
    for scheme in ("http", "https", "http"):
        send("GET", f"{scheme}://api.example/")
    assert [each["scheme"] for each in recorder.lines] == ["http", "https", "http"]


def test_a_body_may_come_in_chunks(recorder: Recorder) -> None:
    with http(recorder) as client:
        client.post("http://api.example/", content=iter([b"ab", b"c"]))
    (line,) = recorder.lines
    assert ["Transfer-Encoding", "chunked"] in line["headers"]
    assert b64decode(line["body_b64"]) == b"abc"


@pytest.mark.parametrize(
    ("path", "status", "headers"),
    [
        ("/__digest/x", 401, {"www-authenticate": CHALLENGE}),
        ("/__redirect/307?x", 307, {"location": "/__landed"}),
        ("/__status/418", 418, {}),
        ("/else", 200, {"content-type": "application/json"}),
    ],
)
def test_answers_are_those_that_newman_got(
    send: Send, path: str, status: int, headers: dict[str, str]
) -> None:
    answer = send("GET", f"https://api.example{path}")
    assert answer.status_code == status
    assert headers.items() <= dict(answer.headers).items()


def test_a_challenge_that_is_answered_is_over(send: Send) -> None:
    headers = {"Authorization": "Digest x"}
    answer = send("GET", "https://api.example/__digest/x", headers=headers)
    assert answer.status_code == 200


def test_an_item_has_answers_of_its_own(recorder: Recorder, send: Send) -> None:
    recorder.key = "one"
    answer = send("GET", "https://api.example/")
    assert (answer.status_code, answer.headers["set-cookie"]) == (204, "a=b")
    recorder.key = "turns"
    told = [send("GET", "https://api.example/").status_code for _ in range(3)]
    assert told == [302, 201, 201]


def test_an_answer_to_head_has_no_body(send: Send) -> None:
    answer = send("HEAD", "https://api.example/")
    assert (answer.status_code, answer.content) == (200, b"")


def _send(port: int, octets: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(octets)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (b"GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", "ValueError"),
        (b"GET / HTTP/1.0\r\nHost: h\r\n\r\n", "the version"),
        (b"GET / HTTP/1.1\nHost: h\n\n", "no line"),
        (b"GET / HTTP/1.1\r\nHost h\r\n\r\n", "no header"),
        (b"GET / HTTP/1.1\r\n\r\n", "'host'"),
        (b"GET / HTTP/1.1\r\nHost: h\r\n\r\nmore", "more is sent"),
        (b"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nab", "3 bytes"),
        (b"", "no line"),
    ],
)
def test_what_is_not_one_request_is_a_fault(sent: bytes, fault: str) -> None:
    with recording({}) as recorder:
        _send(recorder.port, sent)
    assert len(recorder.faults) == 1
    assert fault in recorder.faults[0]


def test_a_pool_of_another_make_is_not_led_astray(monkeypatch: Any) -> None:
    class Other(httpx2.HTTPTransport):
        def __init__(self, **_: Any) -> None:
            super().__init__(verify=False)
            whole: Any = self
            del whole._pool._network_backend

    monkeypatch.setattr(httpx2, "HTTPTransport", Other)
    with pytest.raises(AttributeError):
        http(Recorder({}))

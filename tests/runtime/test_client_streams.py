"""Answers that come piece by piece: read as they come, closed at the end or before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest

from postkiln.runtime import ClientSpec, Operation
from postkiln.runtime.client import AsyncClient, SyncClient
from postkiln.runtime.codec.model import Model
from postkiln.runtime.errors import ConnectionFailedError, DecodeError, NotFoundError
from postkiln.runtime.response.chunks import Event

SPEC = ClientSpec(name="Shop")


@dataclass(slots=True, kw_only=True)
class Book(Model):
    id: int


def operation(stream: Any = "lines", annotation: Any = Book) -> Operation[Any]:
    return Operation(
        name="Books",
        method="GET",
        url="https://shop.example/books",
        outcomes=lambda: {200: annotation},
        stream=stream,
    )


@dataclass
class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """An answer in chunks; an error among them is raised."""

    chunks: list[bytes | Exception]
    sent: int = 0
    closed: bool = False

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            if isinstance(chunk, Exception):
                raise chunk
            self.sent += 1
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


@dataclass
class Client:
    """A client of either kind that is answered with a body."""

    kind: str
    body: Body
    status: int = 200
    settings: dict[str, Any] = field(default_factory=dict[str, Any])

    def read(self, operation: Operation[Any], most: int | None = None) -> list[Any]:
        """The first pieces of the answer, or all; the rest is left."""
        return (
            self._sync(operation, most)
            if self.kind == "sync"
            else self._run(operation, most)
        )

    def _serve(self, request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(self.status, stream=self.body, request=request)

    def _sync(self, operation: Operation[Any], most: int | None) -> list[Any]:
        http = httpx2.Client(transport=httpx2.MockTransport(self._serve))
        client = SyncClient(SPEC, {}, http=http, **self.settings)
        found: list[Any] = []
        with http, client.stream(operation) as stream:
            for piece in stream:
                found.append(piece)
                if len(found) == most:
                    break
        return found

    def _run(self, operation: Operation[Any], most: int | None) -> list[Any]:
        async def run() -> list[Any]:
            http = httpx2.AsyncClient(transport=httpx2.MockTransport(self._serve))
            client = AsyncClient(SPEC, {}, http=http, **self.settings)
            found: list[Any] = []
            async with http, await client.stream(operation) as stream:
                async for piece in stream:
                    found.append(piece)
                    if len(found) == most:
                        break
            return found

        return asyncio.run(run())


Make = Callable[..., Client]


@pytest.fixture(params=["sync", "async"])
def client(request: pytest.FixtureRequest) -> Make:
    def make(*chunks: bytes | Exception, status: int = 200, **settings: Any) -> Client:
        return Client(request.param, Body(list(chunks)), status, settings)

    return make


def test_each_line_is_an_object(client: Make) -> None:
    made = client(b'{"id": 1}\n{"i', b'd": 2}')
    assert made.read(operation()) == [Book(id=1), Book(id=2)]
    assert made.body.closed


def test_the_rest_is_not_read(client: Make) -> None:
    made = client(b'{"id": 1}\n', b'{"id": 2}\n', b'{"id": 3}\n')
    assert made.read(operation(), most=1) == [Book(id=1)]
    assert (made.body.sent, made.body.closed) == (1, True)


def test_events_carry_objects(client: Make) -> None:
    made = client(b'id: 1\ndata: {"id": 1}\n\n', b"data: soon\n\n")
    assert made.read(operation("events")) == [
        Event(Book(id=1), id="1"),
        Event("soon", id="1"),
    ]


def test_events_of_text_stay_text(client: Make) -> None:
    made = client(b"data: 1\n\n")
    assert made.read(operation("events", str)) == [Event("1")]


def test_what_differs_is_told_or_raised(client: Make) -> None:
    heard: list[str] = []
    made = client(b'{"id": "a"}\nno json\n', on_difference=heard.append)
    first, second = made.read(operation())
    assert (first.id, second) == ("a", "no json")
    assert heard == ["$.id: expected int, found str", "$: expected JSON, found text"]
    made = client(b'{"id": "a"}\n', b'{"id": 2}\n', strict=True)
    with pytest.raises(DecodeError):
        made.read(operation())
    assert made.body.closed


def test_an_error_is_an_error(client: Make) -> None:
    made = client(b'{"why": ', b'"gone"}', status=404)
    with pytest.raises(NotFoundError) as caught:
        made.read(operation())
    assert caught.value.body == {"why": "gone"}
    assert made.body.closed


def test_a_connection_that_breaks_is_told(client: Make) -> None:
    made = client(b'{"id": 1}\n', httpx2.ReadError("reset"))
    with pytest.raises(ConnectionFailedError, match=r"GET https://shop\.example/books"):
        made.read(operation())
    assert made.body.closed


def test_a_status_that_nobody_saw_is_read_as_the_one_that_was(client: Make) -> None:
    made = client(b'{"id": 1}\n', status=206)
    assert made.read(operation()) == [Book(id=1)]


def test_what_is_nested_too_deeply_stays_text(client: Make) -> None:
    text = "[" * 100_000
    made = client(text.encode() + b"\n")
    assert made.read(operation(annotation=Any)) == [text]

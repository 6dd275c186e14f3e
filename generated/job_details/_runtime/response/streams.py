"""Answers that come piece by piece, as iterators: `Stream` and `AsyncStream`.

They hold the connection until they end or are closed; use `with` to leave one early.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, Self, TypeVar

import httpx2

from ..codec.json_text import loads
from ..httpx_errors import translated
from ..operation import Operation
from .answers import Decoding, annotation_of
from .chunks import Event, Events, JsonLines

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """A response that is not read yet, and how its pieces are decoded.

    `label` is its URL for messages.
    """

    operation: Operation[Any]
    response: httpx2.Response
    decoding: Decoding
    label: str

    def pieces(self) -> JsonLines | Events:
        """What takes the bytes apart."""
        return Events() if self.operation.stream == "events" else JsonLines()

    def decoded(self, piece: str | Event[str]) -> Any:
        """A piece as the examples show it; text that is no JSON stays text."""
        if isinstance(piece, Event):
            return replace(piece, data=self._value(piece.data))
        return self._value(piece)

    def _value(self, text: str) -> Any:
        annotation = annotation_of(self.operation, self.response.status_code)
        if annotation is str:
            return text
        try:
            data = loads(text.encode())
        except (ValueError, RecursionError):
            if annotation is not Any:
                self.decoding.differs("JSON", "text")
            return text
        return self.decoding.decode(annotation, data)

    def failed(self, error: Exception) -> Exception:
        """The error for one of httpx2's."""
        return translated(error, self.operation.method, self.label)


class Stream(Generic[T]):
    """The pieces of an answer, as they come."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pieces = self._read()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return next(self._pieces)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the rest of the answer unread."""
        self._pieces.close()
        self._source.response.close()

    def _read(self) -> Generator[T]:
        source, pieces = self._source, self._source.pieces()
        try:
            for chunk in source.response.iter_bytes():
                yield from map(source.decoded, pieces.feed(chunk))
            yield from map(source.decoded, pieces.end())
        except httpx2.HTTPError as error:
            raise source.failed(error) from error
        finally:
            source.response.close()


class AsyncStream(Generic[T]):
    """The same for asyncio and trio."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pieces = self._read()

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        return await anext(self._pieces)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Leave the rest of the answer unread."""
        await self._pieces.aclose()
        await self._source.response.aclose()

    async def _read(self) -> AsyncGenerator[T]:
        source, pieces = self._source, self._source.pieces()
        try:
            async for chunk in source.response.aiter_bytes():
                for piece in pieces.feed(chunk):
                    yield source.decoded(piece)
            for piece in pieces.end():
                yield source.decoded(piece)
        except httpx2.HTTPError as error:
            raise source.failed(error) from error
        finally:
            await source.response.aclose()

"""Responses that come in chunks, as iterators: `Stream` and `AsyncStream`.

They hold the connection until they end or are closed; use `with` to leave one early.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, Self, TypeVar

import httpx2

from ..httpx_errors import translated
from ..operation import Operation
from .answers import Decoding, annotation_of
from .chunks import Event, Events, JsonLines
from .json_text import loads

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StreamedResponse:
    """A response that is not read yet, and how its chunks are decoded.

    `label` is its URL for messages.
    """

    operation: Operation[Any]
    response: httpx2.Response
    decoding: Decoding
    label: str

    def splitter(self) -> JsonLines | Events:
        """Splits the bytes into chunks."""
        if self.operation.stream == "events":
            return Events()
        return JsonLines()

    def decoded(self, chunk: str | Event[str]) -> Any:
        """A chunk as the examples show it; text that is not JSON stays text."""
        if isinstance(chunk, Event):
            data = self._value(chunk.data)
            return replace(chunk, data=data)
        return self._value(chunk)

    def _value(self, text: str) -> Any:
        annotation = annotation_of(self.operation, self.response.status_code)
        if annotation is str:
            return text
        try:
            data = loads(text.encode())
        except (ValueError, RecursionError):
            if annotation is not Any:
                self.decoding.report("JSON", "text")
            return text
        return self.decoding.decode(annotation, data)

    def failure(self, error: Exception) -> Exception:
        """Our error for one of httpx2's."""
        return translated(error, self.operation.method, self.label)


class Stream(Generic[T]):
    """The chunks of a response, as they come."""

    def __init__(self, source: StreamedResponse) -> None:
        self._source = source
        self._chunks = self._read()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return next(self._chunks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the rest of the response unread."""
        self._chunks.close()
        self._source.response.close()

    def _read(self) -> Generator[T]:
        source = self._source
        splitter = source.splitter()
        try:
            for octets in source.response.iter_bytes():
                yield from map(source.decoded, splitter.feed(octets))
            yield from map(source.decoded, splitter.end())
        except httpx2.HTTPError as error:
            raise source.failure(error) from error
        finally:
            source.response.close()


class AsyncStream(Generic[T]):
    """The same for asyncio and trio."""

    def __init__(self, source: StreamedResponse) -> None:
        self._source = source
        self._chunks = self._read()

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        return await anext(self._chunks)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Leave the rest of the response unread."""
        await self._chunks.aclose()
        await self._source.response.aclose()

    async def _read(self) -> AsyncGenerator[T]:
        source = self._source
        splitter = source.splitter()
        try:
            async for octets in source.response.aiter_bytes():
                for chunk in splitter.feed(octets):
                    yield source.decoded(chunk)
            for chunk in splitter.end():
                yield source.decoded(chunk)
        except httpx2.HTTPError as error:
            raise source.failure(error) from error
        finally:
            await source.response.aclose()

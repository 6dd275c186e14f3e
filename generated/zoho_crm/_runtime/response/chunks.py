"""Bytes as they come -> the chunks in them: JSON lines, server-sent events. No I/O."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


# No slots: on Python 3.11 `Event[T](...)` fails for a frozen class that has them.
@dataclass(frozen=True)
class Event(Generic[T]):
    """A server-sent event (HTML Living Standard, 9.2).

    `id` is that of the last event that had one. `retry`: after how many milliseconds to
    connect again, if the server gives it.
    """

    data: T
    event: str = "message"
    id: str = ""
    retry: int | None = None


class Lines:
    """Splits a text at line feeds. Lines are text; the last need not be ended."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""

    def feed(self, octets: bytes) -> Iterator[str]:
        """The lines that these bytes end."""
        text = self._rest + self._decode(octets)
        *lines, self._rest = text.split("\n")
        yield from lines

    def end(self) -> Iterator[str]:
        """The last line, if no line feed ended it."""
        if self._rest:
            yield self._rest


class JsonLines:
    """The texts of JSON documents, one in each line that is not blank.

    The record separator of RFC 7464 before each is not part of it.
    """

    def __init__(self) -> None:
        self._lines = Lines()

    def feed(self, octets: bytes) -> Iterator[str]:
        """The documents whose line these bytes end."""
        return _documents(self._lines.feed(octets))

    def end(self) -> Iterator[str]:
        """The document of the last line."""
        return _documents(self._lines.end())


def _documents(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        document = line.strip("\x1e\ufeff \t\r")
        if document:
            yield document


class Events:
    """Server-sent events, their data as text. A blank line ends an event."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._is_first = True
        self._id = ""
        self._clear()

    def _clear(self) -> None:
        self._data: list[str] = []
        self._event = "message"
        self._retry: int | None = None

    def feed(self, octets: bytes) -> Iterator[Event[str]]:
        """The events that these bytes end."""
        for line in self._lines.feed(octets):
            # A carriage return ends a line as well; before a line feed it is part of one.
            for part in line.removesuffix("\r").split("\r"):
                event = self._take(part)
                if event is not None:
                    yield event

    def end(self) -> Iterator[Event[str]]:
        """Nothing: an event without its blank line is left out."""
        return iter(())

    def _take(self, line: str) -> Event[str] | None:
        """The event that the line ends, if it ends one."""
        if self._is_first:
            self._is_first = False
            line = line.removeprefix("\ufeff")
        if not line:
            return self._end_event()
        name, _, value = line.partition(":")
        self._set_field(name, value.removeprefix(" "))
        return None

    def _end_event(self) -> Event[str] | None:
        """The event of the lines since the last one; None if they have no data."""
        event = None
        if self._data:
            text = "\n".join(self._data)
            event = Event(text, self._event, self._id, self._retry)
        self._clear()
        return event

    def _set_field(self, name: str, value: str) -> None:
        match name:
            case "data":
                self._data.append(value)
            case "event":
                self._event = value or "message"
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit():
                self._retry = int(value)
            case _:
                pass  # a comment, or a field of another standard

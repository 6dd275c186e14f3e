"""The saved responses of a request, and what they show of its answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from postkiln.runtime.response.chunks import Events, JsonLines
from postkiln.shapes.lattice import Shape


class Streamed(StrEnum):
    """How an answer comes: as a whole, or in chunks."""

    NO = ""
    LINES = "lines"  # a JSON document in each
    EVENTS = "events"  # server-sent


def chunks(streamed: Streamed, text: str) -> tuple[str, ...]:
    """The text of each chunk of a saved answer: a line, or the data of an event.

    The last one is ended by the end of the text.
    """
    octets = text.encode("utf-8", "replace")
    if streamed is Streamed.EVENTS:
        events = Events().feed(octets + b"\n\n")  # a blank line ends an event
        return tuple(event.data for event in events)
    lines = JsonLines()
    return (*lines.feed(octets), *lines.end())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a status was seen to answer: the join over its examples.

    `shape` None: no JSON was seen. `text`, `binary` and `empty` say what else was. Of
    what comes in chunks (`streamed`) it is the shape of a chunk.
    An example whose status is unknown counts as 200, as in Postman.
    """

    status: int
    shape: Shape | None = None
    text: bool = False
    binary: bool = False
    empty: bool = False
    names: tuple[str, ...] = ()
    streamed: Streamed = Streamed.NO


@dataclass(frozen=True, slots=True)
class Example:
    """A saved answer, for playing back.

    `documents` are the JSON values of its body, parsed: the one it is, or one a chunk;
    none where it is no JSON.
    """

    name: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    documents: tuple[Any, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SavedResponses:
    """The responses saved with a request, in order, and what they show by status."""

    outcomes: tuple[Outcome, ...] = ()
    examples: tuple[Example, ...] = ()

"""What a request was seen to answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from postkiln.shapes.json_shape import Shape


class Streamed(StrEnum):
    """How an answer comes: as a whole, or piece by piece."""

    NO = ""
    LINES = "lines"  # a JSON document in each
    EVENTS = "events"  # server-sent


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a status was seen to answer: the join over its examples.

    `shape` None: no JSON was seen. `text`, `binary` and `empty` say what else was. Of
    what comes piece by piece (`streamed`) it is the shape of the pieces.
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
    """A saved answer, for playing back."""

    name: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None

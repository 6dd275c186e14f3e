"""Where data differs from what an annotation admits. In: places. Out: paths, and who hears.

A place is a chain of (parent, key or index) pairs, `None` at the root: one pair per
object or list entry is all that the data that fits pays for messages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeAlias

At: TypeAlias = tuple[Any, str | int] | None

Reader: TypeAlias = "Callable[[Any, At, Notes], Any]"
"""Decodes one JSON value that stands at a place, and tells the notes what differs."""

Differ: TypeAlias = Callable[[At, str, str], None]
"""Hears of a difference: the place, what was expected there, what was found."""

MISFIT: Final = object()
"""The outcome of an attempt at a value that does not fit strictly."""


class Misfit(Exception):  # noqa: N818 - ends an attempt, is nobody's error
    """The value that is attempted does not fit."""


class Notes:
    """What one call of `decode` takes along: who hears of differences, and past attempts."""

    __slots__ = ("_attempts", "differ")

    def __init__(self, differ: Differ) -> None:
        self.differ = differ
        self._attempts: dict[Hashable, Any] = {}

    def attempt(self, read: Reader, value: Any) -> Any:
        """What `read` makes of the value if it fits strictly, else `MISFIT`.

        Remembered: unions inside unions would otherwise try each value again for each
        combination of members above it. Values are told apart by identity; the data
        outlives the notes.
        """
        attempt = (read, id(value))
        if attempt not in self._attempts:
            self._attempts[attempt] = self._on_trial(read, value)
        return self._attempts[attempt]

    def _on_trial(self, read: Reader, value: Any) -> Any:
        notes = Notes(_misfit)
        notes._attempts = self._attempts
        try:
            return read(value, None, notes)
        except Misfit:
            return MISFIT


def unheard(at: At, expected: str, found: str) -> None:
    """Nobody asked to hear of differences."""


def _misfit(at: At, expected: str, found: str) -> None:
    raise Misfit


def found_in(value: Any) -> str:
    """What a message says was found: the type, never the value, which may be secret."""
    return "None" if value is None else type(value).__name__


def path_of(at: At) -> str:
    """The place as a JSON path: `$.resource[0].index`, `$["content-type"]`."""
    steps: list[str] = []
    while at is not None:
        at, key = at
        steps.append(_step(key))
    return "$" + "".join(reversed(steps))


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if key.isidentifier() else f"[{json.dumps(key)}]"

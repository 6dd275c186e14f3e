"""The text of a JSON document in, its parts one after the other out, without recursion.

`json.loads` reads documents faster. This is for places and for what is nested deeply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Literal, NamedTuple, cast

Kind = Literal["open", "close", "key", "value", "colon", "comma", "end"]


class JsonEvent(NamedTuple):
    """A bracket, a key, a scalar or a separator, and where it stands in the text."""

    kind: Kind
    start: int
    end: int

    def token(self, text: str) -> str:
        """What stands there in the text of the document."""
        return text[self.start : self.end]


OPENING = {"]": "[", "}": "{"}

# `*+` and `++` give nothing back: no text takes longer than in proportion to its length.
_SPACE = r"[ \t\r\n]*+"
_STRING = r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?"
SCALAR = rf"{_STRING}|(?:{_NUMBER}|true|false|null)(?![\w.+-])"


def after_space(pattern: str) -> re.Pattern[str]:
    """A pattern that may have white space of JSON before it."""
    return re.compile(f"{_SPACE}(?:{pattern})", re.DOTALL)


class State(Enum):
    """What may come next: `expected` matches it, in a group of the kind of its event."""

    FIRST_VALUE = rf"(?P<value>{SCALAR})|(?P<open>[\[{{])|(?P<close>\])"  # after [
    VALUE = (
        rf"(?P<value>{SCALAR})|(?P<open>[\[{{])"  # after a colon, or after , in a list
    )
    FIRST_KEY = rf"(?P<key>{_STRING})|(?P<close>\}})"  # after {
    KEY = rf"(?P<key>{_STRING})"  # after a comma in an object
    COLON = r"(?P<colon>:)"
    COMMA = r"(?P<comma>,)|(?P<close>[\]}])"  # after a value in a list or an object
    END = r"(?P<end>\Z)"

    def __init__(self, pattern: str) -> None:
        self.expected = after_space(pattern)


def events(text: str) -> Iterator[JsonEvent]:
    """The brackets, keys and scalars of a document, up to the first mistake in it."""
    return Reader(text).read()


class Reader:
    """A document that is being read: open brackets, and what may come next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_done = False
        self.open: list[str] = []
        self.state = State.VALUE
        self.at = 0  # where to read on
        self.last = 0  # where the last token ended
        self.comma = 0  # where the last comma stands

    def read(self) -> Iterator[JsonEvent]:
        while not self.is_done:
            event = self._expected() or self.unexpected()
            if event is None:
                continue
            self.at = self.last = event.end
            self._advance(event)
            if event.kind in ("open", "close", "key", "value"):
                yield event

    def _expected(self) -> JsonEvent | None:
        """The next event, where it is one that may come; None otherwise."""
        match = self.state.expected.match(self.text, self.at)
        if match is None:
            return None
        kind = cast("Kind", match.lastgroup)
        event = JsonEvent(kind, match.start(kind), match.end())
        if kind == "close":
            opening = OPENING[event.token(self.text)]
            if opening != self.open[-1]:
                return None
        return event

    def unexpected(self) -> JsonEvent | None:
        """The event to go on with in place of an unexpected one; None to look again."""
        self.is_done = True
        return None

    def _advance(self, event: JsonEvent) -> None:
        """Note what may come after an event."""
        match event.kind:
            case "value":
                self._end_value()
            case "key":
                self.state = State.COLON
            case "colon":
                self.state = State.VALUE
            case "comma":
                self.comma = event.start
                self.expect_next()
            case "open":
                self.enter(self.text[event.start])
            case "close":
                self.leave()
            case "end":
                self.is_done = True

    def enter(self, bracket: str) -> None:
        self.open.append(bracket)
        self.state = State.FIRST_KEY if bracket == "{" else State.FIRST_VALUE

    def leave(self) -> None:
        self.open.pop()
        self._end_value()

    def _end_value(self) -> None:
        self.state = State.COMMA if self.open else State.END

    def expect_next(self) -> None:
        self.state = State.KEY if self.is_in("{") else State.VALUE

    def is_in(self, bracket: str) -> bool:
        return self.open[-1:] == [bracket]

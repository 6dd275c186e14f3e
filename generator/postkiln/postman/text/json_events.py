"""The text of a JSON document in, its parts one after the other out, without recursion.

Reads on after mistakes whose meaning is plain (a comment, a comma too many, a comma that
is missing) and reports each; after any other it stops. `decode` reads sound documents
faster: this is for places, for mistakes, and for what is nested very deeply.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

Kind = Literal["open", "close", "key", "value", "separator"]
Report = Callable[[int, str, str], None]
"""Is told of a mistake: where in the text, what it is, what to do."""


class Event(NamedTuple):
    """A bracket, a key or a scalar, and where it stands in the text."""

    kind: Kind
    start: int
    end: int


_TOKEN = re.compile(
    r'[ \t\r\n]*+(?:(?P<string>"(?:[^"\\]|\\.)*+")|(?P<mark>[\[\]{},:])'
    r"|(?P<comment>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|\#[^\n]*+)"
    r"|(?P<word>-?[\w.+-]++)|(?P<end>\Z)|(?P<other>.))",
    re.DOTALL,
)
_SCALAR = re.compile(
    r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?|true|false|null"
)
_BLANKS = r"[ \t\r\n]*+"
_STRING = r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
_VALUE = f"{_STRING}|(?:{_SCALAR.pattern})(?![\\w.+-])"
_USUAL = {
    "key": re.compile(f"{_BLANKS}({_STRING}){_BLANKS}:"),
    "value": re.compile(f"{_BLANKS}({_VALUE})"),
    ",": re.compile(f"{_BLANKS}(,)"),
}
_BRACKET = re.compile(r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)
# Not an escape that the end of the text cuts off: that is no mistake of its own.
_ODD = re.compile(r"[\x00-\x1f]|\\(?!(?:u[0-9a-fA-F]{0,3})?\Z).?", re.DOTALL)
_CLOSED = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_CLOSING = re.compile(r"[ \t\r\n]*+[\]}]")
_ESCAPED = re.compile(r'\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}')

CUT = "the file is cut off: it ends in the middle of the JSON"
AGAIN = "Export or download the collection again"
MEND = "Correct the JSON there, or export the collection again"
_QUOTES = "JSON has double quotes: write them"
_WORDS = {"True": "true", "False": "false", "None": "null", "undefined": "null"}


def ignore(_at: int, _problem: str, _remedy: str) -> None:
    """Reports nothing: for documents that are known to be sound."""


def events(text: str, report: Report = ignore) -> Iterator[Event]:
    """The events of a document, up to its end or to a mistake nobody can read on after."""
    return _Reader(text, report).read()


def mistakes(text: str, report: Report, sound: int = 0) -> None:
    """Report what is wrong with a document; up to `sound` nothing is, and that is skipped."""
    reader = _Reader(text, report)
    deque(reader.read(reader.skipped(sound)), maxlen=0)


class _Reader:
    """A document that is being read: open brackets, and what may come next."""

    def __init__(self, text: str, report: Report) -> None:
        self.text = text
        self.report = report
        self.stack: list[str] = []
        self.length = len(text.rstrip())
        self.next = 0  # where the next token may begin
        self.last = 0  # where the last token ended
        self.comma = -1  # where the last comma stood, if nothing came after it
        self.wants = "value"  # or "key", ":", ","

    def skipped(self, sound: int) -> int:
        """Past the last bracket in the sound part of the text, as if it had been read."""
        while match := _BRACKET.match(self.text, self.last, sound):
            self.last = match.end()
            if match[1] in "[{":
                self.stack.append(match[1])
                self.wants = self._first()
            else:
                self.stack.pop()
                self._done()
        return self.last

    def read(self, at: int = 0) -> Iterator[Event]:
        while True:
            while event := self._usual(at):
                at = self.last = self.next
                if event.kind != "separator":
                    yield event
            match = _TOKEN.match(self.text, at)
            if match is None:
                return
            at, start = match.end(), match.start(match.lastgroup or 0)
            if match.lastgroup == "comment":
                self.report(start, "JSON has no comments", "Remove the comment")
                continue
            if match.lastgroup == "end":
                if self.stack or self.wants != "end":
                    self.report(start, CUT, AGAIN)
                return
            event = self._event(match, start)
            if event is None:
                return
            self.last = at
            if event.kind != "separator":
                yield event

    def _usual(self, at: int) -> Event | None:
        """What mostly comes next, where it is as it should be; None to look closer."""
        usual = _USUAL.get(self.wants)
        match = usual.match(self.text, at) if usual else None
        if match is None:
            return None
        self.next = match.end()
        if self.wants == ",":
            self.comma, self.wants = match.start(1), self._first()
            return Event("separator", match.start(1), self.next)
        self.comma = -1
        if self.wants == "key":
            self.wants = "value"
            return Event("key", match.start(1), match.end(1))
        self._done()
        return Event("value", match.start(1), match.end(1))

    def _event(self, match: re.Match[str], start: int) -> Event | None:
        """The event of a token; None where nobody can read on."""
        group, token = match.lastgroup, match[match.lastgroup or 0]
        if self.wants == "end":
            return self._after_end(token, start)
        if group == "mark":
            return self._mark(token, start)
        if group == "string":
            return self._string(start, match.end())
        return self._word(token, start) if group == "word" else self._stray(start)

    def _mark(self, mark: str, start: int) -> Event | None:
        if mark in "[{":
            return self._open(mark, start)
        if mark in "]}":
            return self._close(mark, start)
        if mark == ":" and self.wants == ":":
            self.wants = "value"
        elif mark == "," and self.wants == ",":
            self.comma, self.wants = start, self._first()
        elif mark == "," and self.stack and self.wants == self._first():
            self._comma_too_many(start)
        else:
            return self._stray(start)
        return Event("separator", start, start + 1)

    def _open(self, mark: str, start: int) -> Event | None:
        if not self._value_may_come(start):
            return None
        self.stack.append(mark)
        self.comma, self.wants = -1, self._first()
        return Event("open", start, start + 1)

    def _close(self, mark: str, start: int) -> Event | None:
        opened = "[" if mark == "]" else "{"
        is_mine = self.stack[-1:] == [opened]
        if not (is_mine and self.wants in (",", self._first())):
            return self._stray(start)
        if self.comma >= 0:
            text = "a comma stands before a closing bracket"
            self.report(self.comma, text, "Remove the comma")
        self.stack.pop()
        self._done()
        return Event("close", start, start + 1)

    def _string(self, start: int, end: int) -> Event | None:
        if not self._sound(start, end):
            return None
        if self._is_key():
            self.comma, self.wants = -1, ":"
            return Event("key", start, end)
        if not self._value_may_come(start):
            return None
        self._done()
        return Event("value", start, end)

    def _is_key(self) -> bool:
        """Whether a string is a key here; a comma that is missing before it is reported."""
        if self.wants == "," and self.stack[-1] == "{":
            self._comma_missing()
        return self.wants == "key"

    def _word(self, token: str, start: int) -> Event | None:
        if self.wants not in ("value", ","):
            return self._stray(start)
        if token in ("NaN", "Infinity", "-Infinity"):
            self.report(start, f"{token} is not JSON", "Write null or a number")
        elif token in _WORDS:
            remedy = f"Write {_WORDS[token]}"
            self.report(start, f"{token} is not JSON", remedy)
        elif start + len(token) == self.length and self.stack:
            self.report(start, CUT, AGAIN)
            return None
        elif not _SCALAR.fullmatch(token):
            return self._stray(start)
        if not self._value_may_come(start):
            return None
        self._done()
        return Event("value", start, start + len(token))

    def _value_may_come(self, start: int) -> bool:
        """Whether a value is in place; a comma that is missing in a list is reported."""
        if self.wants == "," and self.stack[-1] == "[":
            self._comma_missing()
        if self.wants == "value":
            self.comma = -1
            return True
        self._stray(start)
        return False

    def _comma_too_many(self, start: int) -> None:
        closes = _CLOSING.match(self.text, start + 1)
        text = (
            "a comma stands before a closing bracket" if closes else "a comma too many"
        )
        self.report(start, text, "Remove the comma")

    def _comma_missing(self) -> None:
        self.report(self.last, "a comma is missing here", "Write the comma")
        self.wants = self._first()

    def _done(self) -> None:
        self.comma, self.wants = -1, "," if self.stack else "end"

    def _first(self) -> str:
        """What may come first in the innermost bracket, and after a comma in it."""
        return "key" if self.stack[-1] == "{" else "value"

    def _sound(self, start: int, end: int) -> bool:
        """Whether a string can be read on after; what is wrong in it is reported."""
        plain = _ESCAPED.sub(lambda found: "x" * len(found[0]), self.text[start:end])
        for odd in _ODD.finditer(plain):
            at, found = start + odd.start(), odd[0]
            if found in "\r\n":
                text = "a string is not closed on its line"
                self.report(at, text, "Close it, or write \\n in it")
                return False
            if found.startswith("\\"):
                text = "JSON has no such escape in a string"
                self.report(at, text, "Double the backslash")
            else:
                text = f"a string holds the raw control character {found!r}"
                self.report(at, text, "Write it as an escape")
        return True

    def _after_end(self, mark: str, start: int) -> Event | None:
        text = "the JSON value ends before this point and more text follows"
        if mark in "[{":
            text = "a second document begins here"
            self.report(start, text, "Give each document a file of its own")
        else:
            self.report(start, text, MEND)
        return None

    def _stray(self, start: int) -> Event | None:
        """What has no place here: say so, and read no further."""
        found = self.text[start]
        if found == '"' and not _CLOSED.match(self.text, start):
            if self._sound(start, len(self.text)):
                self.report(start, CUT, AGAIN)
            return None
        text = f"this is not JSON: unexpected {found!r}"
        self.report(start, text, _QUOTES if found == "'" else MEND)
        return None

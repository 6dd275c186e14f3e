"""The text of a document that is not JSON in, the mistakes in it out.

A mistake whose meaning is plain (a comment, a comma too many or missing, None for null) is
reported, and what follows is read; any other is reported and is the last.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import cast

from postkiln.postman.text.json_events import (
    OPENING,
    SCALAR,
    JsonEvent,
    Reader,
    State,
    after_space,
)


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something that is not JSON: where in the text, what it is, what to do."""

    at: int
    problem: str
    remedy: str


_KEYS = (State.FIRST_KEY, State.KEY)
_VALUES = (State.FIRST_VALUE, State.VALUE)
_ANY_STRING = r'"(?:[^"\\]|\\.)*+"'  # one with mistakes in it, too
_ANY_WORD = r"-?[\w.+-]++"
_REPLACED = {
    "NaN": "null or a number",
    "Infinity": "null or a number",
    "-Infinity": "null or a number",
    "True": "true",
    "False": "false",
    "None": "null",
    "undefined": "null",
}
"""Words of other languages, and what to write."""


_UNEXPECTED = after_space(
    r"(?P<end>\Z)|(?P<comment>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|\#[^\n]*+)"
    rf"|(?P<string>{_ANY_STRING})|(?P<word>{_ANY_WORD})|(?P<mark>.)"
)
_NEXT_VALUE = after_space(
    rf"{_ANY_STRING}|[\[{{]|{SCALAR}|(?:{'|'.join(_REPLACED)})(?![\w.+-])"
)
_NEXT_KEY = after_space(_ANY_STRING)
_CLOSING = after_space(r"[\]}]")
_BRACKET = re.compile(r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)
_ESCAPE = re.compile(r'\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}')
# Not an escape that the end of the text cuts off: that is no mistake of its own.
_NOT_IN_STRING = re.compile(r"[\x00-\x1f]|\\(?!(?:u[0-9a-fA-F]{0,3})?\Z).?", re.DOTALL)

_CUT_OFF = "the file is cut off: it ends in the middle of the JSON"
_EXPORT_AGAIN = "Export or download the collection again"
_TRAILING = "a comma stands before a closing bracket"
_DOUBLE_QUOTES = "JSON has double quotes: write them"
_CORRECT = "Correct the JSON there, or export the collection again"


def mistakes(text: str, *, valid_to: int = 0, most: int = 1000) -> list[Mistake]:
    """The first mistakes in a document, at most so many, in the order of the text.

    Up to the position `valid_to` there are none: that part is skipped.
    """
    reader = _MistakeReader(text, most)
    reader.skip(valid_to)
    deque(reader.read(), maxlen=0)
    return sorted(reader.mistakes)


class _MistakeReader(Reader):
    """A reader that goes on after mistakes."""

    def __init__(self, text: str, most: int) -> None:
        super().__init__(text)
        self.most = most
        self.mistakes: list[Mistake] = []

    def skip(self, valid_to: int) -> None:
        """Go past the last bracket before the position `valid_to`."""
        # By brackets alone, which is much faster than by events.
        while match := _BRACKET.match(self.text, self.at, valid_to):
            self.at = self.last = match.end()
            if match[1] in "[{":
                self.enter(match[1])
            else:
                self.leave()

    def unexpected(self) -> JsonEvent | None:
        """What an unexpected token stands for, with its mistake reported.

        None: there is more to read, unless the reader is done.
        """
        found = cast("re.Match[str]", _UNEXPECTED.match(self.text, self.at))
        kind = found.lastgroup or ""
        token = found[kind]
        start = found.start(kind)
        end = found.end()
        if kind == "comment":
            self.at = end
            self._report(start, "JSON has no comments", "Remove the comment")
        elif kind == "end":
            self._stop(start, _CUT_OFF, _EXPORT_AGAIN)
        elif self.state is State.END:
            self._stop_after_end(token, start)
        elif self._is_comma_missing():
            self.expect_next()
            self._report(self.last, "a comma is missing here", "Write the comma")
        elif kind == "string":
            return self._string(start, end)
        elif kind == "word":
            return self._word(token, start)
        else:
            return self._mark(token, start)
        return None

    def _is_comma_missing(self) -> bool:
        """Whether a key or a value begins where a comma has to be."""
        following = _NEXT_KEY if self.is_in("{") else _NEXT_VALUE
        is_next = following.match(self.text, self.at) is not None
        return self.state is State.COMMA and is_next

    def _string(self, start: int, end: int) -> JsonEvent | None:
        """A string with mistakes in it is still a key or a value."""
        if self.state not in (*_KEYS, *_VALUES):
            self._stop_unexpected(start)
        elif not self._can_read_on_after(start, end):
            self.is_done = True
        elif self.state in _KEYS:
            return JsonEvent("key", start, end)
        else:
            return JsonEvent("value", start, end)
        return None

    def _word(self, word: str, start: int) -> JsonEvent | None:
        end = start + len(word)
        if word in _REPLACED and self.state in _VALUES:
            self._report(start, f"{word} is not JSON", f"Write {_REPLACED[word]}")
            return JsonEvent("value", start, end)
        is_last = not self.text[end:].strip()
        may_be_cut = self.state in (*_VALUES, State.COMMA)
        if self.open and is_last and may_be_cut:
            self._stop(start, _CUT_OFF, _EXPORT_AGAIN)
        else:
            self._stop_unexpected(start)
        return None

    def _mark(self, mark: str, start: int) -> JsonEvent | None:
        is_in_list = self.state in _VALUES and self.is_in("[")
        is_closing = OPENING.get(mark) in self.open[-1:]
        if is_closing and (is_in_list or self.state is State.KEY):
            self._report(self.comma, _TRAILING, "Remove the comma")
            return JsonEvent("close", start, start + 1)
        if mark == "," and (is_in_list or self.state in _KEYS):
            self.at = self.last = start + 1
            is_trailing = _CLOSING.match(self.text, self.at) is not None
            problem = _TRAILING if is_trailing else "a comma too many"
            self._report(start, problem, "Remove the comma")
        else:
            self._stop_unexpected(start)
        return None

    def _can_read_on_after(self, start: int, end: int) -> bool:
        """Report what is wrong in a string; False where it is not clear where it ends."""
        # Valid escapes are replaced, so that their backslashes are not reported.
        string = self.text[start:end]
        plain = _ESCAPE.sub(lambda found: "x" * len(found[0]), string)
        for found in _NOT_IN_STRING.finditer(plain):
            at, wrong = start + found.start(), found[0]
            if wrong in "\r\n":
                problem = "a string is not closed on its line"
                self._report(at, problem, "Close it, or write \\n in it")
                return False
            if wrong.startswith("\\"):
                problem = "JSON has no such escape in a string"
                self._report(at, problem, "Double the backslash")
            else:
                problem = f"a string contains the raw control character {wrong!r}"
                self._report(at, problem, "Write it as an escape")
        return True

    def _stop_after_end(self, mark: str, start: int) -> None:
        if mark in "[{":
            problem = "a second document begins here"
            self._stop(start, problem, "Give each document a file of its own")
        else:
            problem = "the JSON value ends before this point and more text follows"
            self._stop(start, problem, _CORRECT)

    def _stop_unexpected(self, start: int) -> None:
        """Stop at what has no place here."""
        found = self.text[start]
        if found == '"' and not _NEXT_KEY.match(self.text, start):
            if self._can_read_on_after(start, len(self.text)):
                self._report(start, _CUT_OFF, _EXPORT_AGAIN)
            self.is_done = True
        else:
            remedy = _DOUBLE_QUOTES if found == "'" else _CORRECT
            self._stop(start, f"this is not JSON: unexpected {found!r}", remedy)

    def _stop(self, at: int, problem: str, remedy: str) -> None:
        self._report(at, problem, remedy)
        self.is_done = True

    def _report(self, at: int, problem: str, remedy: str) -> None:
        if len(self.mistakes) < self.most:
            self.mistakes.append(Mistake(at, problem, remedy))
        else:
            self.is_done = True

"""Bytes of a file in, a JSON value out; whatever is not JSON is refused by line and column."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import NoReturn

from postkiln.collection.casts import Json
from postkiln.errors import InputError

EXPORT = "In Postman, export the collection as Collection v2.1 and give that file"
_NOT_JSON_NUMBERS = re.compile(r'"(?:[^"\\]|\\.)*+"|(NaN|-?Infinity)', re.DOTALL)
_MAGIC = (
    (b"PK\x03\x04", "a zip archive", "Unpack it and give the collection file inside"),
    (b"\x1f\x8b", "a gzip file", "Unpack it and give the collection file inside"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A JSON value, and the keys that some object in it spells more than once."""

    value: Json
    duplicates: tuple[str, ...]


def read_text(source: bytes, place: str) -> str:
    """The text of a file in UTF-8, UTF-16 or UTF-32, with or without a byte order mark."""
    for magic, what, remedy in _MAGIC:
        if source.startswith(magic):
            raise InputError(place, f"this is {what}, not a Postman collection", remedy)
    encoding = json.detect_encoding(source)
    try:
        text = source.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        problem = f"byte {error.start + 1} is not {name} text"
        raise InputError(place, problem, "Save the file as UTF-8") from error
    if not text.strip():
        problem = "the file holds nothing but blanks" if text else "the file is empty"
        raise InputError(place, problem, EXPORT)
    return text


def parse(text: str, place: str) -> Decoded:
    """The JSON value that `text` spells (RFC 8259); NaN and Infinity are not JSON."""
    duplicates: dict[str, None] = {}

    def build(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        built = dict(pairs)
        if len(built) != len(pairs):
            counts = Counter(key for key, _ in pairs)
            duplicates.update((key, None) for key, count in counts.items() if count > 1)
        return built

    def refuse_constant(_: str) -> NoReturn:
        _refuse_number(text, place)

    try:
        value = json.loads(
            text, object_pairs_hook=build, parse_constant=refuse_constant
        )
    except json.JSONDecodeError as error:
        raise syntax_error(text, error, place) from error
    except ValueError as error:
        # Python refuses to read integers of more than 4300 digits.
        problem = "a number in it has thousands of digits"
        raise InputError(
            place, problem, "Shorten it, or write it as a string"
        ) from error
    except RecursionError as error:
        raise too_deep(place) from error
    return Decoded(value, tuple(duplicates))


def too_deep(place: str) -> InputError:
    problem = "lists and objects are nested too deeply to read"
    return InputError(
        place, problem, "Flatten it: Postman itself shows a few levels only"
    )


def _refuse_number(text: str, place: str) -> NoReturn:
    for match in _NOT_JSON_NUMBERS.finditer(text):
        if match[1]:
            here = f"{place}{_position(text, match.start())}"
            raise InputError(here, f"{match[1]} is not JSON", "Write null or a number")
    raise InputError(place, "NaN or Infinity is not JSON", "Write null or a number")


def syntax_error(text: str, error: json.JSONDecodeError, place: str) -> InputError:
    """What is wrong with the JSON, in words that do not depend on Python's version."""
    at, problem, remedy = _explain(text, error.pos, error.msg)
    return InputError(f"{place}{_position(text, at)}", problem, remedy)


def _position(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f":{line}:{at - text.rfind(chr(10), 0, at)}"


def _explain(text: str, at: int, message: str) -> tuple[int, str, str]:
    """Position, problem and remedy for the place where reading stopped."""
    mend = "Correct the JSON there, or export the collection again"
    line = text[text.rfind("\n", 0, at) + 1 :]
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        start = len(text) - len(line)
        return (
            start,
            "the file holds an unresolved merge conflict",
            "Resolve it in the file",
        )
    if message.startswith("Unterminated string") or not text[at:].strip():
        again = "Export or download the collection again"
        return at, "the file is cut off: it ends in the middle of the JSON", again
    if message.startswith("Invalid control character"):
        return _control_character(text, at)
    if message.startswith("Invalid \\"):
        return at, "JSON has no such escape in a string", "Double the backslash"
    if message.startswith("Extra data"):
        return at, "the JSON value ends before this point and more text follows", mend
    comma = _trailing_comma(text, at)
    if comma is not None:
        return comma, "a comma stands before a closing bracket", "Remove the comma"
    if text.startswith(("//", "/*", "#"), at):
        return at, "JSON has no comments", "Remove the comment"
    return at, f"this is not JSON: unexpected {text[at]!r}", mend


def _control_character(text: str, at: int) -> tuple[int, str, str]:
    if text[at] in "\r\n":
        return at, "a string is not closed on its line", "Close it, or write \\n in it"
    problem = f"a string holds the raw control character {text[at]!r}"
    return at, problem, "Write it as an escape"


def _trailing_comma(text: str, at: int) -> int | None:
    """Where the comma before a closing bracket stands, if that is what is wrong at `at`.

    Python up to 3.12 reports the bracket, or a blank before it; later ones the comma.
    """
    before = text[:at].rstrip()
    if text[at] != "," and not before.endswith(","):
        return None
    comma = at if text[at] == "," else len(before) - 1
    return comma if text[comma + 1 :].lstrip()[:1] in ("}", "]") else None

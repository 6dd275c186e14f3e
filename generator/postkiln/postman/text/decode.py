"""Bytes of a file in, a JSON value out; what is not JSON is refused by line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from postkiln.diagnostics.errors import DocumentProblem, InputError
from postkiln.postman.javascript import Json
from postkiln.postman.text.json_mistakes import Mistake, mistakes
from postkiln.postman.text.json_parts import read_value
from postkiln.postman.text.location import excerpt, line_and_column
from postkiln.postman.text.structure_errors import MOST_PROBLEMS, first_problems

EXPORT = "In Postman, export the collection as Collection v2.1 and give that file"
_GZIP = b"\x1f\x8b"
_CONFLICT = re.compile(r"^<<<<<<< ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A JSON value, and whether an object in it has a duplicate key."""

    value: Json
    has_duplicate_keys: bool


def read_text(source: bytes, place: str) -> str:
    """The text of a file in UTF-8, UTF-16 or UTF-32, with or without a byte order mark."""
    if source.startswith(_GZIP):
        problem = "this is a gzip file, not a Postman collection"
        remedy = "Unpack it and give the collection file inside"
        raise InputError.at(place, problem, remedy)
    # By the byte order mark, or by where the zero bytes of UTF-16 and UTF-32 are.
    encoding = json.detect_encoding(source)
    try:
        text = source.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        problem = f"byte {error.start + 1} is not {name} text"
        before = source[: error.start].decode(encoding, "replace")
        where = f"{place}{line_and_column(before, len(before))}"
        raise InputError.at(where, problem, "Save the file as UTF-8") from error
    if not text.strip():
        problem = "the file contains only white space" if text else "the file is empty"
        raise InputError.at(place, problem, EXPORT)
    return text


def parse(text: str, place: str) -> Decoded:
    """The value of a JSON text (RFC 8259); NaN and Infinity are not JSON.

    Raises InputError with every mistake that does not follow from one before it.
    """
    has_duplicate_keys = False

    def build(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        nonlocal has_duplicate_keys
        built = dict(pairs)
        if len(built) != len(pairs):
            has_duplicate_keys = True
        return built

    try:
        # Without `parse_constant`, Python reads NaN and Infinity.
        value = json.loads(text, object_pairs_hook=build, parse_constant=_refuse)
    except RecursionError:
        value = _parse_deep(text, place)
    except ValueError as error:  # not JSON, NaN, or a number of more than 4300 digits
        valid_to = error.pos if isinstance(error, json.JSONDecodeError) else 0
        problems = find_mistakes(text, place, valid_to) or (_too_many_digits(place),)
        raise InputError(*problems) from error
    return Decoded(value, has_duplicate_keys)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _too_many_digits(place: str) -> DocumentProblem:
    problem = "a number in it has thousands of digits"
    return DocumentProblem(place, problem, "Shorten it, or write it as a string")


def _parse_deep(text: str, place: str) -> Json:
    """What is nested too deeply for Python's own reader."""
    if problems := find_mistakes(text, place):
        raise InputError(*problems)
    try:
        return read_value(text)
    except ValueError as error:
        raise InputError(_too_many_digits(place)) from error


def too_deep(place: str) -> InputError:
    problem = "lists and objects are nested too deeply to read"
    remedy = "Flatten it: Postman itself shows a few levels only"
    return InputError.at(place, problem, remedy)


def merge_conflicts(text: str, place: str) -> tuple[DocumentProblem, ...]:
    """The marks that an unresolved merge left in a text."""
    return _problems(_conflicts(text), text, place)


def _conflicts(text: str) -> Iterator[Mistake]:
    problem = "the file contains an unresolved merge conflict"
    for match in _CONFLICT.finditer(text):
        yield Mistake(match.start(), problem, "Resolve it in the file")


def find_mistakes(
    text: str, place: str, valid_to: int = 0
) -> tuple[DocumentProblem, ...]:
    """What is wrong with a text that is not JSON, in the order of its lines.

    Nothing is wrong before the position `valid_to`. In JSON, nothing is.
    """
    if found := merge_conflicts(text, place):
        return found
    # One more than is shown, to say that there are more.
    wrong = mistakes(text, valid_to=valid_to, most=MOST_PROBLEMS + 1)
    return _problems(wrong, text, place)


def _problems(
    found: Iterable[Mistake], text: str, place: str
) -> tuple[DocumentProblem, ...]:
    return first_problems(_with_lines(found, text, place), place)


def _with_lines(
    found: Iterable[Mistake], text: str, place: str
) -> Iterator[DocumentProblem]:
    for each in found:
        where = f"{place}{line_and_column(text, each.at)}"
        lines = excerpt(text, each.at)
        yield DocumentProblem(where, each.problem, each.remedy, lines)

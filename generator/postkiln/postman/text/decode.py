"""Bytes of a file in, a JSON value out; whatever is not JSON is refused by line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from postkiln.diagnostics.errors import InputError, Problem
from postkiln.postman.javascript import Json
from postkiln.postman.text.excerpts import excerpt, position
from postkiln.postman.text.json_events import mistakes
from postkiln.postman.text.spans import value_of
from postkiln.postman.text.structure_errors import TOLD, bounded

EXPORT = "In Postman, export the collection as Collection v2.1 and give that file"
_MAGIC = (
    (b"\x1f\x8b", "a gzip file", "Unpack it and give the collection file inside"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A JSON value, and whether some object in it spells a key twice."""

    value: Json
    has_doubles: bool


def read_text(source: bytes, place: str) -> str:
    """The text of a file in UTF-8, UTF-16 or UTF-32, with or without a byte order mark."""
    for magic, what, remedy in _MAGIC:
        if source.startswith(magic):
            raise InputError(
                Problem(place, f"this is {what}, not a Postman collection", remedy)
            )
    encoding = json.detect_encoding(source)
    try:
        text = source.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        problem = f"byte {error.start + 1} is not {name} text"
        before = source[: error.start].decode(encoding, "replace")
        where = f"{place}{position(before, len(before))}"
        raise InputError(Problem(where, problem, "Save the file as UTF-8")) from error
    if not text.strip():
        problem = "the file holds nothing but blanks" if text else "the file is empty"
        raise InputError(Problem(place, problem, EXPORT))
    return text


def parse(text: str, place: str) -> Decoded:
    """The JSON value that `text` spells (RFC 8259); NaN and Infinity are not JSON.

    Raises InputError with every mistake that can be told from the ones before it.
    """
    has_doubles = False

    def build(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        nonlocal has_doubles
        built = dict(pairs)
        has_doubles = has_doubles or len(built) != len(pairs)
        return built

    try:
        value = json.loads(text, object_pairs_hook=build, parse_constant=_refused)
    except RecursionError:
        value = _deep(text, place)
    except ValueError as error:  # not JSON, NaN, or a number of more than 4300 digits
        sound = error.pos if isinstance(error, json.JSONDecodeError) else 0
        problems = diagnosis(text, place, sound) or (_digits(place),)
        raise InputError(*problems) from error
    return Decoded(value, has_doubles)


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _digits(place: str) -> Problem:
    problem = "a number in it has thousands of digits"
    return Problem(place, problem, "Shorten it, or write it as a string")


def _deep(text: str, place: str) -> Json:
    """What Python's own reader cannot read, because it is nested too deeply for it."""
    if problems := diagnosis(text, place):
        raise InputError(*problems)
    try:
        return value_of(text)
    except ValueError as error:
        raise InputError(_digits(place)) from error


def too_deep(place: str) -> InputError:
    problem = "lists and objects are nested too deeply to read"
    return InputError(
        Problem(place, problem, "Flatten it: Postman itself shows a few levels only")
    )


def conflicts(text: str, place: str) -> tuple[Problem, ...]:
    """The marks that an unresolved merge left in a text."""
    problem = "the file holds an unresolved merge conflict"
    found = (match.start() for match in _CONFLICT.finditer(text))
    told = ((at, problem, "Resolve it in the file") for at in found)
    return _shown(told, text, place)


def diagnosis(text: str, place: str, sound: int = 0) -> tuple[Problem, ...]:
    """What is wrong with a text that is not JSON, in the order of its lines.

    Before `sound`, nothing is.
    """
    if found := conflicts(text, place):
        return found
    told: list[tuple[int, str, str]] = []

    def report(at: int, problem: str, remedy: str) -> None:
        if len(told) <= TOLD:
            told.append((at, problem, remedy))

    mistakes(text, report, sound)
    return _shown(sorted(told), text, place)


def _shown(
    told: Iterable[tuple[int, str, str]], text: str, place: str
) -> tuple[Problem, ...]:
    problems = (
        Problem(f"{place}{position(text, at)}", problem, remedy, excerpt(text, at))
        for at, problem, remedy in told
    )
    return bounded(problems, place)


_CONFLICT = re.compile(r"^<<<<<<< ", re.MULTILINE)

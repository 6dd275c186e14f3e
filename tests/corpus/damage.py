"""A collection file in; out: what is said of it cut off at random, and with bytes changed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from postkiln.diagnostics.errors import InputError
from postkiln.postman import load, split

TRIES = 50
_PLACE = re.compile(r":\d+:\d+$|:\d+$")


def cut(file: Path) -> Counter[str]:
    """The answers for the file cut at places drawn by its name."""
    source, draw = file.read_bytes(), random.Random(file.name)
    places = (draw.randrange(len(source)) for _ in range(TRIES))
    return Counter(answer(source[:at], file.name) for at in places)


def changed(file: Path) -> Counter[str]:
    """The answers for the file with one byte changed, for each of as many bytes."""
    source, draw = file.read_bytes(), random.Random(file.name)
    return Counter(
        answer(
            _with(source, draw.randrange(len(source)), draw.randrange(256)), file.name
        )
        for _ in range(TRIES)
    )


def _with(source: bytes, at: int, byte: int) -> bytes:
    return source[:at] + bytes([byte]) + source[at + 1 :]


def answer(source: bytes, place: str) -> str:
    """What is said of a source, by kind; anything but InputError goes up."""
    try:
        for at, part in split(source, place):
            load(part, at)
    except InputError as error:
        first = error.problems[0]
        if not first.place.startswith(place):
            return f"NO PLACE: {error}"
        is_exact = _PLACE.search(first.place) is not None
        return f"{_kind(first.text)}{'' if is_exact else ' (the file)'}"
    return "read"


def _kind(text: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"|\d+", "…", text)[:60]


def figures(name: str, counts: Counter[str]) -> Iterator[str]:
    """Lines that say how often each answer came."""
    yield f"{name}: {counts.total()} tries"
    yield from (f"    {count:6,} {kind}" for kind, count in counts.most_common())

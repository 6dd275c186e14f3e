"""Lines of recordings: what newman sent, and what the generated client sends."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from unittest import mock

from wire.found import WIRE, Recording

from postkiln.results import Document
from postkiln.verify import bodies, verify

Line = dict[str, Any]


def recorded(file: Path) -> dict[str, list[Line]]:
    """The exchanges of a recording by key: more than one request after a challenge."""
    exchanges: dict[str, list[Line]] = {}
    for text in file.read_text("utf-8").splitlines():
        line = cast("Line", json.loads(text))
        exchanges.setdefault(line["key"], []).append(line)
    return exchanges


def sent(
    recording: Recording, source: bytes, *, verbatim: bool = False
) -> dict[str, Line]:
    """What `verify --record` writes for `source`, which is the recorded collection.

    `verbatim`: JSON bodies are given as the text they are, instead of as data.
    """
    with json_as_text() if verbatim else nullcontext():
        return _sent(recording, source)


def json_as_text() -> AbstractContextManager[object]:
    """JSON bodies are given as the text they are, instead of as data."""
    return mock.patch.object(bodies, "json_data", _as_text)


def _as_text(text: str) -> str:
    return text


def _sent(recording: Recording, source: bytes) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    environment = recording.environment
    verify(
        source,
        place=recording.collection.name,
        environments=[document(environment)] if environment else (),
        globals=document(recording.globals) if recording.globals else None,
        base=recording.base,
        record=lambda line: lines.__setitem__(line["key"], line),
    )
    return lines


def document(file: Path) -> Document:
    """A file as `verify` takes it: its name, and what is in it."""
    return file.name, file.read_bytes()


@cache
def comparer() -> ModuleType:
    """The tool that comes with the recordings: it knows what to leave out."""
    spec = importlib.util.spec_from_file_location("compare", WIRE / "compare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def norm(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line as it is compared: JSON as JSON, and signatures by their form."""
    ignored = set[str]()
    normed: dict[str, Any] = comparer().norm(line, False, ignored)
    return normed


def exact_norm(line: Mapping[str, Any]) -> dict[str, Any]:
    """The same to the last byte, but for the boundaries of forms."""
    ignored = set[str]()
    normed: dict[str, Any] = comparer().norm(line, False, ignored, True)
    return normed

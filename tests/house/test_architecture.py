"""ARCHITECTURE.md is a code map: short, and every module of the rooms it walks is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
KNOWN = frozenset(re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", TEXT))))


@pytest.mark.parametrize("room", ["collection", "model", "python"])
def test_every_module_of_a_room_is_named(room: str) -> None:
    modules = {path.stem for path in (ROOT / "generator/postkiln" / room).glob("*.py")}

    assert modules - KNOWN - {"__init__"} == set()


def test_it_is_short_enough_to_be_read() -> None:
    assert len(TEXT.splitlines()) <= 150

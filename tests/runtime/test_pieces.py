"""JSON lines and server-sent events are the same, however their bytes are cut."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.runtime.response.chunks import Event, Events, JsonLines


def all_of(reader: JsonLines | Events, chunks: Iterable[bytes]) -> list[Any]:
    found: list[Any] = []
    for chunk in chunks:
        found += reader.feed(chunk)
    return [*found, *reader.end()]


LINES = '{"a": "ä\u2028"}\n\r\n \n[1]\r\n\x1e2\n3'.encode()
EVENTS = (
    "\ufeff: a comment\nretry: 10\nid: 7\nevent: price\ndata: one\ndata:two\n\n"
    "data\n\nevent: lost\n\ndata: ä\r\rid: 1\0\nretry: x\nother: x\ndata: {}\r\n\r\ndata: cut"
).encode()
FOUND = [
    Event("one\ntwo", "price", "7", 10),
    Event("", "message", "7"),
    Event("ä", "message", "7"),
    Event("{}", "message", "7"),
]


def test_lines() -> None:
    assert all_of(JsonLines(), [LINES]) == ['{"a": "ä\u2028"}', "[1]", "2", "3"]


def test_events() -> None:
    assert all_of(Events(), [EVENTS]) == FOUND


@given(st.lists(st.integers(0, len(EVENTS))))
def test_how_the_bytes_are_cut_changes_nothing(places: list[int]) -> None:
    cuts = [0, *sorted(places), len(EVENTS)]
    for text, reader in ((EVENTS, Events), (LINES, JsonLines)):
        chunks = [text[a:b] for a, b in pairwise(cuts)]
        assert all_of(reader(), chunks) == all_of(reader(), [text])


@pytest.mark.parametrize("reader", [JsonLines(), Events()])
def test_nothing_is_nothing(reader: JsonLines | Events) -> None:
    assert all_of(reader, [b"", b"\n", b""]) == []

"""A JSON text reads the same, whatever reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.runtime.response import json_text

NUMBERS = st.integers(-(2**80), 2**80) | st.floats(allow_nan=False)
VALUES = st.recursive(
    NUMBERS | st.text(max_size=4) | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)

ODD = [
    "18446744073709551616",
    "-9223372036854775809",
    '{"a":-9223372036854775809}',
    "[1,18446744073709551616]",
    '{"a": 123456789012345678901234567890}',
    "NaN",
    "[Infinity]",
    "1e400",
    '"\\ud800"',
    "-0",
    "\ufeff1",
    '{"a": 1, "a": 2}',
    "[" * 2000 + "]" * 2000,
    "",
    "{]",
    "12345678901234567890.5",
]


def both(text: str) -> tuple[Any, Any]:
    """What the standard library makes of a text, and what ours does, errors by kind."""
    found: list[Any] = []
    for loads in (json.loads, json_text.loads):
        try:
            found.append(loads(text.encode()))
        except (ValueError, RecursionError) as error:
            found.append(type(error).__name__)
    return found[0], found[1]


def test_orjson_is_what_is_tested() -> None:
    assert json_text.orjson is not None


@given(VALUES, st.sampled_from([None, 1]))
def test_a_value_reads_the_same(value: Any, indent: int | None) -> None:
    theirs, ours = both(json.dumps(value, indent=indent))
    assert (ours, repr(ours)) == (theirs, repr(theirs))


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_an_odd_text_reads_the_same(text: str) -> None:
    theirs, ours = both(text)
    assert repr(ours) == repr(theirs)


def test_without_orjson_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "orjson", None)
    assert json_text.loads(b'{"a": [1]}') == {"a": [1]}

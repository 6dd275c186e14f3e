"""The reader of JSON in pieces: the same values as Python's, and a place for each mistake."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.postman.text import json_mistakes
from postkiln.postman.text.decode import find_mistakes
from postkiln.postman.text.json_parts import part_positions, read_value
from postkiln.postman.text.location import excerpt

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def mistakes(text: str, valid_to: int = 0) -> list[tuple[int, str]]:
    found = json_mistakes.mistakes(text, valid_to=valid_to)
    return [(each.at, each.problem) for each in found]


@given(VALUES, st.sampled_from([None, 1]))
def test_values_are_those_of_python(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert mistakes(text) == []
    assert read_value(text) == json.loads(text)


@given(VALUES, st.data())
def test_a_text_is_refused_where_python_refuses_it(
    value: object, data: st.DataObject
) -> None:
    text = json.dumps(value)
    at = data.draw(st.integers(0, len(text)))
    text = (
        text[:at]
        + data.draw(st.sampled_from([*',:[]{}"\\1 x/\n', ""]))
        + text[at + 1 :]
    )
    valid_to = len(text)
    try:
        json.loads(text)
        is_json = True
    except json.JSONDecodeError as error:
        is_json, valid_to = False, error.pos
    assert (mistakes(text) == []) == is_json
    assert mistakes(text, valid_to) == mistakes(text)
    assert all(0 <= at <= len(text) for at, _ in mistakes(text))


def test_all_mistakes_are_told_at_once() -> None:
    text = '{"a": 1,,\n "b": [1 2,],\n // c\n "d": True\n "e": "\\q",\n}'
    told = [str(each).partition(". ")[0] for each in find_mistakes(text, "x")]
    assert told == [
        "x:1:9: a comma too many",
        "x:2:9: a comma is missing here",
        "x:2:11: a comma stands before a closing bracket",
        "x:3:2: JSON has no comments",
        "x:4:7: True is not JSON",
        "x:4:11: a comma is missing here",
        "x:5:8: JSON has no such escape in a string",
        "x:5:11: a comma stands before a closing bracket",
    ]


def test_twenty_are_told_and_that_there_are_more() -> None:
    told = find_mistakes("[" + "1 " * 100 + "]", "x")
    assert [each.place for each in told[:-1]] == [f"x:1:{3 + 2 * n}" for n in range(20)]
    assert str(told[-1]) == "x: there are more mistakes in it. Correct these first"


def test_conflicts_are_told_and_nothing_else() -> None:
    text = '{\n<<<<<<< ours\n"a": 1\n=======\n"a": 2\n>>>>>>> theirs\n}'
    told = [str(each) for each in find_mistakes(text, "x")]
    assert told == [
        "x:2:1: the file contains an unresolved merge conflict. Resolve it in the file"
    ]


def test_positions_are_where_parts_start() -> None:
    text = '{"a": [1, {"b": "c"}], "d": 2}'
    wanted = [(), ("a",), ("a", 1), ("a", 1, "b"), ("d",), ("no",), ("a", 5)]
    found = part_positions(text, wanted)
    assert {steps: text[at:][:3] for steps, at in found.items()} == {
        (): '{"a', ("a",): "[1,", ("a", 1): '{"b', ("a", 1, "b"): '"c"', ("d",): "2}",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('{"token": "s3cr3t",}', '{"token": "******",}'),
        ('{"name": "Get a shelf",}', '{"name": "Get a shelf",}'),
        ('{"value": "s3cr3t', '{"value": "******'),
        ("{a1b2c3d4e5f6g7h8: 1}", "{****************: 1}"),
    ],
)
def test_an_excerpt_shows_no_secret(line: str, shown: str) -> None:
    assert excerpt(line, 2) == (f"  1 | {shown}", "    |   ^")


def test_an_excerpt_of_yaml_shows_keys() -> None:
    text = "name: Shelf\nvalue: s3cr3t\n- key: a\n  s3cr3t s3cr3t"
    lines = [
        excerpt(text, text.index(part))[0]
        for part in ("name", "value", "- key", "  s3")
    ]
    assert lines == [
        "  1 | name: Shelf",
        "  2 | value: ******",
        "  3 | - key: a",
        "  4 |   ****** ******",
    ]


def test_an_excerpt_of_a_long_line_is_a_part_of_it() -> None:
    text = "[" + "1, " * 5000 + "x]"
    line, caret = excerpt(text, text.index("x"))
    assert len(line) < 90
    assert line[caret.index("^")] == "x"

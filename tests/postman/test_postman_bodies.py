"""Bodies of every mode and spelling, and what JavaScript makes of odd values in them."""

from __future__ import annotations

import math

import pytest

from postkiln.postman.collection import Entry, FormPart, Graphql, RequestBody
from postkiln.postman.javascript import Json, stringify, text, truthy
from postkiln.postman.v2.bodies import read_body


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x", "x"),
        (None, "null"),
        (False, "false"),
        (5, "5"),
        (5.0, "5"),
        (5.5, "5.5"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (0.00001, "0.00001"),
        (1e-7, "1e-7"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (2**64, "18446744073709551616"),
        ([1, [2, 3], None, [], "x"], "1,2,3,,,x"),
        ([], ""),
        ({"a": 1}, "[object Object]"),
    ],
)
def test_text_is_what_javascript_writes(value: Json, expected: str) -> None:
    assert text(value) == expected


def test_text_of_a_deep_list_needs_no_stack() -> None:
    deep: Json = "x"
    for _ in range(10_000):
        deep = [deep]
    assert text(deep) == "x"


def test_truth_is_javascripts() -> None:
    yes: list[Json] = ["false", 1, [], {}]
    no: list[Json] = ["", 0, 0.0, False, None]
    assert all(map(truthy, yes))
    assert not any(map(truthy, no))


def test_stringify_is_javascripts() -> None:
    assert stringify({"ä": [1, None, True]}) == '{"ä":[1,null,true]}'


RAW = RequestBody("raw", raw="x")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x", RAW),
        ({"mode": "RAW", "raw": "x"}, RAW),
        ({"mode": "raw", "raw": "  "}, RequestBody("raw", raw="  ")),
        ({"mode": "raw", "raw": 5}, RequestBody("raw", raw="5")),
        ({"mode": "raw", "raw": {"a": [1]}}, RequestBody("raw", raw='{"a":[1]}')),
        (
            {"mode": "raw", "raw": "x", "options": {"raw": {"language": "json"}}},
            RequestBody("raw", raw="x", language="json"),
        ),
        ({"mode": "raw", "raw": "x", "options": {"raw": "json"}}, RAW),
        (None, None),
        ("", None),
        ({}, None),
        ({"raw": "x"}, None),
        ({"mode": None, "raw": "x"}, None),
        ({"mode": "other"}, None),
        ({"mode": "raw", "raw": "x", "disabled": True}, None),
        ({"mode": "raw", "raw": ""}, None),
        ({"mode": "raw", "raw": None}, None),
        ({"mode": "urlencoded", "urlencoded": []}, None),
        ({"mode": "formdata", "formdata": None}, None),
    ],
)
def test_raw_bodies_and_no_bodies(value: Json, expected: RequestBody | None) -> None:
    assert read_body(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a=1&b", (Entry("a", "1"), Entry("b", ""))),
        ({"a": 1, "b": [1, 2]}, (Entry("a", "1"), Entry("b", "1"), Entry("b", "2"))),
        ([{"key": "a", "value": None}, None, "b=1"], (Entry("a", ""), Entry("b", "1"))),
        (
            [{"key": "a", "value": {"x": 1}}, {"value": True}],
            (Entry("a", ""), Entry("undefined", "true")),
        ),
        (
            [{"key": "a", "disabled": True, "description": "d"}],
            (Entry("a", "", True, "d"),),
        ),
    ],
)
def test_urlencoded_forms(value: Json, expected: tuple[Entry, ...]) -> None:
    body = read_body({"mode": "urlencoded", "urlencoded": value})
    assert body == RequestBody("urlencoded", urlencoded=expected)


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ({"key": "a", "value": "1"}, FormPart("a", "1")),
        ({"key": "a", "value": {"x": 1}}, FormPart("a", '{"x":1}')),
        ({"key": "a", "value": 0}, FormPart("a", "")),
        ({"key": "a", "value": 7}, FormPart("a", "7")),
        ({"value": "1"}, FormPart("", "1")),
        ({"key": "a", "src": "x"}, FormPart("a", "", False, ("x",))),
        ({"key": "a", "type": "file", "src": "x"}, FormPart("a", "", True, ("x",))),
        (
            {"key": "a", "type": "file", "src": ["x", None, ""]},
            FormPart("a", "", True, ("x",)),
        ),
        ({"key": "a", "type": "file", "src": None}, FormPart("a", "", True)),
        ({"key": "a", "type": "file", "value": "eA=="}, FormPart("a", "eA==", True)),
        (
            {
                "key": "a",
                "contentType": "x/y",
                "fileName": "f",
                "disabled": True,
                "description": "d",
            },
            FormPart("a", "", False, (), "x/y", "f", True, "d"),
        ),
    ],
)
def test_form_data(row: dict[str, Json], part: FormPart) -> None:
    body = read_body({"mode": "formdata", "formdata": [None, row, "a=1"]})
    assert body == RequestBody("formdata", formdata=(part,))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x.png", RequestBody("file", source="x.png")),
        ({"src": "x.png"}, RequestBody("file", source="x.png")),
        ({"src": ["x.png"]}, RequestBody("file", source="x.png")),
        ({"content": "eA=="}, RequestBody("file", content="eA==")),
        ({"src": None}, RequestBody("file")),
        (None, RequestBody("file")),
    ],
)
def test_file_bodies(value: Json, expected: RequestBody) -> None:
    assert read_body({"mode": "file", "file": value}) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"query": "{q}"}, Graphql("{q}")),
        (
            {"query": "{q}", "variables": '{ "a": 1 }'},
            Graphql("{q}", None, '{ "a": 1 }'),
        ),
        ({"query": "{q}", "variables": {"a": 1}}, Graphql("{q}", None, '{"a":1}')),
        ({"query": "{q}", "operationName": "n"}, Graphql("{q}", "n")),
        ("{q}", Graphql(None)),  # Postman sends {}
        ({}, Graphql(None)),
    ],
)
def test_graphql_bodies(value: Json, expected: Graphql) -> None:
    assert read_body({"mode": "graphql", "graphql": value}) == RequestBody(
        "graphql", graphql=expected
    )

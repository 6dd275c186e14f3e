"""Addresses are split where Postman splits them; parts win over `raw` (postman-format 2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.postman.collection import Entry, Url
from postkiln.postman.javascript import Json
from postkiln.postman.v2.raw_check import disagreement
from postkiln.postman.v2.url_text import parse_url, path_text, query_text
from postkiln.postman.v2.urls import path_variables, read_query, read_url

TEXTS: list[tuple[str, str, tuple[str, ...] | None, list[tuple[str | None, str | None]]]] = [
    ("{{base}}/x", "{{base}}", ("x",), []),
    ("{{url}}?a=1", "{{url}}", None, [("a", "1")]),
    ("https://h:80/x?y=1&y=2&z", "https://h:80", ("x",), [("y", "1"), ("y", "2"), ("z", None)]),
    ("h", "h", None, []),
    ("h/", "h", ("",), []),
    ("h/a//b/", "h", ("a", "", "b", ""), []),
    ("https://u:p@ss@h:1/x", "https://u:p@ss@h:1", ("x",), []),
    ("  https:\\\\h\\a\\b?c\\d", "https://h", ("a", "b"), [("c\\d", None)]),
    ("{{p}}://{{h}}:{{port}}/x", "{{p}}://{{h}}:{{port}}", ("x",), []),
    ("{{a/b}}.c/{{x?y#z}}/d?{{q&r}}=2&b=", "{{a/b}}.c", ("{{x?y#z}}", "d"), [("{{q&r}}", "2"), ("b", "")]),
    ("{{a\\b}}\\c", "{{a\\b}}", ("c",), []),
    ("h/{{a/{{b}}/c}}", "h", ("{{a", "{{b}}", "c}}"), []),
    ("{{a?b", "{{a", None, [("b", None)]),
    ("h?", "h", None, [("", None)]),
    ("h?&a", "h", None, [(None, None), ("a", None)]),
    ("h?a&&b=&", "h", None, [("a", None), (None, None), ("b", ""), ("", None)]),
    ("h?=v&a=b=c", "h", None, [("", "v"), ("a", "b=c")]),
    ("h/x#f?y=1", "h", ("x",), []),
    ("h/x?y=1#f", "h", ("x",), [("y", "1")]),
    ("h/:id.json", "h", (":id.json",), []),
    ("/a/b", "", ("a", "b"), []),
    ("h/x ", "h", ("x ",), []),
    ("https:/h/x", "https:", ("h", "x"), []),
    ("h/x?u=http://z/y", "h", ("x",), [("u", "http://z/y")]),
    ("[::1]:80/x", "[::1]:80", ("x",), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "origin", "path", "query"), TEXTS, ids=[t[0] for t in TEXTS]
)
def test_text_is_split_as_postman_splits(
    text: str,
    origin: str,
    path: tuple[str, ...] | None,
    query: list[tuple[str | None, str | None]],
) -> None:
    entries = tuple(Entry(key, value) for key, value in query)
    assert read_url(text) == Url(origin, path, entries, raw=text)


@given(st.text(alphabet="ab:/?&=.{}@", max_size=30))
def test_parsing_loses_nothing(text: str) -> None:
    url = parse_url(text)
    assert url.origin + path_text(url.path) + query_text(url.query) == text


PARTS: list[tuple[dict[str, Json], str]] = [
    ({"host": ["a", "b"], "path": ["x", "y"]}, "a.b/x/y"),
    ({"host": "a.b", "path": "/"}, "a.b/"),
    ({"host": "a.b", "path": "//"}, "a.b/"),
    ({"host": "a.b", "path": "/p/q/"}, "a.b/p/q/"),
    ({"host": "a.b", "path": "//x"}, "a.b//x"),
    ({"host": ["a"], "path": []}, "a/"),
    ({"host": ["a"], "path": ""}, "a"),
    ({"host": ["a"], "path": None}, "a"),
    ({"host": ["a"], "path": {"x": 1}}, "a"),
    ({"host": ["a"], "port": 8080}, "a:8080"),
    ({"host": ["a"], "port": ""}, "a:"),
    ({"host": ["a"], "port": None}, "a"),
    ({"host": ["a"], "protocol": "https"}, "https://a"),
    ({"host": ["a"], "protocol": "https://"}, "https://a"),
    ({"host": ["a"], "auth": {"user": "u", "password": "p"}}, "u:p@a"),
    ({"host": ["a"], "auth": {"user": "u"}}, "u@a"),
    ({"host": ["a"], "auth": "u:p"}, "a"),
    ({"host": ["a", 1, None], "path": ["a", 1, None, {"type": "t", "value": "v"}]}, "a.1./a/1//v"),
    ({"host": ["a"], "path": ["x"], "hash": "f"}, "a/x"),
    ({"host": ["a"], "query": "x=1&y"}, "a?x=1&y"),
    ({"host": ["a"], "query": {"x": "1", "y": 2, "z": None}}, "a?x=1&y&z"),
    ({"host": ["a"], "query": ["x=1", None, {"key": None, "value": "v"}, {}]}, "a?x=1&=v&"),
    ({"host": ["a"], "query": [{"key": "x", "disabled": True}]}, "a"),
    ({"host": ["a"], "query": [{"key": "&=#{{&}}", "value": "&=#{{#}}"}]}, "a?%26%3D%23{{&}}=%26=%23{{#}}"),
    ({"host": ["a"], "path": "/x?y=1"}, "a/x?y=1"),
    ({"host": ["a"], "path": ["x?y=1"], "query": [{"key": "z", "value": "2"}]}, "a/x?y=1?z=2"),
    ({"host": ["a"], "path": ["x#y"], "query": [{"key": "z", "value": "2"}]}, "a/x"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "expected"), PARTS, ids=[t[1] for t in PARTS])
def test_parts_are_joined_as_postman_joins(
    parts: dict[str, Json], expected: str
) -> None:
    url = read_url({**parts, "raw": "https://raw/raw?r=1"})
    assert url is not None
    assert url.origin + path_text(url.path) + query_text(url.query) == expected


def test_a_path_within_the_host_becomes_path() -> None:
    url = read_url({"host": ["https://h", "org/v1/{{x/y}}"], "path": ["z"]})
    assert url == Url("https://h.org", ("v1", "{{x/y}}", "z"))


def test_parsing_again_keeps_disabled_parameters_and_descriptions() -> None:
    off: dict[str, Json] = {"key": "a", "disabled": True}
    kept: dict[str, Json] = {"key": "b", "value": "1", "description": "why"}
    url = read_url({"host": "h/v1", "query": [off, kept]})
    assert url == Url(
        "h", ("v1",), (Entry("a", None, True), Entry("b", "1", False, "why"))
    )
    again = read_url({"host": "h", "path": "p?x=1", "query": [off]})
    assert again == Url("h", ("p",), (Entry("x", "1"), Entry("a", None, True)))


@pytest.mark.parametrize(
    "value", ["", "  ", None, 5, [], {}, {"raw": ""}, {"raw": None, "host": []}]
)
def test_without_any_part_there_is_no_address(value: Json) -> None:
    assert read_url(value) is None


def test_raw_stands_in_for_a_missing_host() -> None:
    url = read_url(
        {
            "raw": "https://h/:id?a=1",
            "query": [{"key": "a", "value": "1", "description": "why"}],
            "variable": [{"key": "id", "value": "7"}],
        }
    )
    assert url == Url(
        "https://h",
        (":id",),
        (Entry("a", "1", description="why"),),
        (Entry("id", "7"),),
        "https://h/:id?a=1",
    )


def test_a_path_without_host_and_raw_is_kept() -> None:
    assert read_url({"path": ["x"]}) == Url("", ("x",))


@pytest.mark.parametrize("value", [None, 5, True, {"a": 1}, [1]])
def test_query_values_that_are_no_text_send_the_key_alone(value: Json) -> None:
    assert read_query([{"key": "k", "value": value}]) == (Entry("k", None),)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ({"key": "k", "value": "7"}, "7"),
        ({"id": "k", "value": "7"}, "7"),
        ({"key": "k", "value": 5, "type": "string"}, "5"),
        ({"key": "k", "value": True, "type": "string"}, "true"),
        ({"key": "k", "value": 5}, None),
        ({"key": "k", "value": 5, "type": "any"}, None),
        ({"key": "k", "value": ""}, None),
        ({"key": "k", "value": None}, None),
        ({"key": "k", "type": "string"}, None),
        ({"key": "k"}, None),
    ],
)
def test_path_variables_count_by_type(row: dict[str, Json], value: str | None) -> None:
    assert path_variables([row]) == (Entry("k", value),)


def test_the_last_path_variable_of_a_name_counts() -> None:
    rows: Json = [
        None,
        "k",
        {"key": "k", "value": "1"},
        {"key": "k", "value": "2", "disabled": True},
    ]
    assert path_variables(rows) == (Entry("k", "2", True),)
    assert path_variables({"k": "1"}) == (Entry("k", "1"),)


@pytest.mark.parametrize(
    ("raw", "parts", "part"),
    [
        ("https://h/x", Url("https://h", ("x",)), None),
        ("h/x/", Url("https://h", ("x",)), None),
        ("https://H:443/x", Url("http://h", ("x",)), None),
        ("https://u:p@h", Url("https://h"), None),
        ("h/7", Url("h", (":id",)), None),
        ("h/a%20b", Url("h", ("a b",)), None),
        ("h?a=x%20y", Url("h", None, (Entry("a", "x y"), Entry("b", "1"))), None),
        ("h?a=1", Url("h", None, (Entry("a", "1", disabled=True),)), None),
        ("h?", Url("h"), None),
        ("", Url("h"), None),
        ("/x", Url("h", ("x",)), None),
        ("other/x", Url("h", ("x",)), "host"),
        ("{{base}}/x", Url("{{url}}", ("x",)), "host"),
        ("h/y", Url("h", ("x",)), "path"),
        ("h/x/y", Url("h", ("x",)), "path"),
        ("h/x?a=1", Url("h", ("x",)), "query"),
        ("h/x?a=1", Url("h", ("x",), (Entry("a", "2"),)), "query"),
    ],
)
def test_raw_disagrees_only_when_it_truly_does(
    raw: str, parts: Url, part: str | None
) -> None:
    assert disagreement(Url(parts.origin, parts.path, parts.query, raw=raw)) == part

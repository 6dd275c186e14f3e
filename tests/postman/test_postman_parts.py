"""Headers, auth, variables, examples, scripts: each legal short form and odd value."""

from __future__ import annotations

import pytest

from postkiln.postman.collection import (
    AuthBlock,
    DefinedVariable,
    Entry,
    ItemRequest,
    ProtocolProfileBehavior,
    SavedResponse,
    Script,
    Url,
)
from postkiln.postman.javascript import Json
from postkiln.postman.v2.auths import read_auth
from postkiln.postman.v2.examples import read_examples
from postkiln.postman.v2.headers import read_headers
from postkiln.postman.v2.requests import read_request
from postkiln.postman.v2.settings import read_behavior, read_scripts
from postkiln.postman.v2.variables import read_variables

A, B = Entry("A", "1"), Entry("B", "2")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("A: 1\nB: 2", (A, B)),
        ("A:1\r\nB:  2 \n\nno colon\n: 1\nwith blank: 1", (A, B)),
        ({"A": "1", "B": 2}, (A, B)),
        (["A: 1", None, 5, {"key": "B", "value": 2}], (A, B)),
        ([{"key": "K", "value": None}], (Entry("K", "null"),)),
        ([{"key": "K"}], (Entry("K", ""),)),
        ([{"key": "K", "value": [1, 2]}], (Entry("K", "1,2"),)),
        (
            [{"value": "v"}, {"key": "", "value": "v"}],
            (Entry(None, "v"), Entry("", "v")),
        ),
        (
            [
                {
                    "key": "K",
                    "value": "v",
                    "disabled": True,
                    "description": {"content": "d"},
                }
            ],
            (Entry("K", "v", True, "d"),),
        ),
        (None, ()),
        (5, ()),
    ],
)
def test_headers_in_every_spelling(value: Json, expected: tuple[Entry, ...]) -> None:
    assert read_headers(value) == expected


@pytest.mark.parametrize(
    "value", [None, {}, "bearer", {"type": None}, {"bearer": []}, 5, []]
)
def test_auth_without_a_type_is_inherited(value: Json) -> None:
    assert read_auth(value) is None


@pytest.mark.parametrize(
    "basic",
    [
        {"username": "u", "password": 5},
        [
            {"key": "username", "value": "u", "type": "string"},
            {"key": "password", "value": 5.0},
        ],
    ],
)
def test_auth_parameters_as_map_or_list(basic: Json) -> None:
    auth = read_auth(
        {"type": "basic", "basic": basic, "bearer": [{"key": "token", "value": "t"}]}
    )
    assert auth == AuthBlock("basic", (("username", "u"), ("password", 5)))


@pytest.mark.parametrize("kind", ["noauth", "inherit", "unheard-of"])
def test_auth_of_any_type_is_kept(kind: str) -> None:
    assert read_auth({"type": kind, kind: "x"}) == AuthBlock(kind)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"value": False, "type": "string"}, "false"),
        ({"value": None, "type": "string"}, "null"),
        ({"value": "false", "type": "boolean"}, True),
        ({"value": "5", "type": "number"}, 5),
        ({"value": "{{n}}", "type": "number"}, "{{n}}"),
        ({"value": "x", "type": "any"}, "x"),
        ({"value": {"a": 1}, "type": "object"}, '{"a":1}'),
        ({"value": None}, None),
        ({}, None),
    ],
)
def test_auth_parameters_are_cast(
    row: dict[str, Json], expected: str | bool | int | None
) -> None:
    auth = read_auth(
        {"type": "t", "t": [{"key": "k", "value": "old"}, {"key": "k", **row}]}
    )
    assert auth == AuthBlock("t", (("k", expected),))
    # 1 == True: the type is part of the answer.
    assert auth is not None
    assert type(auth.parameters[0][1]) is type(expected)


@pytest.mark.parametrize(
    ("row", "variable"),
    [
        ({"key": "a", "value": "x"}, DefinedVariable("a", "x")),
        ({"id": "a", "value": "x"}, DefinedVariable("a", "x")),
        ({"key": "a", "value": 5}, DefinedVariable("a", "5")),
        ({"key": "a", "value": None}, DefinedVariable("a", "null")),
        ({"key": "a"}, DefinedVariable("a", "")),
        ({"key": "a", "value": [1, 2]}, DefinedVariable("a", "1,2")),
        ({"key": "a", "disabled": True}, DefinedVariable("a", "", disabled=True)),
        ({"key": "a", "enabled": False}, DefinedVariable("a", "", enabled=False)),
        ({"key": "a", "enabled": True}, DefinedVariable("a", "")),
        ({"key": "a", "type": "secret"}, DefinedVariable("a", "", secret=True)),
        ({"key": "a", "secret": True}, DefinedVariable("a", "", secret=True)),
        (
            {"key": "a", "description": {"content": "d"}},
            DefinedVariable("a", "", description="d"),
        ),
    ],
)
def test_variables(row: dict[str, Json], variable: DefinedVariable) -> None:
    assert read_variables([None, "x", {"value": "nameless"}, row]) == (variable,)


def test_variables_keep_duplicates_and_may_be_a_map() -> None:
    twice: Json = [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]
    assert read_variables(twice) == (
        DefinedVariable("a", "1"),
        DefinedVariable("a", "2"),
    )
    assert read_variables({"a": 1}) == (DefinedVariable("a", "1"),)


@pytest.mark.parametrize(
    ("saved", "code"),
    [
        ({"code": 201, "status": "404"}, 201),
        ({"code": "404"}, 404),
        ({"code": None, "status": "404 Not Found"}, 404),
        ({"name": "404 Not Found"}, 404),
        ({"name": "404"}, 404),
        ({"name": "404s"}, None),
        ({"name": "4040 things"}, None),
        ({"name": "600"}, None),
        ({"name": "Answer 404"}, None),
        ({"code": True}, None),
        ({"code": 0}, None),
        ({}, None),
    ],
)
def test_status_codes(saved: dict[str, Json], code: int | None) -> None:
    assert [example.code for example in read_examples([saved])] == [code]


@pytest.mark.parametrize(
    ("body", "expected"),
    [("x", "x"), ("", ""), (None, None), ({"a": 1}, '{"a":1}'), (5, "5")],
)
def test_example_bodies(body: Json, expected: str | None) -> None:
    assert read_examples([{"body": body}])[0].body == expected


def test_a_whole_example() -> None:
    saved: Json = {
        "name": "ok",
        "originalRequest": "https://h",
        "status": "OK",
        "code": 200,
        "_postman_previewlanguage": "json",
        "header": "A: 1\nB: 2",
        "body": "{}",
    }
    request = ItemRequest("GET", Url("https://h", raw="https://h"))
    expected = SavedResponse("ok", 200, "OK", (A, B), "{}", "json", request)
    assert read_examples([None, "x", saved]) == (expected,)
    assert read_examples(None) == ()


@pytest.mark.parametrize("asked", [None, {}, "", 5, []])
def test_an_example_may_lack_its_request(asked: Json) -> None:
    assert read_examples([{"originalRequest": asked}])[0].request is None


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("post", "POST"),
        ("", "GET"),
        (None, "GET"),
        (5, "GET"),
        (" get ", " GET "),
        ("{{m}}", "{{M}}"),
    ],
)
def test_methods(method: Json, expected: str) -> None:
    assert read_request({"method": method}).method == expected


@pytest.mark.parametrize("value", [None, 5, [], {}])
def test_a_request_that_is_none_has_no_address(value: Json) -> None:
    assert read_request(value) == ItemRequest("GET", None)


@pytest.mark.parametrize(
    ("event", "scripts"),
    [
        (
            {"listen": "test", "script": {"exec": ["a", "b"]}},
            (Script("test", ("a", "b")),),
        ),
        (
            {"listen": "prerequest", "script": {"exec": "a\nb"}},
            (Script("prerequest", ("a", "b")),),
        ),
        ({"listen": "preRequest", "script": "a"}, (Script("prerequest", ("a",)),)),
        ({"listen": "test", "script": ["a", None]}, (Script("test", ("a",)),)),
        ({"listen": "test", "script": {"exec": [""]}}, ()),
        ({"listen": "test", "script": None}, ()),
        ({"listen": "other", "script": "a"}, ()),
        ({"listen": None, "script": "a"}, ()),
        ({"listen": "test", "script": "a", "disabled": True}, ()),
    ],
)
def test_scripts(event: Json, scripts: tuple[Script, ...]) -> None:
    assert read_scripts({"event": [None, event]}) == scripts


def test_behavior_says_only_what_the_file_says() -> None:
    said: Json = {
        "disableBodyPruning": True,
        "followRedirects": False,
        "disableCookies": "yes",
        "maxRedirects": 3,
        "disabledSystemHeaders": {"User-Agent": True, "accept": False},
    }
    expected = ProtocolProfileBehavior(
        disable_body_pruning=True,
        follow_redirects=False,
        max_redirects=3,
        disabled_system_headers=("user-agent",),
    )
    assert read_behavior({"protocolProfileBehavior": said}) == expected
    assert read_behavior({"protocolProfileBehavior": []}) == ProtocolProfileBehavior()
    assert (
        read_behavior({"protocolProfileBehavior": {"maxRedirects": True}})
        == ProtocolProfileBehavior()
    )

"""v1 collections: the same as their v2.1 twins, part by part."""

from __future__ import annotations

import json

import pytest

from postkiln.postman import load
from postkiln.postman.collection import (
    AuthBlock,
    Entry,
    Folder,
    FormPart,
    Item,
    ItemRequest,
    walk,
)
from postkiln.postman.document import Document
from postkiln.postman.javascript import Json, Object, mapping
from postkiln.postman.v1.auths import convert_auth
from postkiln.postman.v1.convert import reads
from postkiln.postman.v1.requests import convert_body, convert_headers, convert_url


def loaded(request: Object) -> ItemRequest:
    whole = {"id": "c", "order": ["1"], "requests": [{"id": "1", **request}]}
    collection = load(json.dumps(whole).encode(), "v1.json").collection
    ((_, item),) = walk(collection.root)
    return item.request


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"requests": [], "order": []}, True),
        ({"requests": [], "folders": []}, True),
        ({"requests": [], "id": "1"}, True),
        ({"requests": []}, False),
        ({"requests": {}, "order": []}, False),
        ({"requests": [], "order": [], "item": []}, False),
    ],
)
def test_a_v1_collection_is_known_by_its_keys(value: Object, expected: bool) -> None:
    assert reads(Document("", root=value)) is expected


def test_a_folder_has_what_it_had() -> None:
    folder = {
        "id": "f",
        "name": "F",
        "description": "About",
        "currentHelper": "bearerAuth",
        "helperAttributes": {"token": "t"},
        "preRequestScript": "pm.x",
        "protocolProfileBehavior": {"followRedirects": False},
    }
    whole = {"id": "c", "requests": [], "folders": [folder]}
    (found,) = load(json.dumps(whole).encode(), "v1.json").collection.root.items
    assert isinstance(found, Folder)
    assert found.auth == AuthBlock("bearer", (("token", "t"),))
    assert (found.description, found.behavior.follow_redirects) == ("About", False)
    assert [script.listen for script in found.scripts] == ["prerequest"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            "A: 1\nB:2\n//C: 3\n",
            [("A", "1", False), ("B", "2", False), ("C", "3", True)],
        ),
        ("A: 1\r\n more\r\nB: 2", [("A", "1 more", False), ("B", "2", False)]),
        ("no header", []),
        (None, []),
        ([{"key": "A", "value": "1"}], [("A", "1", False)]),
    ],
)
def test_headers(headers: Json, expected: list[tuple[str, str, bool]]) -> None:
    found = loaded({"url": "http://h", "headers": headers}).headers
    assert [(e.key, e.value, e.disabled) for e in found] == expected


def test_header_rows_win_over_the_text() -> None:
    rows: list[Json] = [
        {"key": "A", "value": "row"},
        {"key": "//B", "value": "off"},
        {"key": "C", "value": "off", "enabled": False},
    ]
    given: Object = {"headerData": rows, "headers": "A: text\nB: text\nD: text"}
    rows_found = map(mapping, convert_headers(given))
    found = [(row["key"], row["value"], row["disabled"]) for row in rows_found]
    assert found == [
        ("A", "row", False),
        ("B", "off", True),
        ("C", "off", True),
        ("D", "text", False),
    ]


def test_an_address_alone_stays_text() -> None:
    assert convert_url({"url": "http://h/a?b=1"}) == "http://h/a?b=1"


def test_parameters_given_apart_win_over_those_of_the_address() -> None:
    rows: list[Json] = [
        {"key": "a", "value": "1", "enabled": False},
        {"key": "b", "value": None, "equals": True},
        {"key": "c", "value": "", "equals": False},
    ]
    url = loaded({"url": "https://h:1/x/:id?a=0", "queryParams": rows}).url
    assert url is not None
    assert (url.origin, url.path) == ("https://h:1", ("x", ":id"))
    assert url.query == (
        Entry("a", "1", disabled=True),
        Entry("b", ""),
        Entry("c", None),
    )


def test_path_variables_in_both_spellings() -> None:
    given: Object = {
        "url": "{{base}}/x/:id/:k?q=1",
        "pathVariables": {"id": "old", "k": "2"},
        "pathVariableData": [{"key": "id", "value": "new"}],
    }
    url = loaded(given).url
    assert url is not None
    assert url.variables == (Entry("id", "new"), Entry("k", "2"))
    assert (url.origin, url.query) == ("{{base}}", (Entry("q", "1"),))


BODIES: list[tuple[Object, tuple[str, Json]]] = [
        ({"dataMode": "raw", "rawModeData": "x"}, ("raw", "x")),
        ({"dataMode": "raw", "rawModeData": ["x"]}, ("raw", "x")),
        ({"dataMode": "raw", "data": "x"}, ("raw", "x")),
        ({"dataMode": "binary", "rawModeData": "a.png"}, ("file", {"src": "a.png"})),
        ({"dataMode": "graphql", "graphqlModeData": {"query": "q"}}, ("graphql", {"query": "q"})),
        ({"rawModeData": "x"}, ("raw", "x")),
        ({"graphqlModeData": {"query": "q"}}, ("graphql", {"query": "q"})),
        ({"dataMode": "urlencoded", "data": []}, ("urlencoded", [])),
]  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), BODIES)
def test_bodies(row: Object, expected: tuple[str, Json]) -> None:
    body = convert_body(row)
    assert isinstance(body, dict)
    assert (body["mode"], body[expected[0]]) == expected


@pytest.mark.parametrize("row", [{}, {"dataMode": None, "rawModeData": "x"}])
def test_no_body(row: Object) -> None:
    assert convert_body(row) is None


def test_the_path_of_a_file_stands_in_its_value() -> None:
    rows: list[Json] = [
        {"key": "t", "value": "v", "enabled": False},
        {"key": "f", "value": "a.png", "type": "file"},
    ]
    body = loaded({"url": "http://h", "method": "POST", "data": rows}).body
    assert body is not None
    assert body.formdata == (
        FormPart("t", "v", disabled=True),
        FormPart("f", "", True, ("a.png",)),
    )


def test_options_and_the_switch_of_a_body() -> None:
    row: Object = {
        "dataMode": "raw",
        "rawModeData": "{}",
        "dataOptions": {"raw": {"language": "json"}},
    }
    body = loaded({"url": "http://h", **row}).body
    assert body is not None
    assert body.language == "json"
    assert loaded({"url": "http://h", **row, "dataDisabled": True}).body is None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, None),
        ({"auth": {"type": "noauth"}}, {"type": "noauth"}),
        ({"currentHelper": None, "helperAttributes": None}, None),
        ({"currentHelper": "normal", "auth": {"type": "basic"}}, None),
        (
            {"currentHelper": "basicAuth", "helperAttributes": '{"username": "u"}'},
            {"type": "basic", "basic": {"username": "u"}},
        ),
        (
            {"currentHelper": "oAuth1", "helperAttributes": {"header": True}},
            {"type": "oauth1", "oauth1": {"addParamsToHeader": True}},
        ),
        (
            {"currentHelper": "hawkAuth", "helperAttributes": {"hawk_id": "i"}},
            {"type": "hawk", "hawk": {"authId": "i"}},
        ),
        (
            {"currentHelper": "awsSigV4", "helperAttributes": "no JSON"},
            {"type": "awsv4", "awsv4": {}},
        ),
    ],
)
def test_auths(row: Object, expected: Json) -> None:
    assert convert_auth(row) == expected


def test_saved_responses_and_the_calls_behind_them() -> None:
    responses: list[Json] = [
        {
            "id": "b",
            "responseCode": {"code": "404", "name": "Not Found"},
            "headers": "Content-Type: text/plain",
            "text": "no",
            "request": {"url": "http://h/saved", "method": "PUT"},
        },
        {"id": "a", "name": "A", "responseCode": {"code": 200}, "requestObject": "1"},
    ]
    whole = {
        "id": "c",
        "order": ["1"],
        "requests": [
            {
                "id": "1",
                "url": "http://h/own",
                "responses": responses,
                "responses_order": ["a", "b"],
                "tests": "t",
                "events": [{"listen": "prerequest", "script": {"exec": "p"}}],
            }
        ],
    }
    ((_, item),) = walk(load(json.dumps(whole).encode(), "v1").collection.root)
    assert isinstance(item, Item)
    first, other = item.examples
    assert (first.name, first.code, first.body) == ("A", 200, None)
    assert (other.name, other.code, other.body) == ("response", 404, "no")
    assert first.request is not None
    assert first.request.url is not None
    assert first.request.url.path == ("own",)
    assert other.request is not None
    assert other.request.method == "PUT"
    assert [script.listen for script in item.scripts] == ["test"]


@pytest.mark.parametrize("junk", [None, 5, "x", [], {}, [None, 5, "x", {}]])
@pytest.mark.parametrize(
    "member",
    [
        *("name", "order", "folders", "folders_order", "requests", "variables"),
        *("events", "auth", "currentHelper", "helperAttributes"),
    ],
)
def test_what_is_of_another_type_is_tolerated(member: str, junk: Json) -> None:
    whole = {"id": "c", "order": [], "requests": [], member: junk}
    if isinstance(whole["requests"], list):
        load(json.dumps(whole).encode(), "v1.json")


@pytest.mark.parametrize("junk", [None, 5, "x", [], {}, [None, 5, "x", {}]])
@pytest.mark.parametrize(
    "member",
    [
        *("url", "method", "headers", "headerData", "queryParams", "pathVariables"),
        *("pathVariableData", "dataMode", "data", "rawModeData", "graphqlModeData"),
        *("dataOptions", "currentHelper", "helperAttributes", "auth", "events"),
        *("tests", "preRequestScript", "responses", "responses_order", "description"),
    ],
)
def test_a_request_of_other_types_is_tolerated(member: str, junk: Json) -> None:
    loaded({"url": "http://h/:a?b", "dataMode": "params", member: junk})

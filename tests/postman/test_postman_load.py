"""Whole documents: which are read, and what becomes of odd items, names and encodings."""

from __future__ import annotations

import json

import pytest

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice
from postkiln.diagnostics.places import Spot
from postkiln.postman import LoadedCollection, load, load_environment
from postkiln.postman.collection import (
    AuthBlock,
    DefinedVariable,
    Environment,
    Folder,
    Item,
    ItemRequest,
    ProtocolProfileBehavior,
    Script,
    Url,
    walk,
)
from postkiln.postman.javascript import Json, Object

ITEM: Object = {
    "name": "Get shelf",
    "id": "i1",
    "request": {
        "method": "get",
        "description": "One shelf",
        "header": [{"key": "Accept", "value": "application/json"}],
        "url": {
            "raw": "{{base}}/shelves/:id?full=1",
            "host": ["{{base}}"],
            "path": ["shelves", ":id"],
            "query": [{"key": "full", "value": "1"}],
            "variable": [{"key": "id", "value": "7"}],
        },
        "body": {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "1"}]},
        "auth": {"type": "basic", "basic": [{"key": "username", "value": "u"}]},
    },
    "response": [
        {"name": "ok", "code": 200, "header": [], "body": "{}", "originalRequest": {}}
    ],
    "event": [{"listen": "test", "script": {"exec": ["x"]}}],
    "protocolProfileBehavior": {"disableBodyPruning": True},
}
DOCUMENT: Object = {
    "info": {
        "_postman_id": "c1",
        "name": "Shelves",
        "description": {"content": "Books"},
    },
    "item": [
        {
            "name": "Folder",
            "description": "Inside",
            "auth": {"type": "noauth"},
            "item": [ITEM],
        },
        {"name": "Health", "request": "{{base}}/health"},
    ],
    "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{t}}"}]},
    "event": [{"listen": "prerequest", "script": {"exec": "y"}}],
    "variable": [{"key": "base", "value": "https://h"}],
    "protocolProfileBehavior": {"followRedirects": False},
}


def read(value: Json) -> LoadedCollection:
    return load(json.dumps(value).encode(), "shelves.json")


def names(loaded: LoadedCollection) -> list[str]:
    return ["/".join(path) for path, _ in walk(loaded.collection.root)]


def test_a_whole_collection() -> None:
    loaded = read(DOCUMENT)
    root = loaded.collection.root
    assert loaded.notices == ()
    assert (loaded.collection.name, root.description, root.id) == (
        "Shelves",
        "Books",
        "c1",
    )
    assert loaded.collection.variables == (DefinedVariable("base", "https://h"),)
    assert root.auth == AuthBlock("bearer", (("token", "{{t}}"),))
    assert root.scripts == (Script("prerequest", ("y",)),)
    assert root.behavior == ProtocolProfileBehavior(follow_redirects=False)
    folder, health = root.items
    assert isinstance(folder, Folder)
    assert (folder.name, folder.description, folder.auth) == (
        "Folder",
        "Inside",
        AuthBlock("noauth"),
    )
    assert health == Item(
        "Health",
        ItemRequest("GET", Url("{{base}}", ("health",), raw="{{base}}/health")),
    )
    (item,) = folder.items
    assert isinstance(item, Item)
    assert (item.id, item.request.method, item.request.description) == (
        "i1",
        "GET",
        "One shelf",
    )
    assert item.scripts == (Script("test", ("x",)),)
    assert item.behavior == ProtocolProfileBehavior(disable_body_pruning=True)
    assert [example.code for example in item.examples] == [200]


@pytest.mark.parametrize(
    ("value", "name", "paths"),
    [
        (DOCUMENT, "Shelves", ["Folder/Get shelf", "Health"]),
        ({"collection": DOCUMENT}, "Shelves", ["Folder/Get shelf", "Health"]),
        ([DOCUMENT], "Shelves", ["Folder/Get shelf", "Health"]),
        ({"item": DOCUMENT["item"]}, "", ["Folder/Get shelf", "Health"]),
        (DOCUMENT["item"], "", ["Folder/Get shelf", "Health"]),
        ({"name": "Folder", "item": [ITEM]}, "Folder", ["Get shelf"]),
        (ITEM, "Get shelf", ["Get shelf"]),
        ({"request": "https://h"}, "", [""]),
        ({"item": None, "name": "x", "request": "https://h"}, "x", ["x"]),
        ({"info": {}, "item": []}, "", []),
        ({"info": "x", "item": []}, "", []),
    ],
)
def test_documents_that_are_read(value: Json, name: str, paths: list[str]) -> None:
    loaded = read(value)
    assert (loaded.collection.name, names(loaded)) == (name, paths)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"],
)
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    source = json.dumps({"info": {"name": "Bücher 书"}, "item": []}, ensure_ascii=False)
    assert load(source.encode(encoding), "x").collection.name == "Bücher 书"


def test_a_byte_order_mark_written_out_is_read() -> None:
    assert names(load(b"\xff\xfe" + '{"item": []}'.encode("utf-16-le"), "x")) == []


def at(*positions: int) -> Spot:
    return Spot("", tuple(step for each in positions for step in ("item", each)))


def test_elements_that_are_no_items_are_named_and_skipped() -> None:
    loaded = read(
        {
            "item": [
                {"name": "F", "item": [None, "x", ITEM]},
                5,
            ]
        }
    )
    assert names(loaded) == ["F/Get shelf"]
    skipped = 'element {} of the "item" list is no object and was skipped'
    assert loaded.notices == (
        Notice(("F",), Code.UNUSABLE_ITEM, skipped.format(1), at(0, 0)),
        Notice(("F",), Code.UNUSABLE_ITEM, skipped.format(2), at(0, 1)),
        Notice((), Code.UNUSABLE_ITEM, skipped.format(2), at(1)),
    )


def test_items_without_an_address_are_kept_for_later() -> None:
    values: list[Json] = [
        {},
        {"request": None},
        {"request": {}},
        {"request": {"url": None}},
        {"item": None},
    ]
    loaded = read({"item": values})
    assert [item.request.url for _, item in walk(loaded.collection.root)] == [None] * 5
    assert loaded.notices == ()


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"id": "a", "_postman_id": "b"}, "a"),
        ({"_postman_id": "b"}, "b"),
        ({"id": 5}, None),
        ({}, None),
    ],
)
def test_ids_in_both_spellings(node: Object, expected: str | None) -> None:
    (item,) = read({"item": [{**node, "request": "h"}]}).collection.root.items
    assert item.id == expected


def test_item_wins_over_request() -> None:
    assert names(read({"item": [{"name": "F", "item": [ITEM], "request": "h"}]})) == [
        "F/Get shelf"
    ]


@pytest.mark.parametrize("name", [None, 5, [], {}])
def test_names_that_are_no_text_are_empty(name: Json) -> None:
    assert names(read({"item": [{"name": name, "request": "h"}]})) == [""]


def test_names_are_kept_as_they_are() -> None:
    name = ' {{x}} / "\n\ud83d '
    (item,) = read({"item": [{"name": name, "request": "h"}]}).collection.root.items
    assert item.name == name


def test_older_exports_describe_the_item() -> None:
    (item,) = read(
        {"item": [{"request": "h", "description": "old"}]}
    ).collection.root.items
    assert isinstance(item, Item)
    assert item.request.description == "old"


def test_raw_that_disagrees_is_told() -> None:
    url: Json = {"raw": "https://h/a", "host": ["h"], "path": ["b"]}
    request: Json = {"method": "GET", "url": url}
    loaded = read({"item": [{"name": "x", "request": request}]})
    text = '"raw" of the url shows another path than its parts; the parts count'
    assert loaded.notices == (Notice(("x",), Code.RAW_DISAGREES, text, at(0)),)


def test_of_a_key_spelt_twice_the_last_counts() -> None:
    source = (
        b'{"item": [{"name": "a", "name": "b",\n "x": {"y": 1, "y": 2}}], "item": []}'
    )
    loaded = load(source, "x")
    assert names(loaded) == []
    text = (
        "some objects spell a key twice, the last counts: 'name' in line 1, "
        "'y' in line 2, 'item' in line 2"
    )
    assert loaded.notices == (Notice((), Code.DUPLICATE_KEY, text, Spot("x:1")),)


def test_of_many_keys_spelt_twice_five_are_shown() -> None:
    twice = ", ".join(f'"k{number}": 1' for number in [*range(7), *range(7)])
    (notice,) = load(f'{{"item": [], {twice}}}'.encode(), "x").notices
    assert notice.text.endswith("in line 1, 'k4' in line 1 and others")


@pytest.mark.parametrize("method", [{}, {"method": None}, {"method": ""}])
def test_a_request_without_a_method_is_told(method: Object) -> None:
    request: Json = {"url": "https://h", **method}
    loaded = read({"item": [{"name": "x", "request": request}]})
    text = "the request says no method: it is sent as GET"
    assert loaded.notices == (Notice(("x",), Code.NO_METHOD, text, at(0)),)


def test_keys_that_an_environment_spells_twice_are_told() -> None:
    source = b'{"values": [{"key": "a",\n "value": "1", "value": "2"}]}'
    found = load_environment(source, "dev.json")
    assert [each.value for each in found.variables] == ["2"]
    assert [(each.code, each.spot.place) for each in found.notices] == [
        (Code.DUPLICATE_KEY, "dev.json:2")
    ]


@pytest.mark.parametrize("wrapper", [None, "environment", "globals"])
def test_environments(wrapper: str | None) -> None:
    values: Json = [
        {"key": "a", "value": "1", "enabled": False},
        {"key": "b", "type": "secret"},
    ]
    bare: Object = {"name": "Dev", "values": values}
    value: Json = {wrapper: bare} if wrapper else bare
    expected = (
        DefinedVariable("a", "1", enabled=False),
        DefinedVariable("b", "", secret=True),
    )
    assert load_environment(json.dumps(value).encode(), "x") == Environment(
        "Dev", expected
    )

"""What `load` refuses, and in which words: each message says what the file is and what to do."""

from __future__ import annotations

import json

import pytest

from postkiln.diagnostics.errors import InputError
from postkiln.postman import load, load_environment
from postkiln.postman.javascript import Json

EXPORT = "In Postman, export the collection as Collection v2.1 and give that file"
IMPORT = "Import it into Postman and export it from there as Collection v2.1"
AGAIN = "Correct the JSON there, or export the collection again"
CUT = "the file is cut off: it ends in the middle of the JSON. Export or download the collection again"

NOT_JSON = [
    (b"", f": the file is empty. {EXPORT}"),
    (b"\xef\xbb\xbf", f": the file is empty. {EXPORT}"),
    (b" \n\t", f": the file contains only white space. {EXPORT}"),
    (b'{"info": {\n  "name"', f":2:9: {CUT}"),
    (b'{"info": "Sh', f":1:10: {CUT}"),
    (b'{"item": [\n', f":2:1: {CUT}"),
    (b'{"a": 1,\n}', ":1:8: a comma stands before a closing bracket. Remove the comma"),
    (b'{"a": 1 , }', ":1:9: a comma stands before a closing bracket. Remove the comma"),
    (b"[1,\n\n]", ":1:3: a comma stands before a closing bracket. Remove the comma"),
    (b'{\n // no\n"a": 1}', ":2:2: JSON has no comments. Remove the comment"),
    (b'/* no */ {"a": 1}', ":1:1: JSON has no comments. Remove the comment"),
    (b'{"a": 1}\n{"b": 2}', ":2:1: a second document begins here. Give each document a file of its own"),
    (b"{'a': 1}", ':1:2: this is not JSON: unexpected "\'". JSON has double quotes: write them'),
    (b'{"a": 1\n"b": 2}', ":1:8: a comma is missing here. Write the comma"),
    (b'{"a": 1} x', f":1:10: the JSON value ends before this point and more text follows. {AGAIN}"),
    (b'{"a": True}', ":1:7: True is not JSON. Write true"),
    (b'{"a": tru', f":1:7: {CUT}"),
    (b"{] ", f":1:2: this is not JSON: unexpected ']'. {AGAIN}"),
    (b'{"a": "\\q"}', ":1:8: JSON has no such escape in a string. Double the backslash"),
    (b'{"a": "x\ny"}', ":1:9: a string is not closed on its line. Close it, or write \\n in it"),
    (b'{"a": "\x07"}', ":1:8: a string contains the raw control character '\\x07'. Write it as an escape"),
    (b'{"NaN": "\\"NaN",\n "a": NaN}', ":2:7: NaN is not JSON. Write null or a number"),
    (b"[-Infinity]", ":1:2: -Infinity is not JSON. Write null or a number"),
    (b'{\n<<<<<<< ours\n"a": 1}', ":2:1: the file contains an unresolved merge conflict. Resolve it in the file"),
    (b'{"a": "\xff"}', ":1:8: byte 8 is not UTF-8 text. Save the file as UTF-8"),
    (b'{"a": ' + b"9" * 5000 + b"}", ": a number in it has thousands of digits. Shorten it, or write it as a string"),
    (b"[" * 100_000, f":1:100001: {CUT}"),
    (b"PK\x03\x04rest", ": the zip is damaged: File is not a zip file. Export or download it again"),
    (b"\x1f\x8brest", ": this is a gzip file, not a Postman collection. Unpack it and give the collection file inside"),
    (b"\n<!DOCTYPE html><p>", ": this is an HTML page, not a Postman collection. Download the file itself, not the page that shows it"),
    (b"<?xml version='1.0'?>", f": this is an XML document, not a Postman collection. {EXPORT}"),
    (b"openapi: 3.1.0\ninfo: {}", f": this is an OpenAPI document in YAML, not a Postman collection. {IMPORT}"),
    (b"# ours\nswagger: '2.0'", f": this is a Swagger document in YAML, not a Postman collection. {IMPORT}"),
    (b"asyncapi: 3.0.0", f": this is an AsyncAPI document in YAML, not a Postman collection. {EXPORT}"),
    (b"opencollection: 1.0.0", f": this is a Bruno collection in YAML, not a Postman collection. {IMPORT}"),
    (b"type: collection.insomnia.rest/5.0", f": this is an Insomnia export in YAML, not a Postman collection. {IMPORT}"),
    (b"$kind: http-example\nname: x", ": this is one YAML file of a v3 collection, not a Postman collection. Give the directory of the collection"),
    (b"meta {\n  name: x\n}", f": this is a Bruno request, not a Postman collection. {IMPORT}"),
    (b"name: x\nlist:\n - y", f": this is YAML, not a Postman collection. {EXPORT}"),
    (b"Dear reader", f": this is plain text, not a Postman collection. {EXPORT}"),
]  # fmt: skip

NOT_COLLECTIONS: list[tuple[Json, str]] = [
    (None, f"the file holds null, not a collection. {EXPORT}"),
    (True, f"the file holds a boolean, not a collection. {EXPORT}"),
    (5, f"the file holds a number, not a collection. {EXPORT}"),
    ("item", f"the file holds a string, not a collection. {EXPORT}"),
    ([], f"this is an empty list, not a Postman collection. {EXPORT}"),
    ([1, {}], f"this is a list without a single item or folder, not a Postman collection. {EXPORT}"),
    ({}, f"this is an empty JSON object, not a collection. {EXPORT}"),
    ({"b": 1, "a": 2}, f"this is no Postman collection: a JSON object with 'b', 'a'. {EXPORT}"),
    ({"info": {"name": "x"}}, f'it has no "item", the list of requests. {EXPORT}'),
    ({"collection": {"collection": {"item": []}}}, f"this is no Postman collection: a JSON object with 'collection'. {EXPORT}"),
    ([{"info": {}, "item": []}, {"info": {}, "item": []}], "this holds 2 collections, not one. Take them one by one: postkiln.split()"),
    ({"collections": [{"uid": "1"}]}, "this lists collections, without their requests. Fetch one of them: postman:<its uid>"),
    ({"version": 1, "collections": []}, f"this is a Postman data dump without a collection. {EXPORT}"),
    ({"values": [], "_postman_variable_scope": "environment"}, "this is a Postman environment file, not a collection. Give the collection itself, and this file with -e"),
    ({"values": [], "_postman_variable_scope": "globals"}, "this is a Postman globals file, not a collection. Give the collection itself, and this file with -e"),
    ({"environment": {"values": []}}, "this is a Postman environment file, not a collection. Give the collection itself, and this file with -e"),
    ({"error": {"name": "notFound"}}, "this is an error answer of Postman's API, not a collection. Check the API key and the collection's id"),
    ({"openapi": "3.0.0", "info": {}}, f"this is an OpenAPI document, not a Postman collection. {IMPORT}"),
    ({"swagger": "2.0", "info": {}}, f"this is a Swagger document, not a Postman collection. {IMPORT}"),
    ({"asyncapi": "3.0.0", "info": {}}, f"this is an AsyncAPI document, not a Postman collection. {EXPORT}"),
    ({"opencollection": "1.0.0", "info": {}}, f"this is a Bruno collection, not a Postman collection. {IMPORT}"),
    ({"name": "x", "items": [{"type": "http-request"}]}, f"this is a Bruno collection, not a Postman collection. {IMPORT}"),
    ({"_type": "export", "__export_format": 4}, f"this is an Insomnia export, not a Postman collection. {IMPORT}"),
    ({"type": "collection.insomnia.rest/5.0"}, f"this is an Insomnia export, not a Postman collection. {IMPORT}"),
    ({"log": {"entries": []}}, f"this is a HAR file (recorded traffic), not a Postman collection. {IMPORT}"),
    ({"startedDateTime": "", "request": {}, "response": {}}, f"this is a HAR file (recorded traffic), not a Postman collection. {IMPORT}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "message"), NOT_JSON, ids=lambda value: str(value)[:24]
)
def test_what_is_not_json_is_refused_by_place(source: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load(source, "shop.json")
    assert str(caught.value) == f"shop.json{message}"


@pytest.mark.parametrize(
    ("value", "message"), NOT_COLLECTIONS, ids=lambda value: str(value)[:40]
)
def test_other_documents_are_refused_by_name(value: Json, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load(json.dumps(value).encode(), "shop.json")
    assert str(caught.value) == f"shop.json: {message}"


LIST = "Make it the list of requests, or export the collection again"
FAULTS: list[tuple[Json, list[str]]] = [
    ({"item": None}, [f'1:10: $.item: "item" is null, not a list. {LIST}']),
    ({"item": {"a": 1}}, [f'1:10: $.item: "item" is an object, not a list. {LIST}']),
    ({"info": {}, "items": []}, ['1:23: $.items: the list of requests is called "item", not "items". Rename it']),
    ({"collection": {"info": {}, "item": 1}}, [f'1:37: $.collection.item: "item" is a number, not a list. {LIST}']),
    ([{"info": {}, "item": 1}], [f'1:23: $[0].item: "item" is a number, not a list. {LIST}']),
    (
        {"item": [{"name": "F", "item": [{"name": "m", "item": {}}, {"name": "n", "items": []}]}]},
        [
            f'1:56: F / m: $.item[0].item[0].item: "item" is an object, not a list. {LIST}',
            '1:84: F / n: $.item[0].item[1].items: the list of requests is called "item", not "items". Rename it',
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "messages"), FAULTS, ids=lambda value: str(value)[:40]
)
def test_lists_that_are_none_are_shown_all_at_once(
    value: Json, messages: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        load(json.dumps(value).encode(), "shop.json")
    assert str(caught.value).splitlines() == [f"shop.json:{m}" for m in messages]


@pytest.mark.parametrize(
    "text",
    [
        "[" + "NaN, " * 30 + "1]",
        "<<<<<<< ours\n" * 30,
        json.dumps({"item": [{"name": "F", "item": {}}] * 30}),
    ],
)
def test_of_very_many_problems_it_is_said_that_there_are_more(text: str) -> None:
    with pytest.raises(InputError) as caught:
        load(text.encode(), "shop.json")
    problems = [str(each) for each in caught.value.problems]
    assert len(problems) == 21
    assert (
        problems[-1] == "shop.json: there are more mistakes in it. Correct these first"
    )


NO_ENVIRONMENTS: list[tuple[Json, str]] = [
    ({"info": {}, "item": []}, "a collection"),
    ({"order": ["1"], "requests": [{}], "name": "x"}, "a collection"),
    ({"collections": [], "environments": []}, "a Postman data dump"),
    ({"openapi": "3.0.0"}, "an OpenAPI document"),
    ({"a": 1}, "something without a list of values"),
    ([], "something without a list of values"),
]


@pytest.mark.parametrize(("value", "what"), NO_ENVIRONMENTS)
def test_environment_that_is_none_is_refused(value: Json, what: str) -> None:
    with pytest.raises(InputError) as caught:
        load_environment(json.dumps(value).encode(), "dev.json")
    assert str(caught.value) == (
        f"dev.json: this is {what}, not a Postman environment. "
        "In Postman, export the environment and give that file"
    )


def test_environment_errors_have_places_too() -> None:
    with pytest.raises(InputError, match=r"^dev\.json:1:13: a comma stands"):
        load_environment(b'{"values": [,]}', "dev.json")

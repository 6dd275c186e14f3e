"""Where the collections are in dumps, lists, zips and directories."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from postkiln.diagnostics.errors import InputError
from postkiln.postman import load, split
from postkiln.postman.collection import walk
from postkiln.postman.javascript import Json
from postkiln.postman.text import archive

V1: dict[str, Json] = {
    "id": "1",
    "name": "Old",
    "order": ["a"],
    "requests": [
        {"id": "a", "name": "Ask", "method": "GET", "url": "https://old.example/ask"}
    ],
}
V2: dict[str, Json] = {
    "info": {"name": "New"},
    "item": [{"name": "Tell", "request": "ws://new.example/tell"}],
}
REQUEST = b"$kind: http-request\nurl: https://three.example\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return content.getvalue()


def found(source: bytes | Mapping[str, bytes], place: str = "x") -> list[str]:
    """The collections of a source: their place, name and number of items."""
    return [
        f"{at}: {(loaded := load(part, at).collection).name}, {len(list(walk(loaded.root)))}"
        for at, part in split(source, place)
    ]


def refused(source: bytes | Mapping[str, bytes]) -> str:
    with pytest.raises(InputError) as caught:
        found(source)
    return str(caught.value)


def test_a_dump_holds_collections() -> None:
    dump = {
        "version": 1,
        "collections": [V1, V1, V2],
        "environments": [],
        "globals": [],
    }
    assert found(json.dumps(dump).encode()) == ["x: Old, 1", "x: Old, 1", "x: New, 1"]


def test_a_dump_of_one_is_that_one() -> None:
    dump = json.dumps({"version": 1, "collections": [V1]}).encode()
    assert load(dump, "x").collection.name == "Old"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_holds_collections(encoding: str) -> None:
    source = json.dumps([{"collection": V2}, V2]).encode(encoding)
    assert found(source) == ["x: New, 1", "x: New, 1"]


def test_the_parts_of_a_document_keep_their_lines() -> None:
    v1 = {**V1, "order": []}
    source = json.dumps({"collections": [V1, v1]}, indent=1).encode()
    (_, first), (at, second) = split(source, "x")
    loaded = load(second, at)
    (notice,) = loaded.with_lines(loaded.notices)
    line = source.decode().splitlines()[int(notice.spot.place.partition(":")[2]) - 1]
    assert load(first, at).notices == ()
    assert notice.spot.place.startswith("x:")
    assert line == "    {"


def test_a_list_of_items_is_one_collection() -> None:
    assert found(json.dumps(V2["item"]).encode()) == ["x: , 1"]


def test_what_cannot_be_read_is_said_when_it_is_loaded() -> None:
    assert refused(b'[{"info": ') == (
        "x:1:11: the file is cut off: it ends in the middle of the JSON. Export or "
        "download the collection again"
    )


def test_several_cannot_be_loaded_as_one() -> None:
    with pytest.raises(InputError, match="this holds 2 collections, not one"):
        load(json.dumps([V2, V2]).encode(), "x")


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["A.request.yaml"], ["x: A, 1"]),
        (["A.request.yaml", "B.request.yaml"], ["x: x, 2"]),
        (["top/.resources/definition.yaml", "top/A.request.yml"], ["x/top: top, 1"]),
        (["top/A.request.yaml", "top/In/B.request.yaml"], ["x/top: top, 2"]),
        (["One/A.request.yaml", "Two/B.request.yaml"], ["x: x, 2"]),
        (
            [
                "postman/collections/P/A.request.yaml",
                "postman/collections/Q/B.request.yaml",
            ],
            ["x/postman/collections/P: A, 1", "x/postman/collections/Q: B, 1"],
        ),
        (["collections/P/A.request.yaml"], ["x/collections/P: A, 1"]),
        (["A.request.yaml", "notes.yaml", "package.json"], ["x: A, 1"]),
    ],
)
def test_any_directory_can_be_a_collection(
    paths: list[str], expected: list[str]
) -> None:
    is_definition = "$kind: collection\n"
    files = {
        path: is_definition.encode() if "definition" in path else REQUEST
        for path in paths
    }
    assert found(files) == expected
    assert found(zipped(files)) == expected


def test_the_directories_of_collections_are_each_one() -> None:
    files = {"P/A.request.yaml": REQUEST, "Q/B.request.yaml": REQUEST}
    assert found(files, "postman/collections") == [
        "postman/collections/P: A, 1",
        "postman/collections/Q: B, 1",
    ]


def test_json_files_of_a_directory_are_collections_or_nothing() -> None:
    files = {
        "b.json": json.dumps(V2).encode(),
        "a.json": json.dumps(V1).encode(),
        "package.json": b'{"name": "x"}',
        "dev.json": b'{"values": [], "_postman_variable_scope": "environment"}',
    }
    assert found(files) == ["x/a.json: Old, 1", "x/b.json: New, 1"]
    assert found(zipped(files)) == ["x/a.json: Old, 1", "x/b.json: New, 1"]


def test_a_directory_without_any_is_refused() -> None:
    assert refused({"a.txt": b""}).startswith("x: there is no Postman collection in it")
    assert refused(zipped({})).startswith("x: there is no Postman collection in it")
    assert refused(zipped({"a.txt": b""})).startswith(
        "x: there is no Postman collection"
    )


@pytest.mark.parametrize(
    "path", ["../a.json", "a/../../b.json", "/a.json", "C:/a.json"]
)
def test_no_path_leaves_a_zip(path: str) -> None:
    told = refused(zipped({path: b"{}"}))
    assert told.startswith("x: the zip contains a path that leaves it")


def test_a_zip_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "BYTES", 1024 * 1024)
    bomb = zipped({"a.json": b"[" * 2_000_000})
    assert len(bomb) < 10_000
    assert refused(bomb).startswith("x: the zip contains more than 1 MB")
    monkeypatch.setattr(archive, "FILES", 2)
    many = zipped({f"{number}.json": b"" for number in range(3)})
    assert refused(many).startswith("x: the zip has more than 2 documents")


def test_a_damaged_zip_is_refused_or_read() -> None:
    whole = zipped({"a.json": json.dumps(V2).encode() * 50})
    for at in range(30, len(whole), 7):
        broken = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        assert answered(broken).startswith("x")


def answered(source: bytes) -> str:
    try:
        return found(source)[0]
    except InputError as error:
        return str(error)

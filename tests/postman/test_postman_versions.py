"""The table of versions: who reads which document, and what a new version needs."""

from __future__ import annotations

import json

import pytest

from postkiln.diagnostics.errors import Source
from postkiln.postman import load, split, versions
from postkiln.postman.collection import walk
from postkiln.postman.document import Converted, Document
from postkiln.postman.v1 import convert as v1
from postkiln.postman.v2 import convert as v2
from postkiln.postman.v3 import convert as v3
from postkiln.postman.versions import Version, version_of

REQUEST = "$kind: http-request\nurl: https://a.example\n"


@pytest.mark.parametrize(
    ("document", "converter"),
    [
        (Document("x", root={"item": []}), v2.convert),
        (Document("x", root={"requests": [], "order": []}), v1.convert),
        (Document("x", root={"requests": [], "order": [], "item": []}), v2.convert),
        (Document("x", text=REQUEST), v3.convert_request),
        (Document("x", files={"A.request.yaml": b""}), v3.convert_tree),
    ],
)
def test_each_version_reads_its_documents(
    document: Document, converter: object
) -> None:
    found = version_of(document)
    assert found is not None
    assert found.convert is converter


@pytest.mark.parametrize(
    "document",
    [
        Document("x"),
        Document("x", root={"item": {}}),
        Document("x", root={"requests": []}),
        Document("x", text='{"item": []}'),
        Document("x", files={"collection.json": b"{}"}),
    ],
)
def test_what_no_version_reads(document: Document) -> None:
    assert version_of(document) is None


NEW = json.dumps({"calls": [{"name": "Get", "request": "https://a.example"}]})


@pytest.fixture
def new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that is no more than a row."""

    def reads(document: Document) -> bool:
        return "calls" in document.root

    def convert(document: Document) -> Converted:
        return Converted({"item": document.root["calls"]})

    row = Version(reads, convert, list_key="calls")
    monkeypatch.setattr(versions, "VERSIONS", (*versions.VERSIONS, row))


def paths(source: Source) -> list[tuple[str, ...]]:
    collection = load(source, "new").collection
    return [path for path, _ in walk(collection.root)]


@pytest.mark.usefixtures("new_version")
@pytest.mark.parametrize(
    "source",
    [
        NEW.encode(),
        f'{{"collection": {NEW}}}'.encode(),
        f"[{NEW}]".encode(),
        f'{{"collections": [{NEW}]}}'.encode(),
        {"a/new.json": NEW.encode(), "package.json": b"{}"},
    ],
    ids=["document", "envelope", "list", "dump", "directory"],
)
def test_a_new_version_is_a_row(source: Source) -> None:
    assert paths(source) == [("Get",)]


@pytest.mark.usefixtures("new_version")
def test_several_of_a_new_version_are_split() -> None:
    parts = split(f"[{NEW}, {NEW}]".encode(), "new")
    assert [paths(part) for _, part in parts] == [[("Get",)], [("Get",)]]


def test_a_list_of_one_v1_collection_is_that_one() -> None:
    request = {"id": "r", "name": "Get", "url": "https://a.example"}
    source = json.dumps([{"order": ["r"], "requests": [request]}])
    assert paths(source.encode()) == [("Get",)]


def test_a_key_without_a_name_marks_no_collection() -> None:
    assert not versions.is_whole({"": []})

"""The table of versions: who reads which document, and what a new version needs."""

from __future__ import annotations

import json

import pytest

from postkiln.postman import load, versions
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


def test_a_new_version_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def reads(document: Document) -> bool:
        return "calls" in document.root

    def convert(document: Document) -> Converted:
        return Converted({"item": document.root["calls"]})

    table = (*versions.VERSIONS, Version(reads, convert))
    monkeypatch.setattr(versions, "VERSIONS", table)
    source = json.dumps({"calls": [{"name": "Get", "request": "https://a.example"}]})
    collection = load(source.encode(), "new.json").collection
    assert [path for path, _ in walk(collection.root)] == [("Get",)]

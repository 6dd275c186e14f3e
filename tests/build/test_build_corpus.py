"""Every real collection becomes an API, and none of its secrets shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from postkiln.build import build
from postkiln.diagnostics.errors import InputError
from postkiln.model.api import endpoints
from postkiln.model.dump import dump
from postkiln.postman import load
from postkiln.postman.collection import AuthBlock, Collection, Folder, text_of, walk

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
FILES = sorted(CORPUS.glob("*.json"))

pytestmark = pytest.mark.corpus

SECRET = frozenset(("token", "password", "value", "accessToken", "secretKey", "secret"))


def auths(collection: Collection) -> Iterator[AuthBlock]:
    stack = [collection.root]
    while stack:
        folder = stack.pop()
        if folder.auth is not None:
            yield folder.auth
        stack.extend(node for node in folder.items if isinstance(node, Folder))
    for _, item in walk(collection.root):
        if item.request.auth is not None:
            yield item.request.auth


def literals(collection: Collection) -> set[str]:
    """Secret parameters of auth blocks, if they are long enough to be no plain word."""
    texts = (
        text_of(value)
        for auth in auths(collection)
        for key, value in auth.parameters
        if key in SECRET
    )
    return {text for text in texts if "{{" not in text and len(text) >= 12}


@pytest.mark.corpus
@pytest.mark.skipif(not FILES, reason=f"no corpus of real collections at {CORPUS}")
def test_every_collection_builds_and_hides_its_secrets() -> None:
    built = 0
    for file in FILES:
        try:
            collection = load(file.read_bytes(), file.name).collection
        except InputError:
            continue  # the reader's own tests say which and why
        api = build(collection)
        built += sum(1 for _ in endpoints(api.root))
        text = json.dumps(dump(api), ensure_ascii=False)
        shown = {each for each in literals(collection) if each in text}
        assert not shown, file.name
    assert built > 1000

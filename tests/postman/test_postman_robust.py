"""Nothing but an `InputError` escapes the reader; it is quick, and reads real collections whole."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import examples

from postkiln.diagnostics.errors import InputError
from postkiln.postman import load
from postkiln.postman.collection import Folder, Item, walk
from postkiln.postman.javascript import Json, Object

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

ITEM: Object = {
    "name": "Put book",
    "request": {
        "method": "put",
        "description": {"content": "One book"},
        "header": [{"key": "Accept", "value": "application/json"}],
        "url": {
            "raw": "{{base}}/books/:id?full=1",
            "host": ["{{base}}"],
            "path": ["books", ":id"],
            "query": [{"key": "full", "value": "1"}],
            "variable": [{"key": "id", "value": "7"}],
        },
        "body": {
            "mode": "formdata",
            "formdata": [{"key": "a", "type": "file", "src": ["b"]}],
        },
        "auth": {"type": "basic", "basic": [{"key": "username", "value": "u"}]},
    },
    "response": [{"name": "ok", "code": 200, "header": "A: 1", "body": "{}"}],
    "event": [{"listen": "test", "script": {"exec": ["x"]}}],
}
DOCUMENT: Object = {
    "info": {"name": "Books"},
    "item": [{"name": "Folder", "item": [ITEM]}, {"name": "Health", "request": "h"}],
    "variable": [{"key": "base", "value": "https://h"}],
}


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
)
WORDS = """
item items request url raw host path query header body mode formdata auth type key value
variable response originalRequest event script exec src info name description
"""
KEYS: st.SearchStrategy[str] = st.sampled_from(WORDS.split())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def slots(value: Json) -> Iterator[tuple[Object, str] | tuple[list[Json], int]]:
    """Every place in `value` that holds a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from slots(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value, index
            yield from slots(inner)


def put(slot: tuple[Object, str] | tuple[list[Json], int], value: Json) -> None:
    # One branch per type: a key belongs to an object and an index to a list.
    holder, key = slot
    if isinstance(holder, dict):
        holder[str(key)] = value
    else:
        holder[int(key)] = value


def outcome(source: bytes) -> str:
    """How reading ended; anything raised but a refusal that names its place fails the test."""
    try:
        loaded = load(source, "any.json")
    except InputError as error:
        return (
            "refused"
            if error.problems[0].place.startswith("any.json")
            else f"nowhere: {error}"
        )
    return (
        "read" if all(path for path, _ in walk(loaded.collection.root)) else "pathless"
    )


@settings(max_examples=examples(200), deadline=None)
@given(st.data())
def test_whatever_stands_in_a_document_it_is_read_or_refused(
    data: st.DataObject,
) -> None:
    document = copy.deepcopy(DOCUMENT)
    for _ in range(data.draw(st.integers(1, 3))):
        put(data.draw(st.sampled_from(list(slots(document)))), data.draw(VALUES))
    assert outcome(json.dumps(document).encode()) in ("read", "refused")


@settings(max_examples=examples(300), deadline=None)
@given(
    st.binary(max_size=40)
    | st.text(alphabet='{}[]":,\\ \nan1<-', max_size=20).map(str.encode)
)
def test_whatever_bytes_come_they_are_read_or_refused(source: bytes) -> None:
    assert outcome(source) in ("read", "refused")


@given(st.integers(0, len(json.dumps(DOCUMENT)) - 1))
def test_a_file_cut_off_anywhere_is_refused(length: int) -> None:
    with pytest.raises(InputError, match=r"cut off|empty"):
        load(json.dumps(DOCUMENT)[:length].encode(), "x")


def test_ten_megabytes_load_in_well_under_a_second() -> None:
    item: Object = {**ITEM, "response": [{"code": 200, "body": "[1, 2]" * 500}]}
    count = 10_000_000 // len(json.dumps(item))
    source = json.dumps({"info": {"name": "big"}, "item": [item] * count}).encode()
    started = time.process_time()
    loaded = load(source, "big.json")
    # A quarter of a second is usual; the bound leaves room for a busy machine.
    assert time.process_time() - started < 2
    assert len(loaded.collection.root.items) == count


def count_items(value: Json) -> int:
    """How many items a document has, counted without the reader."""
    if isinstance(value, dict) and "item" not in value and "requests" in value:
        rows = [value, *cast("list[Object]", value.get("folders") or [])]
        known = {each["id"] for each in cast("list[Any]", value["requests"])}
        lists = (cast("list[Any]", row.get("order") or []) for row in rows)
        return sum(len(known.intersection(each)) for each in lists)  # what v1 names
    count, stack = 0, [value]
    while stack:
        node = stack.pop()
        inner = node.get("item") if isinstance(node, dict) else None
        if isinstance(inner, list):
            stack.extend(inner)
        else:
            count += isinstance(node, dict)
    return count


@pytest.mark.corpus
def test_real_collections_are_read_whole_or_refused() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of real collections at {CORPUS}")
    counts = [
        count for file in sorted(CORPUS.glob("*.json")) if (count := compared(file))
    ]
    assert [count for count in counts if count[1] != count[2]] == []
    assert len(counts) > 200


def compared(file: Path) -> tuple[str, int, int] | None:
    """A file's name, its items as loaded and as counted; None for a refusal."""
    source = file.read_bytes()
    try:
        loaded = load(source, file.name)
    except InputError:
        return None
    value: Json = json.loads(source)
    if isinstance(value, list):
        value = {"item": value}
    elif isinstance(value, dict) and "collection" in value:
        value = value["collection"]
    elif isinstance(value, dict) and "collections" in value:
        return None  # requests of v1, counted elsewhere
    return file.name, len(list(walk(loaded.collection.root))), count_items(value)


def nested(depth: int) -> bytes:
    return b'{"item": [' * depth + b'{"request": "h"}' + b"]}" * depth


def test_hundreds_of_folders_deep() -> None:
    inner: Folder | Item = load(nested(500), "x").collection.root
    depth = 0
    while isinstance(inner, Folder):
        inner, depth = inner.items[0], depth + 1
    assert depth == 500


@pytest.mark.slow
@pytest.mark.parametrize("depth", [501, 10_000, 100_000])
def test_folders_nested_beyond_calling_are_refused(depth: int) -> None:
    told = r"^x:1:\d+: \$…(\.item\[0\]){12}: folders are nested more than 500 deep"
    with pytest.raises(InputError, match=told):
        load(nested(depth), "x")


def test_paths_of_millions_of_characters_are_refused() -> None:
    items: list[Json] = [{"name": "x", "request": "h"}] * 300
    folder: Json = {"name": "F" * 100_000, "item": items}
    told = r"^x:1:\d+: \$\.item\[0\]\.item\[\d+\]: the paths of the requests up to here"
    with pytest.raises(InputError, match=told):
        load(json.dumps({"item": [folder]}).encode(), "x")


def test_values_nested_beyond_python_s_reader_are_read() -> None:
    deep = b"[" * 20_000 + b"]" * 20_000
    loaded = load(b'{"item": [], "other": ' + deep + b"}", "x")
    assert loaded.collection.root.items == ()

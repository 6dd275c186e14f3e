"""The tree of a v1 collection is that of its lists of ids, whatever they name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from postkiln.postman import load
from postkiln.postman.collection import walk
from postkiln.postman.javascript import Json


def test_the_tree_is_that_of_the_lists() -> None:
    whole: dict[str, Any] = {
        "name": "C",
        "order": ["r1", "gone", "r1"],
        "folders_order": ["b", "a"],
        "folders": [
            {"id": "a", "name": "A", "order": ["r2"], "folders_order": ["c"]},
            {"id": "b", "name": "B"},
            {"id": "c", "name": "C", "order": ["r3"]},
            None,
        ],
        "requests": [
            {"id": key, "name": key, "url": "http://h", "method": "GET"}
            for key in ("r1", "r2", "r3", "r4")
        ],
    }
    found = load(json.dumps(whole).encode(), "v1.json")
    paths = ["/".join(path) for path, _ in walk(found.collection.root)]
    assert paths == ["A/C/r3", "A/r2", "r1"]
    assert [each.name for each in found.collection.root.items] == ["B", "A", "r1"]
    assert [(n.path, n.code) for n in found.notices] == [(("r4",), "unusable-item")]


def tree(order: list[str], folders: dict[str, list[str]], **more: Any) -> list[str]:
    """Paths and lost requests of a collection whose folder `a` has a request `in a`."""
    whole = {
        "order": order,
        "folders": [
            {"id": key, "name": key, "order": [key, "x"], "folders_order": below}
            for key, below in folders.items()
        ],
        "requests": [
            {"id": key, "name": f"in {key}", "url": "http://h", "method": "GET"}
            for key in (*folders, "x")
        ],
        **more,
    }
    found = load(json.dumps(whole).encode(), "v1.json")
    lost = [f"lost: {'/'.join(each.path)}" for each in found.notices]
    return ["/".join(path) for path, _ in walk(found.collection.root)] + lost


def test_of_several_lists_the_first_counts() -> None:
    folders = {"a": ["c", "c"], "b": ["c"], "c": ["d"], "d": []}
    assert tree([], folders) == ["a/c/d/in d", "a/c/in c", "a/in a", "a/in x", "b/in b"]


@pytest.mark.parametrize(
    ("folders", "paths"),
    [
        ({"a": ["a"]}, ["a/in a", "a/in x"]),
        ({"a": ["b"], "b": ["a"]}, ["a/b/in b", "a/in a", "a/in x"]),
        ({"b": ["c"], "c": ["a"], "a": ["b"]}, ["b/c/a/in a", "b/c/in c", "b/in b", "b/in x"]),
    ],
)  # fmt: skip
def test_folders_in_a_circle_are_cut_open(
    folders: dict[str, list[str]], paths: list[str]
) -> None:
    assert tree([], folders) == paths


def test_requests_of_folders_that_no_list_names_are_told() -> None:
    found = tree(["x"], {"a": ["b"], "b": [], "c": []}, folders_order=["c"])
    assert found == ["c/in c", "c/in x", "lost: in a", "lost: in b"]


def test_requests_without_an_id_of_their_own_are_told() -> None:
    requests: list[Json] = [
        {"id": each, "name": name, "url": "http://h", "method": "GET"}
        for each, name in (("1", "one"), ("1", "two"), (None, "three"), (None, "four"))
    ]
    whole: Json = {"order": ["1", "None"], "requests": requests}
    found = load(json.dumps(whole).encode(), "v1.json")
    assert ["/".join(path) for path, _ in walk(found.collection.root)] == ["one"]
    assert [each.path for each in found.notices] == [("two",), ("three",), ("four",)]


def test_folders_that_are_in_two_others_do_not_multiply() -> None:
    folders: dict[str, list[str]] = {"p100": []}
    for n in range(100):
        folders |= {f"p{n}": [f"a{n}", f"b{n}"]}
        folders |= {f"a{n}": [f"p{n + 1}"], f"b{n}": [f"p{n + 1}"]}
    assert len(tree([], folders)) == len(folders) + 1

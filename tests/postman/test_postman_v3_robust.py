"""Nothing but an `InputError` escapes the reader of v3 trees, whatever is in their files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postkiln.diagnostics.errors import InputError
from postkiln.postman import load
from postkiln.postman.v3.files import KNOWN

GOLDEN = Path(__file__).parents[1] / "golden"
TREES = [
    {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
    for root in (GOLDEN / "format_v3/collection", GOLDEN / "format_v3_odd/collection")
]
PIECES = [b"{", b"}", b"[", b"]", b": ", b"- ", b"\n", b"  ", b"~", b"&a ", b"*a", b'"', b"'", b"|", b">", b"\t", b"#", b"!", b"? ", b"---\n", b"\xff", b"\0", b"5"]  # fmt: skip
KEYS = sorted(set[str]().union(*KNOWN.values()))
WORDS = ["", "json", "formdata", "http-request", "bearer", "true", "5", "{{a}}", "https://h/:a?b=c"]  # fmt: skip

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.sampled_from(WORDS) | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)


def said(tree: dict[str, bytes]) -> tuple[bool, list[str]]:
    """Whether a tree is read, and the places of what is said of it."""
    try:
        loaded = load(tree, "api")
    except InputError as error:
        return False, [each.place for each in error.problems]
    return True, [each.spot.place for each in loaded.notices]


@given(st.data())
def test_files_that_are_damaged_are_read_or_refused(data: st.DataObject) -> None:
    tree = dict(data.draw(st.sampled_from(TREES)))
    path = data.draw(st.sampled_from(sorted(tree)))
    content = tree[path]
    start = data.draw(st.integers(0, len(content)))
    end = start + data.draw(st.integers(0, 20))
    piece = data.draw(st.sampled_from([b"", *PIECES]))
    tree[path] = content[:start] + piece + content[end:]
    _, places = said(tree)
    assert all(place.startswith("api/") for place in places)


@given(VALUES, VALUES, VALUES)
def test_files_that_hold_anything_are_read(
    definition: Any, request: Any, example: Any
) -> None:
    kinds = ("collection", "http-request", "http-example")
    files = {
        ".resources/definition.yaml": definition,
        "A.request.yaml": request,
        ".resources/A.resources/examples/B.example.yaml": example,
    }
    tree = {
        path: json.dumps(
            {"$kind": kind, **value} if isinstance(value, dict) else value
        ).encode()
        for (path, value), kind in zip(files.items(), kinds, strict=True)
    }
    is_read, places = said(tree)
    assert is_read
    assert all(place.startswith("api/") for place in places)

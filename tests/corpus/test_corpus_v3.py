"""Every collection as a v3 tree and back: the same model. Postman's own tree, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from corpus.found import ABSENT, CORPUS, FILES
from corpus.v3 import figures, there_and_back
from support.processes import pool
from support.v3_writer import expressible

import postkiln
from postkiln.build import build
from postkiln.postman import load, split

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason=ABSENT),
]

DEMO = CORPUS.parent / "reference" / "v3"


def tree_of(directory: Path) -> dict[str, bytes]:
    files = (path for path in directory.rglob("*") if path.is_file())
    return {f.relative_to(directory).as_posix(): f.read_bytes() for f in files}


def test_every_collection_survives_a_tree(
    record_property: Callable[[str, object], None],
) -> None:
    with pool() as workers:
        rows = [row for row in workers.map(there_and_back, FILES) if row]
    record_property("figures", "\n".join(figures(rows)))
    assert len(rows) > 220
    assert [row.file for row in rows if not row.is_same] == []
    assert [(row.file, row.notices) for row in rows if row.notices] == []


def test_postman_s_own_tree_is_its_source() -> None:
    source = load((DEMO / "demo-input.v2.1.json").read_bytes(), "demo").collection
    loaded = load(tree_of(DEMO / "demo-tree"), "demo-tree")
    one, two = build(expressible(source)), build(loaded.collection)
    assert loaded.notices == ()
    assert replace(one, notices=()) == replace(two, notices=())


def test_real_trees_make_clients(
    record_property: Callable[[str, object], None],
) -> None:
    lines: list[str] = []
    for directory in sorted((CORPUS / "v3").iterdir()):
        files = tree_of(directory)
        for place, part in split(files, directory.name):
            made = postkiln.generate(part, place=place)
            assert not isinstance(part, bytes)
            requests = sum(path.endswith(".request.yaml") for path in part)
            assert made.endpoints == requests > 0
            codes = sorted({str(each.code) for each in made.notices})
            lines.append(f"v3: {place}: {made.endpoints} methods; {', '.join(codes)}")
    record_property("figures", "\n".join(lines))
    assert len(lines) == 2

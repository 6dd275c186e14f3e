"""What several folders of tests use stands in `tests/support`, and is listed there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from house.modules import ROOT

TESTS = ROOT / "tests"
SUPPORT = TESTS / "support"
# Folders that others may import: each is a tool with tests of its own.
SHARED = {"support", "bookshop", "house", "measure", "corpus", "values"}


def _imported(path: Path) -> Iterator[str]:
    """The modules of tests that a file imports, as paths: `clients/shops`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            name = node.module.replace(".", "/")
            names = (name, *(f"{name}/{alias.name}" for alias in node.names))
            yield from (each for each in names if (TESTS / f"{each}.py").exists())


def _borrowed(path: Path) -> list[str]:
    """What a file imports from another folder that is not there for it."""
    own = {*SHARED, path.parent.name}
    return [name for name in _imported(path) if name.partition("/")[0] not in own]


def test_folders_share_helpers_through_support_only() -> None:
    files = [path for path in TESTS.glob("*/*.py") if path.parent.name != "golden"]
    found = {path.name: _borrowed(path) for path in files}
    assert {name: borrowed for name, borrowed in found.items() if borrowed} == {}


def test_support_lists_its_modules() -> None:
    listed = (SUPPORT / "README.md").read_text("utf-8")
    names = sorted(path.stem for path in SUPPORT.glob("*.py"))
    assert [name for name in names if f"| `{name}` |" not in listed] == []

"""Source carries the imports it needs, and modules import just these, in isort's order."""

from __future__ import annotations

import ast
import copy
import json
import pickle

import pytest

from postkiln import generate
from postkiln.python.emit.imports import import_lines
from postkiln.python.naming.reserved import RUNTIME, STANDARD, imported
from postkiln.python.syntax.layout import call, dict_of, keyword, lay_out, tuple_of
from postkiln.python.syntax.source import (
    NO_IMPORTS,
    Import,
    Source,
    code,
    importing,
    joined,
    literal,
)
from postkiln.python.types.annotations import OMIT, union

A = Import("a", "A")
B = Import("b", "B", "_b")
ONE, TWO = importing("A", A), importing("_b", B)


def test_text_of_our_own_needs_nothing() -> None:
    assert code("x", Source("y")).imports == NO_IMPORTS
    assert literal("Any").imports == NO_IMPORTS


def test_what_is_joined_needs_what_its_parts_need() -> None:
    assert code("x: ", ONE, " = ", TWO).imports == {A, B}
    assert joined(", ", (ONE, Source("x"), TWO)).imports == {A, B}
    assert union((ONE, OMIT)).imports == {A, *OMIT.imports}


@pytest.mark.parametrize("width", [1, 100])
def test_laid_out_statements_need_what_their_parts_need(width: int) -> None:
    pairs = dict_of(((ONE, Source("x" * width)), (Source("y"), tuple_of((TWO,)))))
    statement = lay_out(call(imported("Query"), keyword("given", pairs)), 4)
    assert ("\n" in statement) == (width == 100)
    assert statement.imports == {A, B, *imported("Query").imports}


def test_source_is_copied_with_its_imports() -> None:
    for made in (copy.deepcopy(ONE), pickle.loads(pickle.dumps(ONE))):
        assert made == ONE
        assert made.imports == {A}


def test_every_name_of_the_tables_has_its_import() -> None:
    for module, names in STANDARD.items():
        for name in names:
            assert imported(name).imports == {Import(module, name)}
    for module, names in RUNTIME.items():
        for name in names:
            path = f"_runtime.{module}"
            assert {each.module for each in imported(name).imports} == {path}


@pytest.mark.parametrize(
    ("package", "own"),
    [
        (
            "",
            "from . import errors, models\nfrom ._runtime.omit import OMIT, Omit\n"
            "from .models.shared import Pet",
        ),
        (
            "resources",
            "from .. import errors, models\n"
            "from .._runtime.omit import OMIT, Omit\n"
            "from ..models.shared import Pet",
        ),
        (
            "models",
            "from .. import errors, models\n"
            "from .._runtime.omit import OMIT, Omit\nfrom .shared import Pet",
        ),
    ],
)
def test_lines_are_in_the_order_of_isort(package: str, own: str) -> None:
    needed = (
        Import("typing", "Any"),
        Import("_runtime.omit", "Omit", is_own=True),
        Import("models.shared", "Pet", is_own=True),
        Import("typing", "TYPE_CHECKING"),
        Import("dataclasses", "field", "_field"),
        Import("dataclasses", "dataclass"),
        Import("", "models", is_own=True),
        Import("", "errors", is_own=True),
        Import("_runtime.omit", "OMIT", is_own=True),
        Import("datetime", alias="dt"),
        Import("builtins"),
    )
    assert "\n".join(import_lines(needed, Source(package))) == (
        "import builtins\n"
        "import datetime as dt\n"
        "from dataclasses import dataclass\n"
        "from dataclasses import field as _field\n"
        f"from typing import TYPE_CHECKING, Any\n\n{own}"
    )


def test_names_in_texts_of_a_collection_import_nothing() -> None:
    """Titles, addresses and values may name whatever the runtime offers."""
    words = "Any models.X errors.Y builtins.list Sequence[int] Basic Event dt. _field("
    item = {
        "name": "Get pet",
        "request": {
            "method": "GET",
            "url": f"https://h.example/pets?q={words}",
            "description": words,
        },
        "response": [{"name": words, "code": 200, "body": json.dumps({"a": words})}],
    }
    folder = {"name": "Pets", "item": [item], "description": words}
    document = {"info": {"name": "Shop"}, "item": [folder]}
    files = generate(json.dumps(document).encode(), place="c.json").files
    for path in ("resources/pets.py", "models/pets.py"):
        tree = ast.parse(files[path])
        found = [each for each in tree.body if isinstance(each, ast.Import)]
        names = {
            alias.name
            for each in ast.walk(tree)
            if isinstance(each, ast.ImportFrom)
            for alias in each.names
        }
        assert not found
        assert names.isdisjoint({"Sequence", "Basic", "Event", "errors", "field"})

"""JSON paths are written alike everywhere; locks write them so that no two are the same."""

from __future__ import annotations

import pytest

from postkiln.diagnostics.json_paths import (
    ROOT,
    distinct_field_path,
    element_path,
    field_path,
    index_path,
    value_path,
)
from postkiln.diagnostics.places import Spot


def test_a_path_grows_by_the_step_below_it() -> None:
    rows = field_path(ROOT, "rows")
    assert index_path(rows, 0) == "$.rows[0]"
    assert element_path(rows) == "$.rows[]"
    assert value_path(rows) == "$.rows.*"
    assert field_path(rows, "a b") == "$.rows.a b"


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("unit-price", ".unit-price"),
        ("@id", ".@id"),
        ("a.b", '["a.b"]'),
        ("a b", '["a b"]'),
        ("", '[""]'),
        ('"', r'["\""]'),
    ],
)
def test_a_lock_quotes_a_key_that_could_be_two(key: str, path: str) -> None:
    assert distinct_field_path("", key) == path


def test_a_long_pointer_shows_its_last_steps() -> None:
    assert Spot(steps=("item", 0, "name")).pointer == "$.item[0].name"
    assert Spot(steps=("above",) + ("item",) * 24).pointer == "$…" + ".item" * 24

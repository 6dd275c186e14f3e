"""Each golden collection is played back: its client sends the same requests, with its values."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from test_golden import CASES, GOLDEN, arguments

from postkiln.verify import verify

PLAYED = [name for name in CASES if not (GOLDEN / name / "error.txt").exists()]

KNOWN: Mapping[str, tuple[str, ...]] = {
    "schemas": ("example 'ok': $: expected Hinted, found None",),
}
"""Faults of the collections themselves, that verify is there to tell."""


@pytest.mark.parametrize("name", PLAYED)
def test_a_case_is_played_back(name: str) -> None:
    given = arguments(GOLDEN / name)
    chosen = ("environments", "include", "exclude")
    settings = {key: given[key] for key in chosen if key in given}
    report = verify(given["source"], place=given["place"], **settings)
    assert tuple(each.text for each in report.problems) == KNOWN.get(name, ())

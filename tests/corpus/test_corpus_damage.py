"""Files cut off and files with changed bytes: never a traceback, always a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from corpus.damage import TRIES, changed, cut, figures
from corpus.found import ABSENT, FILES
from support.processes import pool

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason=ABSENT),
]


@pytest.mark.parametrize("damage", [cut, changed])
def test_what_is_damaged_is_answered(
    damage: Callable[[Path], Counter[str]],
    record_property: Callable[[str, object], None],
) -> None:
    with pool() as workers:
        counts = total(workers.map(damage, FILES))
    record_property("figures", "\n".join(figures(damage.__name__, counts)))
    assert counts.total() == len(FILES) * TRIES
    assert [kind for kind in counts if kind.startswith("NO PLACE")] == []


def total(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter[str]())

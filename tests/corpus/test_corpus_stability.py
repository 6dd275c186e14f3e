"""A request less, a request more, all in disorder: no other name changes with the lock."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from corpus.found import ABSENT, FILES
from corpus.stability import figures, stability
from support.processes import pool

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason=ABSENT),
]


def test_no_other_name_changes(
    record_property: Callable[[str, object], None],
) -> None:
    with pool() as workers:
        rows = [row for each in workers.map(stability, FILES) for row in each]
    record_property("figures", "\n".join(figures(rows)))
    assert sum(row.methods for row in rows) > 10_000
    assert sum(row.without_lock for row in rows) > 0
    assert [row for row in rows if row.changed] == []

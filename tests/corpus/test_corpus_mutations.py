"""What the codec says of changed examples, and what an oracle of another make says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from corpus.found import ABSENT, FILES
from corpus.mutations import figures, mutate_all
from support.processes import pool

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason=ABSENT),
]


def test_every_change_is_named_by_its_path(
    record_property: Callable[[str, object], None],
) -> None:
    with pool() as workers:
        tallies = list(workers.map(mutate_all, FILES))
    record_property("figures", "\n".join(figures(tallies)))
    assert sum(each.kinds.total() for each in tallies) > 10_000
    assert sum(each.refused for each in tallies) > 5_000
    assert [each.faults for each in tallies if each.faults] == []

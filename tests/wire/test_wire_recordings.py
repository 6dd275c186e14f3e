"""Every request of newman's recordings, and of the cases made to be difficult, is ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.processes import pool
from wire.decisions import DECISIONS, ORIGINS, stale
from wire.found import ABSENT, EVERY
from wire.replay import Compared, compare, figures

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not EVERY, reason=ABSENT),
]


@pytest.fixture(scope="module")
def compared() -> tuple[Compared, ...]:
    with pool() as workers:
        return tuple(each for row in workers.map(compare, EVERY) for each in row)


def test_requests_are_those_that_newman_sent(
    compared: tuple[Compared, ...], record_property: Callable[[str, object], None]
) -> None:
    record_property("figures", "\n".join(figures(compared)))
    assert len(compared) > 9_000
    assert [(e.recording, e.key) for e in compared if e.differences] == []


def test_every_decision_decides_something(compared: tuple[Compared, ...]) -> None:
    used = [decision for each in compared for decision in each.decided]
    # `verify` sends a request and follows nothing: redirects are seen over sockets.
    of_requests = [each for each in DECISIONS if each.reason != ORIGINS]
    assert stale(of_requests, used) == []


def test_signatures_are_among_what_is_equal(compared: tuple[Compared, ...]) -> None:
    signed = [each for each in compared if each.signed and not each.differences]
    assert len(signed) > 300

"""Every method of every collection called, every saved example played back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from corpus.found import ABSENT, FILES
from corpus.playback import Played, figures, play_all, shares

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason=ABSENT),
]


@pytest.fixture(scope="module")
def played() -> tuple[Played, ...]:
    return play_all(FILES)


def test_verify_answers_for_every_collection(
    played: tuple[Played, ...], record_property: Callable[[str, object], None]
) -> None:
    record_property("figures", "\n".join(figures(played)))
    assert not [each.crash for each in played if each.crash]
    assert sum(each.items for each in played) > 10_000


def test_example_calls_go_out(played: tuple[Played, ...]) -> None:
    # The rest have a host or a path that the collection leaves empty.
    assert shares(played).sent >= 0.85


def test_json_examples_come_back_as_they_were(played: tuple[Played, ...]) -> None:
    assert sum(each.json for each in played) > 3_000
    assert shares(played).decoded == 1
    assert shares(played).equal == 1

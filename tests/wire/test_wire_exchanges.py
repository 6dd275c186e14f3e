"""Whole exchanges: what differs is found in each request, and decisions decide no more."""

from __future__ import annotations

import importlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from wire import replay
from wire.compare import Difference
from wire.decisions import Decision, stale
from wire.replay import Compared, compared

Line = dict[str, Any]


def plain(line: Mapping[str, Any]) -> Mapping[str, Any]:
    own = [each for each in line["headers"] if each[0].lower().startswith("x-")]
    named = sorted((name.lower(), value) for name, value in own)
    return {**line, "headers": named, "body": b64decode(line["body_b64"])}


@pytest.fixture(autouse=True)
def _norms() -> Iterator[None]:
    # Their own module is beside the project, and may be absent.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay, "norm", plain)
        patch.setattr(replay, "exact_norm", plain)
        yield


def line(target: str = "/", body: str = "", **more: Any) -> Line:
    headers = [["X-A", "1"], ["Accept", "*/*"], ["User-Agent", "shop-python"]]
    plain = {"key": "a", "method": "GET", "scheme": "https", "host": "h"}
    encoded = b64encode(body.encode()).decode()
    return {**plain, "target": target, "headers": headers, "body_b64": encoded, **more}


def found(newman: list[Line], ours: list[Line], *given: Decision) -> Compared:
    return compared("cases/x", newman, ours, ours, given)


def fields(newman: list[Line], ours: list[Line]) -> list[str]:
    return [each.field for each in found(newman, ours).differences]


def test_an_exchange_that_is_equal_has_no_difference() -> None:
    both = [line("/a"), line("/b")]
    assert found(both, both) == Compared("cases/x", "a")


UNLIKE: list[tuple[list[Line], list[str]]] = [
    ([line("/a"), line("/b", method="POST")], ["method"]),
    ([line("/a"), line("/c")], ["target"]),
    ([line("/c"), line("/b", "x")], ["target", "body"]),
    ([line("/a")], ["requests", "requests"]),
    ([line("/a"), line("/b"), line("/c")], ["requests", "requests"]),
    ([{"error": "refused"}], ["not sent"]),
    ([{}], ["not sent"]),
]


@pytest.mark.parametrize(("ours", "expected"), UNLIKE)
def test_a_difference_in_any_request_is_found(
    ours: list[Line], expected: list[str]
) -> None:
    assert fields([line("/a"), line("/b")], ours) == expected


def test_what_is_told_of_a_request_that_is_not_sent_is_kept() -> None:
    assert found([line()], [{"error": "refused"}]).differences == (
        Difference("not sent", "a request", "refused"),
    )


def test_a_decision_covers_its_field_and_no_other() -> None:
    target = Decision("cases/*", "a*", "target", "why")
    result = found([line("/a", "x")], [line("/b", "y")], target)
    assert result.decided == (target,)
    assert [each.field for each in result.differences] == ["body"]


@pytest.mark.parametrize(
    "other",
    [
        Decision("cases/y", "a", "target", "why"),
        Decision("cases/x", "b", "target", "why"),
        Decision("cases/x", "a", "body", "why"),
        Decision("cases/x", "a", "target", "why", "*'/c'"),
    ],
)
def test_a_decision_covers_its_requests_and_no_other(other: Decision) -> None:
    result = found([line("/a")], [line("/b")], other)
    assert (result.decided, len(result.differences)) == ((), 1)


def test_a_decision_that_decides_nothing_is_stale() -> None:
    used = Decision("cases/x", "a", "target", "why")
    unused = Decision("cases/x", "a", "body", "why")
    result = found([line("/a")], [line("/b")], used, unused)
    assert stale((used, unused), result.decided) == [unused]


def test_what_is_drawn_hides_no_difference_behind_it() -> None:
    """However far behind: texts are shown shortened, and compared whole."""
    far = " " + "x" * 400
    ours, again = line(body=f"17{far} 1"), line(body=f"23{far} 1")

    def differ(body: str) -> bool:
        newman = [line(body=body)]
        return bool(compared("cases/x", newman, [ours], [again], ()).differences)

    assert not differ(f"99{far} 1")
    assert differ(f"99{far} 2")
    assert differ(f"99 y{far} 1")
    assert differ(f"Bob{far} 1")


def test_a_difference_is_shown_shortened() -> None:
    (difference,) = found([line("/a" * 500)], [line("/b")]).differences
    assert len(difference.newman) > 1000
    assert len(str(difference)) < 400


def test_the_table_of_decisions_names_fields_that_are_compared() -> None:
    table = importlib.import_module("wire.decisions").DECISIONS
    known = {"method", "scheme", "host", "target", "headers", "body", "order"}
    known |= {"defaults", "requests", "not sent"}
    assert {each.field for each in table} <= known
    assert len({(e.recording, e.key, e.field) for e in table}) == len(table)

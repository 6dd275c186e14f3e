"""The cases made to be difficult over real sockets: the bytes that arrive are newman's.

With challenges, redirects and cookies, which nothing but a server brings about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args
from unittest import mock

import pytest
from wire.calling import Kind, compare_sockets, exchanges
from wire.decisions import DECISIONS, NO_SERVER, stale
from wire.found import ABSENT, CASES
from wire.lines import Line, json_as_text, recorded
from wire.replay import NOW, Compared, figures

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CASES, reason=ABSENT),
]
OVER_SOCKETS = tuple(each for each in DECISIONS if each.reason != NO_SERVER)


@pytest.fixture(scope="module", params=get_args(Kind))
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture(scope="module")
def compared(kind: Kind) -> tuple[Compared, ...]:
    rows = (compare_sockets(each, kind, OVER_SOCKETS) for each in CASES)
    return tuple(each for row in rows for each in row)


def test_exchanges_are_those_of_newman(
    compared: tuple[Compared, ...],
    kind: Kind,
    record_property: Callable[[str, object], None],
) -> None:
    lines = (f"sockets, {kind}: {line}" for line in figures(compared))
    record_property("figures", "\n".join(lines))
    assert len(compared) > 270
    assert [(e.recording, e.key) for e in compared if e.differences] == []


def test_every_decision_of_a_case_decides_something(
    compared: tuple[Compared, ...],
) -> None:
    used = [decision for each in compared for decision in each.decided]
    of_cases = [each for each in OVER_SOCKETS if each.recording.startswith("cases/")]
    assert stale(of_cases, used) == []


def test_bodies_are_framed_as_newman_frames_them(kind: Kind) -> None:
    """But for one without a length, and one with two framings (RFC 9112, 6.2)."""
    unlike: list[str] = []
    for each in CASES:
        newman = recorded(each.lines)
        with mock.patch("time.time", return_value=NOW), json_as_text():
            arrived = exchanges(each, kind, newman)
        for key, lines in newman.items():
            ours = [line for line in arrived.get(key, ()) if "headers" in line]
            pairs = zip(lines, ours, strict=False)
            unlike += [key for one, two in pairs if _framing(one) != _framing(two)]
    assert unlike == ["h05 disabledSystemHeaders", "h13 transfer-encoding"]


def _framing(line: Line) -> dict[str, str]:
    names = ("content-length", "transfer-encoding")
    return {n.lower(): v for n, v in line["headers"] if n.lower() in names}


@pytest.mark.parametrize(
    ("case", "key", "targets"),
    [
        ("cases/auths", "a34 digest", ["/__digest/x", "/__digest/x"]),
        ("cases/redirects", "r1 post 302", ["/__redirect/302", "/__landed"]),
        ("cases/redirects", "r5 nofollow", ["/__redirect/302"]),
        ("cases/redirects", "r6 cross host", ["/cross", "/y"]),
        ("cases/redirects", "c2 sends cookie", ["/x"]),
    ],
)
def test_all_requests_of_an_exchange_arrive(
    kind: Kind, case: str, key: str, targets: list[str]
) -> None:
    (found,) = (each for each in CASES if each.name == case)
    arrived = exchanges(found, kind, recorded(found.lines))
    assert [line["target"] for line in arrived[key]] == targets

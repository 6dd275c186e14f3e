"""A recording -> how each of its requests compares with ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

from wire.compare import Difference, differences, drawn_alike
from wire.decisions import DECISIONS, Decision
from wire.found import Recording
from wire.lines import Line, exact_norm, norm, recorded, sent
from wire.pinned import SIGNED, pinned

from postkiln.diagnostics.errors import PostkilnError

NOW = 1704164645.0
"""The time at which newman was recorded."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One request that newman sent. `decided` are the differences that were decided."""

    recording: str
    key: str
    differences: tuple[Difference, ...] = ()
    decided: tuple[Decision, ...] = ()
    signed: bool = False


def compare(recording: Recording) -> tuple[Compared, ...]:
    """Every request of a recording against ours.

    Twice: with JSON bodies given as data, and as text; then all of it must be equal to
    the last byte, signatures too.
    """
    exchanges = recorded(recording.lines)
    document: Any = json.loads(recording.collection.read_bytes())
    first = {key: lines[0] for key, lines in exchanges.items()}
    source = json.dumps(pinned(document, first)).encode()
    try:
        with mock.patch("time.time", return_value=NOW):
            ours = sent(recording, source)
            again = sent(recording, source, verbatim=True)
    except PostkilnError as error:
        refused: dict[str, Line] = {key: {"error": str(error)} for key in first}
        ours = again = refused
    return tuple(
        compared(recording.name, [line], [ours.get(key, {})], [again.get(key, {})])
        for key, line in first.items()
    )


def compared(
    name: str,
    lines: Sequence[Line],
    ours: Sequence[Line],
    again: Sequence[Line],
    decisions: Sequence[Decision] = DECISIONS,
) -> Compared:
    """An exchange against ours: a request, and those that its answers ask for.

    `ours` was given JSON bodies as data, `again` as text. What is not sent is a line
    with an `error` alone.
    """
    is_signed = SIGNED.search(json.dumps(lines)) is not None
    found = Compared(name, lines[0]["key"], signed=is_signed)
    missing = [each for each in (*ours, *again) if "body_b64" not in each]
    if missing:
        told = missing[0].get("error", "no such item")
        return _decided(found, (Difference("not sent", "a request", told),), decisions)
    unlike = [
        each for hop in zip(lines, ours, again, strict=False) for each in _unlike(*hop)
    ]
    return _decided(found, (*_hops(lines, ours, again), *unlike), decisions)


def _unlike(line: Line, ours: Line, again: Line) -> Iterator[Difference]:
    unlike = (
        *differences(line, ours, norm),
        *differences(line, again, exact_norm),
    )
    return _not_drawn(unlike, ours, again)


def _hops(
    lines: Sequence[Line], ours: Sequence[Line], again: Sequence[Line]
) -> Iterator[Difference]:
    """Where there are more requests, or fewer."""
    for each in (ours, again):
        if len(each) != len(lines):
            yield Difference("requests", _listed(lines), _listed(each))


def _listed(lines: Sequence[Line]) -> str:
    return ", ".join(f"{each['method']} {each['target']}" for each in lines)


def _not_drawn(
    unlike: Sequence[Difference], ours: Line, again: Mapping[str, Any]
) -> Iterator[Difference]:
    """The differences, each once, that dynamic variables do not account for."""
    for each in dict.fromkeys(unlike):
        other = differences(ours, again, norm)
        drawn = next((d for d in other if d.field == each.field), None)
        if drawn is None or not drawn_alike(each.newman, drawn.newman, drawn.ours):
            yield each


def _decided(
    found: Compared, unlike: tuple[Difference, ...], decisions: Sequence[Decision]
) -> Compared:
    decided = [
        (each, decision)
        for each in unlike
        for decision in decisions
        if decision.covers(found.recording, found.key, each)
    ]
    known = [each for each, _ in decided]
    return replace(
        found,
        differences=tuple(each for each in unlike if each not in known),
        decided=tuple(dict.fromkeys(decision for _, decision in decided)),
    )


def figures(compared: tuple[Compared, ...]) -> Iterator[str]:
    """A line for each recording, a total, then every difference by item."""
    rows: dict[str, list[Compared]] = {}
    for each in compared:
        rows.setdefault(each.recording, []).append(each)
    yield from (f"{name}: {_counted(row)}" for name, row in rows.items())
    yield f"all {len(rows)} recordings: {_counted(list(compared))}"
    for each in compared:
        for decision in each.decided:
            yield f"decided: {each.recording}: {each.key}: {decision.reason}"
        for difference in each.differences:
            yield f"DIFFERS: {each.recording}: {each.key}: {difference}"


def _counted(row: list[Compared]) -> str:
    unlike = sum(bool(each.differences) for each in row)
    decided = sum(bool(each.decided) and not each.differences for each in row)
    signed = sum(each.signed for each in row)
    counts = f"{len(row)} requests, {len(row) - unlike - decided} equal"
    more = ((decided, "decided"), (unlike, "DIFFER"), (signed, "of all signed"))
    return counts + "".join(f", {count} {word}" for count, word in more if count)

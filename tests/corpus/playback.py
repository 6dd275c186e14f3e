"""One collection file through `verify`: calls that go out, examples that come back."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from support.processes import pool

from postkiln.diagnostics.errors import PostkilnError
from postkiln.verify import verify


@dataclass(frozen=True, slots=True)
class Played:
    """What `verify` counted; `problems` by code. A refused file counts nothing."""

    file: str
    items: int = 0
    sent: int = 0
    json: int = 0
    decoded: int = 0
    equal: int = 0
    problems: Counter[str] = field(default_factory=Counter[str])
    crash: str = ""


def play(file: Path) -> Played:
    try:
        report = verify(file.read_bytes(), place=file.name)
    except PostkilnError:
        return Played(file.name)
    except Exception:  # no document may raise anything else: the table shows what did
        return Played(file.name, crash=traceback.format_exc())
    return Played(
        file=file.name,
        items=report.items,
        sent=report.sent,
        json=report.json,
        decoded=report.decoded,
        equal=report.equal,
        problems=Counter(problem.code for problem in report.problems),
    )


def play_all(files: Sequence[Path]) -> tuple[Played, ...]:
    with pool() as workers:
        return tuple(workers.map(play, files))


@dataclass(frozen=True, slots=True)
class Shares:
    """Of all calls, those that go out; of all JSON examples, those that come back."""

    sent: float
    decoded: float
    equal: float


def shares(played: Sequence[Played]) -> Shares:
    items = sum(each.items for each in played)
    json = sum(each.json for each in played)
    return Shares(
        sent=sum(each.sent for each in played) / items,
        decoded=sum(each.decoded for each in played) / json,
        equal=sum(each.equal for each in played) / json,
    )


def figures(played: Sequence[Played]) -> Iterator[str]:
    """A line per collection that has problems, then the totals."""
    for each in played:
        if each.crash:
            yield f"TRACEBACK {each.file}\n{each.crash}"
        elif each.problems:
            yield f"{each.file}: {_listed(each.problems)}"
    whole = shares(played)
    items, json = (sum(p.items for p in played), sum(p.json for p in played))
    yield f"{items} requests: {whole.sent:.2%} of the example calls go out"
    yield (
        f"{json} JSON examples: {whole.decoded:.2%} decoded,"
        f" {whole.equal:.2%} encoded back to equal JSON"
    )
    total = sum((each.problems for each in played), Counter[str]())
    yield f"{total.total()} problems: {_listed(total) or 'none'}"


def _listed(problems: Counter[str]) -> str:
    return ", ".join(f"{count} {code}" for code, count in problems.most_common())

"""All collection files through `generate`, and the table of what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from pathlib import Path

from corpus.bake import Row, bake
from support.processes import pool


def sweep(files: Sequence[Path], stage: Path | None = None) -> tuple[Row, ...]:
    """Rows of each file; packages are `c000`, `c001`, ... below `stage`, if given."""
    packages = [f"c{number:03}" for number in range(len(files))]
    with pool() as workers:
        rows = workers.map(bake, files, packages, repeat(stage, len(files)))
        return tuple(chain.from_iterable(rows))


def table(rows: Sequence[Row]) -> Iterator[str]:
    """A line per collection, then the totals."""
    yield "requests  methods  left out  notices  collection"
    yield from map(_line, rows)
    yield from totals(rows)


def _line(row: Row) -> str:
    if row.refusal:
        return f"refused   {row.refusal}"
    if row.crash:
        return f"TRACEBACK {row.file}\n{row.crash}"
    counts = f"{row.requests:8}{row.methods:9}{row.left_out:10}{row.notices.total():9}"
    return "\n    ".join((f"{counts}  {row.file}", *row.mismatch))


def totals(rows: Sequence[Row]) -> Iterator[str]:
    refused = sum(bool(row.refusal) for row in rows)
    crashed = sum(bool(row.crash) for row in rows)
    yield (
        f"{len(rows)} collections: {len(rows) - refused - crashed} generated,"
        f" {refused} refused, {crashed} tracebacks"
    )
    yield (
        f"{sum(row.requests for row in rows)} requests:"
        f" {sum(row.methods for row in rows)} methods,"
        f" {sum(row.left_out for row in rows)} left out with a notice"
    )
    notices = sum((row.notices for row in rows), Counter[str]())
    listed = ", ".join(f"{count} {code}" for code, count in notices.most_common())
    yield f"{notices.total()} notices: {listed}"

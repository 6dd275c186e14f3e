"""A table: rows that say what a text is and what it becomes. The first that fits decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from postkiln.build.request.decision import Becomes, Decision

TextT = TypeVar("TextT")


@dataclass(frozen=True, slots=True)
class Row(Generic[TextT]):
    """A row of a table. `says` is what `inspect --why` shows."""

    says: str
    fits: Callable[[TextT], bool]
    becomes: Becomes


def decide(table: Sequence[Row[TextT]], text: TextT) -> Decision:
    """The decision of the first row that fits; the last row of a table fits all."""
    row = next(row for row in table if row.fits(text))
    return Decision(row.becomes, row.says)

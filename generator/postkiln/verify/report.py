"""What verifying finds: counts, and what does not match."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from postkiln.diagnostics.notices import Notice


class Check(StrEnum):
    """What a problem is about. Codes are stable: people filter by them."""

    NOT_SENT = "not-sent"  # the call raises before anything is sent
    ASYNC_DIFFERS = "twins-differ"  # the async client sends another request
    NOT_DECODED = "not-decoded"  # an example does not decode strictly
    NOT_EQUAL = "not-equal"  # an example encodes to other JSON
    TEXT_DIFFERS = "text-differs"  # an example that is not JSON comes back as another
    WRONG_ERROR = "wrong-error"  # what is raised is not the error of the status


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not match. `path` holds folder names and the item's name.

    `text` names types and JSON paths, and never a value: it may be secret.
    """

    path: tuple[str, ...]
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of requests and of saved examples, and what does not match.

    Of the `items`, `sent` sent a request and `failed` did not. Of `examples_total`, `json`
    are JSON; of these, `decoded` decode strictly and `equal` encode to equal JSON.
    `notices` say what was left out of a request, such as a missing file.
    """

    items: int
    sent: int
    failed: int
    examples_total: int
    json: int
    decoded: int
    equal: int
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(slots=True)
class ReportBuilder:
    """A report whose counts are not complete yet."""

    items: int
    sent: int = 0
    failed: int = 0
    examples_total: int = 0
    json: int = 0
    decoded: int = 0
    equal: int = 0
    problems: list[Problem] = field(default_factory=list[Problem])

    def add_problem(self, path: tuple[str, ...], check: Check, text: str) -> None:
        """Add a problem of the item at `path`."""
        self.problems.append(Problem(path, str(check), text))

    def build(self, notices: tuple[Notice, ...]) -> Report:
        """The report, as it is now."""
        return Report(
            items=self.items,
            sent=self.sent,
            failed=self.failed,
            examples_total=self.examples_total,
            json=self.json,
            decoded=self.decoded,
            equal=self.equal,
            problems=tuple(self.problems),
            notices=notices,
        )

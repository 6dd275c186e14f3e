"""Error outcomes to `errors.py`: one class per status the collection shows a body for."""

from __future__ import annotations

from collections.abc import Iterable

from postkiln.model.api import Endpoint, Outcome
from postkiln.python.emit.return_types import outcome_members
from postkiln.python.naming.statuses import error_name, reason, succeeded
from postkiln.python.syntax.source import Import, Source, code, docstring, importing
from postkiln.python.types.annotations import ANY, NONE, Annotations, union
from postkiln.python.view import ErrorView
from postkiln.runtime.statuses import STATUS_CLASSES
from postkiln.shapes.lattice import NOTHING

# Under a name of its own, as this module defines classes of the same names.
_ERRORS = importing("_errors", Import("_runtime", "errors", "_errors", is_own=True))


def _failed(endpoints: Iterable[Endpoint]) -> Iterable[Outcome]:
    for endpoint in endpoints:
        yield from (o for o in endpoint.outcomes if not succeeded(o.status))


def _base(status: int) -> Source:
    if status in STATUS_CLASSES:
        return code(_ERRORS, ".", error_name(status))
    return code(_ERRORS, ".ClientError" if status < 500 else ".ServerError")


def error_views(
    endpoints: Iterable[Endpoint], annotations: Annotations
) -> tuple[ErrorView, ...]:
    """The classes to write: statuses with a known body, and those without a class yet."""
    by_status: dict[int, list[Outcome]] = {}
    for outcome in _failed(endpoints):
        by_status.setdefault(outcome.status, []).append(outcome)
    return tuple(
        _view(status, outcomes, annotations)
        for status, outcomes in sorted(by_status.items())
        if status not in STATUS_CLASSES or any(o.shape for o in outcomes)
    )


def _view(status: int, outcomes: list[Outcome], annotations: Annotations) -> ErrorView:
    shown = [o for o in outcomes if o.shape is not None and o.shape != NOTHING]
    members = [each for o in shown for each in outcome_members(o, annotations)]
    decoded = union(members) if members else None
    body = union((*(members or (ANY,)), Source("str"), NONE))
    says = f"{status} {reason(status)}".strip() + "."
    return ErrorView(
        status, error_name(status), _base(status), docstring((says,), 4), body, decoded
    )

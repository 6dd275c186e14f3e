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


def _base(status: int) -> Source:
    if status in STATUS_CLASSES:
        return code(_ERRORS, ".", error_name(status))
    return code(_ERRORS, ".ClientError" if status < 500 else ".ServerError")


def error_views(
    endpoints: Iterable[Endpoint], annotations: Annotations
) -> tuple[ErrorView, ...]:
    """The classes to write: statuses with a known body, and those without a class yet."""
    by_status: dict[int, list[Outcome]] = {}
    for endpoint in endpoints:
        for outcome in endpoint.outcomes:
            if not succeeded(outcome.status):
                by_status.setdefault(outcome.status, []).append(outcome)
    views: list[ErrorView] = []
    for status, outcomes in sorted(by_status.items()):
        if status not in STATUS_CLASSES or any(each.shape for each in outcomes):
            views.append(_view(status, outcomes, annotations))
    return tuple(views)


def _view(status: int, outcomes: list[Outcome], annotations: Annotations) -> ErrorView:
    members: list[Source] = []
    for each in outcomes:
        if each.shape is not None and each.shape != NOTHING:
            members += outcome_members(each, annotations)
    summary = f"{status} {reason(status)}".strip() + "."
    return ErrorView(
        status=status,
        name=error_name(status),
        base=_base(status),
        docstring=docstring((summary,), 4),
        body=union((*(members or (ANY,)), Source("str"), NONE)),
        decoded=union(members) if members else None,
    )

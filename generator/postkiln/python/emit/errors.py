"""Error outcomes -> `errors.py`: a class for each status that the collection shows a body of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def error_views(
    endpoints: Iterable[Endpoint], annotations: Annotations
) -> tuple[ErrorView, ...]:
    """The classes to write: of statuses with a known body, or without a class so far."""
    views: list[ErrorView] = []
    for status, outcomes in sorted(_errors_by_status(endpoints).items()):
        has_class = status in STATUS_CLASSES
        if not has_class or any(each.shape for each in outcomes):
            views.append(_view(status, outcomes, annotations))
    return tuple(views)


def _errors_by_status(endpoints: Iterable[Endpoint]) -> Mapping[int, list[Outcome]]:
    by_status: dict[int, list[Outcome]] = {}
    for endpoint in endpoints:
        for outcome in endpoint.outcomes:
            if not succeeded(outcome.status):
                by_status.setdefault(outcome.status, []).append(outcome)
    return by_status


def _view(status: int, outcomes: list[Outcome], annotations: Annotations) -> ErrorView:
    members: list[Source] = []
    for each in outcomes:
        if each.shape is not None and each.shape != NOTHING:
            members += outcome_members(each, annotations)
    title = f"{status} {reason(status)}".strip()  # not every status has a reason
    known = members or [ANY]
    return ErrorView(
        status=status,
        name=error_name(status),
        base=_base(status),
        docstring=docstring((f"{title}.",), 4),
        # Errors are decoded leniently: the body may be any text, or be missing.
        body=union((*known, Source("str"), NONE)),
        decoded=union(members) if members else None,
    )


def _base(status: int) -> Source:
    if status in STATUS_CLASSES:
        return code(_ERRORS, ".", error_name(status))
    if status < 500:
        return code(_ERRORS, ".ClientError")
    return code(_ERRORS, ".ServerError")

"""A status -> what it is called: its reason, and the class of its error."""

from __future__ import annotations

from http import HTTPStatus

from postkiln.python.syntax.source import Source
from postkiln.runtime.statuses import STATUS_CLASSES


def error_name(status: int) -> Source:
    """The class that is raised for a status."""
    known = STATUS_CLASSES.get(status)
    if known is None:
        return Source(f"Status{status}Error")
    return Source(known.__name__)


def succeeded(status: int) -> bool:
    """Whether a status is returned and not raised: all below 400 that were shown."""
    return status < 400


def reason(status: int) -> str:
    """The reason phrase of a status (RFC 9110); "" for one of the API's own."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""

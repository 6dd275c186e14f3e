"""Where credentials stand in a request: in its Authorization header, or in its query."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from ..request.headers import without
from ..request.percent import QUERY, percent
from ..request.query import with_item
from ..request.request import Request

Place = Literal["header", "query"]


def authorized(request: Request, credentials: str) -> Request:
    """The request with these credentials in place of any others."""
    others = without(request.headers, "authorization")
    return replace(request, headers=(*others, ("Authorization", credentials)))


def authorized_by_token(request: Request, prefix: str, token: str) -> Request:
    """The request with `<prefix> <token>` as its credentials; a prefix may be empty."""
    return authorized(request, f"{prefix.strip()} {token}".strip())


def queried(request: Request, key: str, value: str) -> Request:
    """The request with this item at the end of its query, in place of any of its key."""
    query = with_item(request.address.query or None, key, value)
    if request.behavior.encodes_url:
        query = percent(query, QUERY)
    return request.with_query(query)

"""A request with credentials in its header or its query, in place of any others."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

from ..request.headers import without
from ..request.percent import QUERY, percent
from ..request.query import with_item
from ..request.request import Request


def basic(username: str, password: str) -> str:
    """The credentials of HTTP Basic, in UTF-8."""
    return f"Basic {b64encode(f'{username}:{password}'.encode()).decode('ascii')}"


def authorized(request: Request, credentials: str) -> Request:
    """The request with these credentials in place of any others."""
    kept = without(request.headers, "authorization")
    return replace(request, headers=(*kept, ("Authorization", credentials)))


def queried(request: Request, key: str, value: str) -> Request:
    """The request with this item at the end of its query, in place of any of its key."""
    query = with_item(request.address.query or None, key, value)
    encoded = percent(query, QUERY) if request.behavior.encodes_url else query
    return replace(request, address=replace(request.address, query=encoded))

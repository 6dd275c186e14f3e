"""The `request` of an item, or of a saved response, in; `ItemRequest` out (postman-format 1.2)."""

from __future__ import annotations

from postkiln.postman.collection import ItemRequest
from postkiln.postman.javascript import Json, description, mapping, string
from postkiln.postman.v2.auths import read_auth
from postkiln.postman.v2.bodies import read_body
from postkiln.postman.v2.headers import read_headers
from postkiln.postman.v2.urls import read_url


def read_request(value: Json) -> ItemRequest:
    """A text is a GET of that address; what is no request at all has no address."""
    if isinstance(value, str):
        return ItemRequest("GET", read_url(value))
    request = mapping(value)
    return ItemRequest(
        string(request.get("method")).upper() or "GET",
        read_url(request.get("url")),
        read_headers(request.get("header")),
        read_body(request.get("body")),
        read_auth(request.get("auth")),
        description(request.get("description")),
    )

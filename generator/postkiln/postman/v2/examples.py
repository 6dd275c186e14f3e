"""The `response` list of an item in, `SavedResponse`s out (postman-format 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postkiln.postman.collection import ItemRequest, SavedResponse
from postkiln.postman.javascript import (
    Json,
    Object,
    json_or_text,
    listing,
    string,
    string_or_none,
)
from postkiln.postman.v2.headers import read_headers
from postkiln.postman.v2.requests import read_request

_STATUS = re.compile(r"\s*([1-5]\d\d)(?!\w)", re.ASCII)


def read_examples(value: Json) -> tuple[SavedResponse, ...]:
    return tuple(_examples(value))


def _examples(value: Json) -> Iterator[SavedResponse]:
    for saved in listing(value):
        if isinstance(saved, dict):
            yield _example(saved)


def _example(saved: Object) -> SavedResponse:
    return SavedResponse(
        string(saved.get("name")),
        _code(saved),
        string(saved.get("status")),
        read_headers(saved.get("header")),
        _body(saved.get("body")),
        language=string_or_none(saved.get("_postman_previewlanguage")),
        request=_request(saved),
        type=string_or_none(saved.get("$type_body")),
    )


def _code(saved: Object) -> int | None:
    """The status code; where it is missing, the one that status or name begins with."""
    for key in ("code", "status", "name"):
        value = saved.get(key)
        if type(value) is int and 100 <= value <= 599:
            return value
        if match := _STATUS.match(string(value)):
            return int(match[1])
    return None


def _body(value: Json) -> str | None:
    if value is None:
        return None
    return json_or_text(value)


def _request(saved: Object) -> ItemRequest | None:
    request = saved.get("originalRequest") or saved.get("request")
    if request and isinstance(request, str | dict):
        return read_request(request)
    return None

"""The `response` list of an item in, `Example`s out (postman-format 6)."""

from __future__ import annotations

import re

from postkiln.postman.collection import Example, Request
from postkiln.postman.javascript import (
    Json,
    Object,
    listing,
    string,
    string_or_none,
    stringify,
    text,
)
from postkiln.postman.v2.headers import read_headers
from postkiln.postman.v2.requests import read_request

_STATUS = re.compile(r"\s*([1-5]\d\d)(?!\w)", re.ASCII)


def read_examples(value: Json) -> tuple[Example, ...]:
    return tuple(_example(saved) for saved in listing(value) if isinstance(saved, dict))


def _example(saved: Object) -> Example:
    return Example(
        string(saved.get("name")),
        _code(saved),
        string(saved.get("status")),
        read_headers(saved.get("header")),
        _body(saved.get("body")),
        string_or_none(saved.get("_postman_previewlanguage")),
        _request(saved),
        string_or_none(saved.get("$type_body")),
    )


def _code(saved: Object) -> int | None:
    """The status code; where it is missing, the one that status or name begins with."""
    for said in (saved.get("code"), saved.get("status"), saved.get("name")):
        if type(said) is int and 100 <= said <= 599:
            return said
        if isinstance(said, str) and (match := _STATUS.match(said)):
            return int(match[1])
    return None


def _body(value: Json) -> str | None:
    if value is None:
        return None
    return stringify(value) if isinstance(value, dict | list) else text(value)


def _request(saved: Object) -> Request | None:
    asked = saved.get("originalRequest") or saved.get("request")
    return read_request(asked) if asked and isinstance(asked, str | dict) else None

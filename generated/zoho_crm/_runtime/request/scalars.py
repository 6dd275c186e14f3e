"""One argument -> its text, as it is written in a path, a query, a header or a form."""

from __future__ import annotations

import json
from typing import Any

from ..codec.convert import encode
from ..errors import RequestError


def text_of(value: object, name: str) -> str:
    """The text of a scalar. Raises RequestError, naming the argument, for any other."""
    match value:
        case None:
            raise RequestError(f"{name}: give OMIT to leave it out, not None")
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            plain = _plain(value, name)  # a date is a text in JSON
    if isinstance(plain, str):
        return plain
    raise RequestError(f"{name}: {type(value).__name__} is not one text or number")


def json_text(value: object, name: str) -> str:
    """The JSON text of a value, compact. Raises RequestError if it has none."""
    plain = _plain(value, name)
    try:
        text = json.dumps(
            plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
    except (TypeError, ValueError, RecursionError) as error:
        raise RequestError(f"{name}: cannot be written as JSON: {error}") from error
    if _encodable(text):
        return text
    return json.dumps(plain, separators=(",", ":"))


def _plain(value: object, name: str) -> Any:
    try:
        return encode(value)
    except (TypeError, ValueError) as error:
        raise RequestError(f"{name}: {error}") from error


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can write as an escape
        return False
    return True

"""Fields of a form -> `application/x-www-form-urlencoded` (postman-format 5.3)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote

from .codec import encode
from .errors import RequestError
from .model import Model
from .omit import OMIT
from .scalars import json_text, text_of


def fields_of(body: object) -> Mapping[str, Any]:
    """The fields of a form body: a mapping, or an input of the API by its wire names."""
    if isinstance(body, Model):
        return _model_fields(body)
    if isinstance(body, Mapping):
        mapping = cast("Mapping[str, Any]", body)
        return {key: value for key, value in mapping.items() if value is not OMIT}
    raise RequestError(f"body: give a mapping of fields, not {type(body).__name__}")


def _model_fields(model: Model) -> Mapping[str, Any]:
    if hasattr(model, "__source__"):  # an answer of the API, sent back
        return cast("Mapping[str, Any]", encode(model))
    # Not by `encode`: a file among the fields is no JSON.
    return {
        field.metadata.get("key", field.name): value
        for field in dataclasses.fields(cast("Any", model))
        if (value := getattr(model, field.name)) is not OMIT
        and not (value is None and field.default is None)
    }


def urlencoded(fields: Mapping[str, Any]) -> bytes:
    """The fields as text; a list repeats its key, and a null sends `key=`."""
    return "&".join(_items(fields)).encode("ascii")


def field_text(value: object, name: str) -> str:
    """The text of one field: objects and lists are JSON, null is empty."""
    if value is None:
        return ""
    if isinstance(value, Mapping | Model | list | tuple):
        return json_text(cast("object", value), f"body.{name}")
    return text_of(value, f"body.{name}")


def _items(fields: Mapping[str, Any]) -> Iterator[str]:
    for key, value in fields.items():
        for each in _repeated(value):
            yield f"{_quoted(key, key)}={_quoted(field_text(each, key), key)}"


def _repeated(value: object) -> Iterable[object]:
    if isinstance(value, list | tuple):
        return cast("Iterable[object]", value)
    return (value,)


def _quoted(text: str, key: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise RequestError(f"body.{key}: a lone surrogate cannot be sent") from None

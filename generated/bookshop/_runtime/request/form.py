"""Fields of a form -> `application/x-www-form-urlencoded` (postman-format 5.3)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast
from urllib.parse import quote

from ..codec.convert import encode
from ..codec.model import Model
from ..errors import RequestError
from ..omit import OMIT
from .content import utf8
from .scalars import json_text, text_of

Fields = tuple[tuple[str, Any], ...]
"""Names and values in the order they are sent."""


def fields_of(body: object, order: tuple[str, ...] = ()) -> Fields:
    """The fields of a form body: of a mapping, of pairs, or of an input of the API.

    Only an input is put in `order`: mappings and pairs have one of their own.
    """
    if isinstance(body, Model):
        return _ordered(_model_fields(body), order)
    return tuple((key, value) for key, value in _pairs(body) if value is not OMIT)


def form_fields(body: object, order: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The fields by name; None for pairs, of which several may have one name, and text."""
    if isinstance(body, Model | Mapping):
        return dict(fields_of(cast("object", body), order))
    return None


def _pairs(body: Any) -> Fields:
    if isinstance(body, Mapping):
        return tuple(cast("Mapping[str, Any]", body).items())
    if isinstance(body, list | tuple):
        items = tuple(cast("Sequence[Any]", body))
        if all(map(_is_pair, items)):
            return items
    found = type(cast("object", body)).__name__
    raise RequestError(f"body: give a mapping of fields, or pairs, not {found}")


def _is_pair(item: Any) -> bool:
    match item:
        case (str(), _):
            return isinstance(item, tuple)
        case _:
            return False


def _ordered(fields: Iterable[tuple[str, Any]], order: tuple[str, ...]) -> Fields:
    """The fields in this order; those that it does not name come last, as they are."""
    ranks = {key: rank for rank, key in enumerate(order)}
    return tuple(sorted(fields, key=lambda field: ranks.get(field[0], len(ranks))))


def _model_fields(model: Model) -> Iterator[tuple[str, Any]]:
    if hasattr(model, "__source__"):  # an answer of the API, sent back
        for key, value in cast("Mapping[str, Any]", encode(model)).items():
            yield key, "" if value is None else value
        return
    # Not by `encode`: a file among the fields is not JSON.
    for field in dataclasses.fields(cast("Any", model)):
        value = getattr(model, field.name)
        is_default = value is None and field.default is None
        if value is not OMIT and not is_default:
            yield field.metadata.get("key", field.name), value


def urlencoded(fields: Fields) -> bytes:
    """The fields as text; a list repeats its key."""
    return "&".join(_items(fields)).encode("ascii")


def field_text(value: object, name: str) -> str:
    """The text of one field: objects and lists are JSON. RequestError for None."""
    if isinstance(value, Mapping | Model | list | tuple):
        return json_text(cast("object", value), f"body.{name}")
    return text_of(value, f"body.{name}")


def _items(fields: Fields) -> Iterator[str]:
    for key, value in fields:
        for each in _repeated(value):
            name = _quoted(key, key)
            text = _quoted(field_text(each, key), key)
            yield f"{name}={text}"


def _repeated(value: object) -> Iterable[object]:
    if isinstance(value, list | tuple):
        return cast("Iterable[object]", value)
    return (value,)


def _quoted(text: str, key: str) -> str:
    return quote(utf8(text, f"body.{key}"), safe="")

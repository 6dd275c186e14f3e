"""JSON values <-> typed Python values, by annotations.

`decode` turns what `json.loads` gives into models, dates and containers; `encode` turns
these into what `json.dumps` takes. A model that was decoded encodes to equal JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, repeat
from typing import Any, Final, cast

from ..errors import DecodeError, Difference
from ..omit import OMIT
from .context import DecodeContext
from .json_path import JsonPath, format_path
from .model_codec import decoder_of, plan_of
from .timestamps import format_datetime
from .type_hints import ModelBase

_SCALARS: Final = frozenset({str, int, float, bool, type(None)})


def decode(
    annotation: Any,
    data: Any,
    *,
    strict: bool = False,
    on_difference: Callable[[str], None] | None = None,
) -> Any:
    """The data as typed values. Models keep `data`: do not change it afterwards.

    Lenient: a missing value is decoded to `None` (`OMIT` where the field admits it), a
    value of another type stays as it is, and `on_difference` is called for each with a
    message that has its JSON path. Strict: DecodeError is raised, with all differences.
    Unknown keys are kept and are no difference in either: an API that grows must not
    break its clients.
    """
    if not strict and on_difference is None:  # differences need not be found
        try:
            return decoder_of(annotation, checked=False)(data)
        except RecursionError:
            return data
    decoded, differences = _decode_checked(annotation, data)
    if differences and strict:
        raise DecodeError(*differences[0], differences)
    if on_difference is not None:
        for path, expected, found in differences:
            on_difference(f"{path}: expected {expected}, found {found}")
    return decoded


def _decode_checked(annotation: Any, data: Any) -> tuple[Any, list[Difference]]:
    """The data as typed values, and where it differs from the annotation."""
    differences: list[Difference] = []

    def report(path: JsonPath, expected: str, found: str) -> None:
        difference = (format_path(path), expected, found)
        differences.append(difference)

    try:
        decoder = decoder_of(annotation, checked=True)
        decoded = decoder(data, None, DecodeContext(report))
    except RecursionError:
        levels = "more levels than Python can follow"
        return data, [("$", "JSON nested less deeply", levels)]
    return decoded, differences


def encode(value: Any) -> Any:
    """The value as JSON data, in lists and dicts of its own.

    A model that was decoded has the keys, order, nulls and unknown keys of its source,
    with the values that its fields have now: `OMIT` removes a key, a field that the
    source lacks is appended. Any other model has every field that is not `OMIT`, except
    those that are `None` by default and still are. Dates become RFC 3339 text.

    TypeError, with the JSON path, for what JSON cannot hold; ValueError for data that is
    nested too deeply or contains itself.
    """
    try:
        return _encode(value, None, None)
    except RecursionError:
        problem = "$: nested more deeply than Python can follow, or holds itself"
    raise ValueError(problem)


def _encode(value: Any, source: Any, path: JsonPath) -> Any:
    """`source` is what the decoded data has at the same place, `None` if it has nothing."""
    if type(value) in _SCALARS:
        return value
    match value:
        case ModelBase():
            return _encode_model(value, path)
        case list() | tuple():
            return _encode_list(cast("Any", value), source, path)
        case Mapping():
            return _encode_mapping(cast("Any", value), source, path)
        case dt.datetime():
            return _encode_datetime(value, source)
        case dt.date():
            return value.isoformat()
        case int() | float() | str():  # subclasses of these, such as an IntEnum
            return value
        case _:
            kind = type(value).__name__
            raise TypeError(f"{format_path(path)}: {kind} has no JSON form")


def _encode_datetime(moment: dt.datetime, source: Any) -> str:
    if isinstance(source, str):
        return format_datetime(moment, source)
    return format_datetime(moment)


def _encode_list(values: list[Any], source: Any, path: JsonPath) -> list[Any]:
    encoded: list[Any] = []
    pairs = zip(values, _old_items(source), strict=False)
    for index, (value, old) in enumerate(pairs):
        encoded.append(_encode(value, old, (path, index)))
    return encoded


def _old_items(source: Any) -> Iterable[Any]:
    """The items of the source, and `None` for every later one."""
    if isinstance(source, list):
        return chain(cast("Any", source), repeat(None))
    return repeat(None)


def _encode_mapping(
    values: Mapping[Any, Any], source: Any, path: JsonPath
) -> dict[str, Any]:
    old: dict[str, Any] = {}
    if isinstance(source, dict):
        old = cast("Any", source)
    encoded: dict[str, Any] = {}
    for key, value in values.items():
        if not isinstance(key, str):
            raise TypeError(f"{format_path(path)}: the key {key!r} is no str")
        if value is not OMIT:
            encoded[key] = _encode(value, old.get(key), (path, key))
    return encoded


def _encode_model(model: ModelBase, path: JsonPath) -> dict[str, Any]:
    source: dict[str, Any] | None = getattr(model, "__source__", None)
    if source is None:
        return _encode_new(model, path)
    return _encode_decoded(model, source, path)


def _encode_new(model: ModelBase, path: JsonPath) -> dict[str, Any]:
    """A model that was not decoded."""
    encoded: dict[str, Any] = {}
    for field in plan_of(type(model)).fields:
        value = getattr(model, field.name)
        is_default = value is None and field.defaults_to_none
        if value is not OMIT and not is_default:
            encoded[field.key] = _encode(value, None, (path, field.key))
    return encoded


def _encode_decoded(
    model: ModelBase, source: dict[str, Any], path: JsonPath
) -> dict[str, Any]:
    """The source with the values that the model has now, then what it lacks."""
    plan = plan_of(type(model))
    encoded: dict[str, Any] = {}
    for key, old in source.items():
        field = plan.by_key.get(key)
        if field is None:
            encoded[key] = copy_json(old)
            continue
        value = getattr(model, field.name)
        if value is not OMIT:
            encoded[key] = _encode(value, old, (path, key))
    for field in plan.fields:
        if field.key in source:
            continue
        value = getattr(model, field.name)
        # What a missing key was decoded to leaves the key missing.
        if value is not field.absent and value is not OMIT:
            encoded[field.key] = _encode(value, None, (path, field.key))
    return encoded


def copy_json(data: Any) -> Any:
    """JSON data in lists and dicts of its own, however deep. Other values are shared."""
    # Without recursion, which Python limits. A container is copied first, then each
    # container in the copy is replaced by a copy of its own.
    root = [data]
    todo: list[tuple[Any, Iterable[tuple[Any, Any]]]] = [(root, enumerate(root))]
    while todo:
        container, entries = todo.pop()
        for key, value in entries:
            if type(value) in _SCALARS:
                continue
            if isinstance(value, dict):
                fields = dict(cast("Any", value))
                container[key] = fields
                todo.append((fields, fields.items()))
            elif isinstance(value, list):
                items = list(cast("Any", value))
                container[key] = items
                todo.append((items, enumerate(items)))
    return root[0]

"""JSON values <-> typed Python values, as annotations say.

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
from .conversions import Field
from .json_path import JsonPath, format_path
from .plan import ModelBase, decoder_of, plan_of
from .timestamps import format_datetime

_SCALARS: Final = frozenset({str, int, float, bool, type(None)})


def decode(
    annotation: Any,
    data: Any,
    *,
    strict: bool = False,
    on_difference: Callable[[str], None] | None = None,
) -> Any:
    """The data as the annotation says; `data` is taken over, don't change it afterwards.

    Lenient: a missing value reads `None` (`OMIT` where the field admits it), a value of
    another type stays as it came, and `on_difference` hears of each, with its JSON path.
    Strict: where there is a difference, DecodeError is raised, which has all of them.
    Unknown keys are kept and are no difference in either: an API that grows must not
    break its clients.
    """
    if not strict and on_difference is None:
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
    """The data as the annotation says, and where it differs from that."""
    differences: list[Difference] = []

    def report(path: JsonPath, expected: str, found: str) -> None:
        differences.append((format_path(path), expected, found))

    try:
        decoder = decoder_of(annotation, checked=True)
        return decoder(data, None, DecodeContext(report)), differences
    except RecursionError:
        levels = "more levels than Python can follow"
        return data, [("$", "JSON nested less deeply", levels)]


def encode(value: Any) -> Any:
    """The value as JSON data, sharing nothing that can change with it.

    A model that was decoded has the keys, order, nulls and unknown keys of its source;
    what was set since is written new: `OMIT` removes a key, a field that the source
    lacks is appended. A model that was made writes every field that is not `OMIT`,
    except those that are `None` by default and still are. Dates become RFC 3339 text.

    TypeError, with the JSON path, for what JSON cannot hold; ValueError for data that is
    nested too deeply or holds itself.
    """
    try:
        return _encode(value, None, None)
    except RecursionError:
        problem = "$: nested more deeply than Python can follow, or holds itself"
    raise ValueError(problem)


def _encode(value: Any, source: Any, path: JsonPath) -> Any:
    """`source` is what stood at the same place of the data that was decoded."""
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
            return format_datetime(value, source if isinstance(source, str) else None)
        case dt.date():
            return value.isoformat()
        case int() | float() | str():  # kinds of these, such as an IntEnum's
            return value
        case _:
            raise TypeError(
                f"{format_path(path)}: {type(value).__name__} has no JSON form"
            )


def _encode_list(values: list[Any], source: Any, path: JsonPath) -> list[Any]:
    olds = chain(cast("Any", source) if isinstance(source, list) else (), repeat(None))
    return [
        _encode(value, old, (path, index))
        for index, (value, old) in enumerate(zip(values, olds, strict=False))
    ]


def _encode_mapping(
    values: Mapping[Any, Any], source: Any, path: JsonPath
) -> dict[str, Any]:
    olds: dict[str, Any] = cast("Any", source) if isinstance(source, dict) else {}
    encoded: dict[str, Any] = {}
    for key, value in values.items():
        if not isinstance(key, str):
            raise TypeError(f"{format_path(path)}: the key {key!r} is no str")
        if value is not OMIT:
            encoded[key] = _encode(value, olds.get(key), (path, key))
    return encoded


def _encode_model(model: ModelBase, path: JsonPath) -> dict[str, Any]:
    plan = plan_of(type(model))
    source: dict[str, Any] | None = getattr(model, "__source__", None)
    encoded = {} if source is None else _rewrite(model, source, path)
    for field in plan.fields:
        if source is None or field.key not in source:
            value = getattr(model, field.name)
            if not _is_left_out(field, value, made=source is None):
                encoded[field.key] = _encode(value, None, (path, field.key))
    return encoded


def _rewrite(
    model: ModelBase, source: dict[str, Any], path: JsonPath
) -> dict[str, Any]:
    """The source with the values that the model has now."""
    fields = plan_of(type(model)).by_key
    encoded: dict[str, Any] = {}
    for key, old in source.items():
        field = fields.get(key)
        if field is None:
            encoded[key] = copy_json(old)
        elif (value := getattr(model, field.name)) is not OMIT:
            encoded[key] = _encode(value, old, (path, key))
    return encoded


def _is_left_out(field: Field, value: Any, *, made: bool) -> bool:
    """Whether a field that the source lacks, or that was never decoded, says nothing."""
    if value is None:
        return field.skips_none if made else field.absent is None
    return value is OMIT


def copy_json(data: Any) -> Any:
    """JSON data in lists and dicts of its own, however deep. Other values are shared."""
    root = [data]
    todo: list[tuple[Any, Iterable[tuple[Any, Any]]]] = [(root, enumerate(root))]
    while todo:
        container, entries = todo.pop()
        for key, value in entries:
            if type(value) in _SCALARS:
                continue
            if isinstance(value, dict):
                container[key] = fields = dict(cast("Any", value))
                todo.append((fields, fields.items()))
            elif isinstance(value, list):
                container[key] = items = list(cast("Any", value))
                todo.append((items, enumerate(items)))
    return root[0]

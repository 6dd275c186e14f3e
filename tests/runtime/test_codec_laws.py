"""Laws of the codec, over dataclasses and data that nobody thought of."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, make_dataclass
from functools import reduce
from itertools import count
from types import GenericAlias, UnionType
from typing import Any, Union, cast, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkiln.runtime.codec.convert import copy_json, decode, encode
from postkiln.runtime.codec.model import Model
from postkiln.runtime.errors import DecodeError
from postkiln.runtime.omit import OMIT, Omit

Strategy = st.SearchStrategy[Any]

KEYS = st.sampled_from(["id", "name", "class", "a b", "list", "x"])
SCALARS: Strategy = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=3),
    st.sampled_from(["2020-01-01", "2020-01-01T00:00:00.10Z", "2020-01-01T00:00:00z"]),
)
JSON: Strategy = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)
PLAIN: Strategy = st.sampled_from(
    [Any, None, bool, int, float, str, dt.datetime, dt.date]
)
HOSTILE = ['"', "\\", "\n", "'''", '"] or exit()  #', "x1", "{key}"]
NULLABLE = st.sampled_from(["required", "null", "omit", "both"])


def either(left: Any, right: Any) -> Any:
    return left | right


def model_of(keys: dict[str, tuple[Any, str]]) -> Any:
    """A model with a field per key: its annotation, and what may stand in its place."""
    made: list[Any] = []
    for number, (key, (annotation, presence)) in enumerate(keys.items()):
        if presence in ("null", "both"):
            annotation = reduce(either, [annotation, None])
        if presence in ("omit", "both"):
            annotation = reduce(either, [annotation, Omit])
        default = {"null": None, "omit": OMIT, "both": OMIT}
        options: dict[str, Any] = {"metadata": {"key": key}}
        if presence in default:
            options["default"] = default[presence]
        made.append((f"field_{number}", annotation, field(**options)))
    return make_dataclass("Made", made, bases=(Model,), slots=True, kw_only=True)


def union_of(members: list[Any]) -> Any:
    return Any if Any in members else reduce(either, members)


def composed(inner: Strategy) -> Strategy:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        inner.map(lambda item: GenericAlias(list, (item,))),
        inner.map(lambda item: GenericAlias(dict, (str, item))),
        st.dictionaries(KEYS, st.tuples(inner, NULLABLE), max_size=4).map(model_of),
        some.map(lambda members: [m for m in members if m is not None] or [str]).map(
            union_of
        ),
    )


ANNOTATIONS: Strategy = st.recursive(
    PLAIN.filter(lambda plain: plain is not None), composed, max_leaves=6
)


def fitting(annotation: Any) -> Strategy:
    """Data that the annotation admits, with unknown keys, in any order of keys."""
    arguments = get_args(annotation)
    match get_origin(annotation):
        case None if annotation in SIMPLE:
            return SIMPLE[annotation]
        case None:
            return fitting_model(annotation)
        case origin if origin is list:
            return st.lists(fitting(arguments[0]), max_size=3)
        case origin if origin is dict:
            return st.dictionaries(KEYS, fitting(arguments[1]), max_size=3)
        case _:
            admitted = [each for each in arguments if each is not Omit]
            return st.one_of([fitting(each) for each in admitted])


SIMPLE: dict[Any, Strategy] = {
    Any: JSON,
    type(None): st.none(),
    bool: st.booleans(),
    int: st.integers(),
    float: st.floats(allow_nan=False) | st.integers(),
    str: st.text(max_size=3),
    dt.date: st.dates().map(dt.date.isoformat),
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)).map(
        lambda moment: moment.isoformat().replace("+00:00", "Z")
    ),
}


def members_of(annotation: Any) -> tuple[Any, ...]:
    is_union = get_origin(annotation) in (Union, UnionType)
    return get_args(annotation) if is_union else (annotation,)


def fitting_model(model: Any) -> Strategy:
    required: dict[str, Strategy] = {}
    optional: dict[str, Strategy] = {"unknown": JSON}
    for each in fields(model):
        members = members_of(each.type)
        may_lack = any(member in (Omit, Any, type(None)) for member in members)
        (optional if may_lack else required)[each.metadata["key"]] = fitting(each.type)
    return (
        st.fixed_dictionaries(required, optional=optional)
        .flatmap(lambda data: st.permutations(list(data.items())))
        .map(dict)
    )


def mixed(annotation: Any) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.tuples(st.just(annotation), fitting(annotation) | JSON)


@settings(max_examples=150, deadline=None)
@given(ANNOTATIONS.flatmap(mixed))
def test_whatever_is_decoded_encodes_to_the_same_text(case: tuple[Any, Any]) -> None:
    annotation, data = case
    holder = model_of({"x": (annotation, "required")})
    text = json.dumps({"x": data})
    assert json.dumps(encode(decode(holder, {"x": data}))) == text


@settings(max_examples=100, deadline=None)
@given(ANNOTATIONS.flatmap(mixed))
def test_without_a_model_around_it_the_values_stay_the_same(
    case: tuple[Any, Any],
) -> None:
    annotation, data = case
    decoded = decode(annotation, data)
    assert decode(annotation, encode(decoded)) == decoded


@settings(max_examples=150, deadline=None)
@given(ANNOTATIONS.flatmap(lambda each: st.tuples(st.just(each), fitting(each))))
def test_what_fits_has_no_differences(case: tuple[Any, Any]) -> None:
    annotation, data = case
    messages: list[str] = []
    lenient = decode(annotation, data, on_difference=messages.append)
    assert messages == []
    assert decode(annotation, data, strict=True) == lenient


@settings(max_examples=150, deadline=None)
@given(ANNOTATIONS.flatmap(mixed))
def test_strict_raises_what_lenient_reports(case: tuple[Any, Any]) -> None:
    annotation, data = case
    messages: list[str] = []
    decode(annotation, data, on_difference=messages.append)
    raised: list[str] = []
    try:
        decode(annotation, data, strict=True)
    except DecodeError as error:
        first = (error.path, error.expected, error.found)
        each = (first, *error.differences[1:])
        raised = [f"{path}: expected {e}, found {f}" for path, e, f in each]
    assert raised == messages


@settings(max_examples=300, deadline=None)
@given(ANNOTATIONS.flatmap(mixed))
def test_both_modes_decode_to_equal_values(case: tuple[Any, Any]) -> None:
    annotation, data = case
    checked = decode(annotation, copy_json(data), on_difference=lambda _: None)
    fast = decode(annotation, copy_json(data))
    assert fast == checked
    assert repr(fast) == repr(checked)  # which tells 1 from 1.0 and True
    assert encode(fast) == encode(checked)


@given(st.text() | st.sampled_from(HOSTILE), NULLABLE)
def test_a_key_is_data_whatever_its_text(key: str, presence: str) -> None:
    model = model_of({key: (list[dt.date], presence)})
    data = {key: ["2020-01-01"]}
    for strict in (False, True):
        assert decode(model, data, strict=strict).field_0 == [dt.date(2020, 1, 1)]


@dataclass(slots=True, kw_only=True)
class Author(Model):
    name: str
    born: dt.date


@dataclass(slots=True, kw_only=True)
class Edition(Model):
    isbn: str
    pages: int
    authors: list[Author]


@dataclass(slots=True, kw_only=True)
class Catalogue(Model):
    editions: dict[str, list[Edition]]
    updated: dt.datetime
    curator: Author


CATALOGUE: dict[str, Any] = {
    "editions": {
        "first": [
            {
                "isbn": "1",
                "pages": 10,
                "authors": [{"name": "Ada", "born": "1970-01-01"}],
            },
            {"isbn": "2", "pages": 20, "authors": []},
        ],
        "second": [],
    },
    "updated": "2020-01-01T00:00:00Z",
    "curator": {"name": "Bo", "born": "1980-01-01"},
}

Path = tuple[str | int, ...]


def entries_of(data: object) -> Iterable[tuple[Any, Any]]:
    if isinstance(data, dict):
        return list(cast("Any", data).items())
    return zip(count(), cast("Any", data)) if isinstance(data, list) else ()


def paths_in(data: Any, path: Path = ()) -> list[Path]:
    entries = entries_of(data)
    inner = [each for key, value in entries for each in paths_in(value, (*path, key))]
    return [path, *inner]


def spelled(path: Path) -> str:
    return "$" + "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in path
    )


def at(data: Any, path: Path) -> Any:
    return reduce(lambda value, step: value[step], path, data)


PATHS = [path for path in paths_in(CATALOGUE) if path]


@pytest.mark.parametrize("path", PATHS, ids=spelled)
@pytest.mark.parametrize("value", [None, True, 1.5])
def test_a_value_of_another_type_is_found_where_it_stands(
    path: Path, value: Any
) -> None:
    data = copy.deepcopy(CATALOGUE)
    at(data, path[:-1])[path[-1]] = value
    with pytest.raises(DecodeError) as caught:
        decode(Catalogue, data, strict=True)
    assert caught.value.path == spelled(path)


REQUIRED = [path for path in PATHS if path[-1] not in (0, 1, "first", "second")]


@pytest.mark.parametrize("path", REQUIRED, ids=spelled)
def test_a_missing_key_is_found_where_it_belongs(path: Path) -> None:
    data = copy.deepcopy(CATALOGUE)
    del at(data, path[:-1])[path[-1]]
    with pytest.raises(DecodeError) as caught:
        decode(Catalogue, data, strict=True)
    assert (caught.value.path, caught.value.found) == (spelled(path), "nothing")


@given(JSON, JSON)
def test_setting_a_field_is_what_is_written(old: Any, new: Any) -> None:
    holder = model_of({"x": (Any, "required")})
    model = holder.from_json({"before": 1, "x": old, "after": 2})
    model.field_0 = new
    expected = {"before": 1, "x": new, "after": 2}
    assert json.dumps(model.to_json()) == json.dumps(expected)

"""Shapes: the laws of the lattice, and what single values and texts look like."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.runtime.codec.timestamps import parse_date, parse_datetime
from postkiln.shapes.lattice import (
    DEEPEST,
    NOTHING,
    PLAIN,
    UNKNOWN,
    Field,
    Number,
    Shape,
    Text,
    admits,
    join,
    join_all,
    of,
    of_text,
)

INTEGER = Shape(number=Number.INTEGER)
FLOAT = Shape(number=Number.FLOAT)

texts = (
    st.text(max_size=5)
    | st.sampled_from(
        ["2024-01-02", "2024-13-02", "2024-01-02T03:04:05Z", "2024-01-02T03:04:05"]
    )
    | st.sampled_from(
        ["<integer>", "<string>", "<dateTime>", "<object>", "<array>", "<x>"]
    )
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)
shapes = st.lists(values, max_size=3).map(lambda seen: join_all(map(of, seen)))


@given(shapes, shapes)
def test_join_commutes(a: Shape, b: Shape) -> None:
    assert join(a, b) == join(b, a)


@given(shapes, shapes, shapes)
def test_join_associates(a: Shape, b: Shape, c: Shape) -> None:
    assert join(join(a, b), c) == join(a, join(b, c))


@given(shapes)
def test_join_is_idempotent_and_nothing_is_its_bottom(a: Shape) -> None:
    assert join(a, a) == a
    assert join(a, NOTHING) == a


@given(shapes, shapes)
def test_join_of_two_is_join_all(a: Shape, b: Shape) -> None:
    assert join_all([a, b, a]) == join(a, b)


@given(st.lists(values, min_size=1, max_size=4), st.randoms())
def test_order_of_samples_never_matters(seen: list[Any], random: Any) -> None:
    shuffled = list(seen)
    random.shuffle(shuffled)
    assert join_all(map(of, seen)) == join_all(map(of, shuffled))


@given(st.lists(values, min_size=1, max_size=4))
def test_a_join_admits_every_sample(seen: list[Any]) -> None:
    joined = join_all(map(of, seen))
    assert all(admits(joined, value) for value in seen)


@given(values, shapes)
def test_a_sample_that_is_admitted_widens_nothing_but_ranks(
    value: Any, a: Shape
) -> None:
    if admits(a, value):
        again = join(a, of(value))
        assert admits(again, value)
        assert join(again, of(value)) == again


@given(values)
def test_nothing_admits_nothing(value: Any) -> None:
    assert not admits(NOTHING, value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, Shape(null=True)),
        (True, Shape(boolean=True)),
        (1, INTEGER),
        (1.0, FLOAT),
        ("x", PLAIN),
        ([], Shape(items=NOTHING)),
        ({}, Shape(fields=())),
        ([1, "x"], Shape(items=Shape(number=Number.INTEGER, text=Text.PLAIN))),
        ({"a": None}, Shape(fields=(Field("a", Shape(null=True)),))),
    ],
)
def test_each_kind_of_value_is_a_component(value: Any, expected: Shape) -> None:
    assert of(value) == expected


def test_an_integer_and_a_float_make_a_float() -> None:
    assert join(INTEGER, FLOAT) == FLOAT
    assert admits(FLOAT, 1)
    assert not admits(INTEGER, 1.5)


def test_a_boolean_is_no_number() -> None:
    assert not admits(INTEGER, True)
    assert not admits(Shape(boolean=True), 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024-02-29", Text.DATE),
        ("2023-02-29", Text.PLAIN),
        ("20240229", Text.PLAIN),
        ("2024-W01-1", Text.PLAIN),
        ("2024-01-02T03:04:05Z", Text.DATETIME),
        ("2024-01-02t03:04:05.123456789z", Text.DATETIME),
        ("2024-01-02T03:04:05+05:30", Text.DATETIME),
        ("2024-01-02T03:04:05+0530", Text.PLAIN),
        ("2024-01-02T03:04:05", Text.PLAIN),
        ("2024-01-02 03:04:05Z", Text.PLAIN),
        ("2024-01-02T25:04:05Z", Text.PLAIN),
        ("٢٠٢٤-01-02", Text.PLAIN),
    ],
)
def test_dates_and_date_times_are_those_of_rfc_3339(text: str, kind: Text) -> None:
    assert of(text) == Shape(text=kind)


DATE_LIKE = st.from_regex(
    r"20[0-3][0-9]-[0-3][0-9]-[0-3][0-9](.[0-9:]{5,8}(\.[0-9])?(Z|z|\+[0-3][0-9]:00)?)?",
    fullmatch=True,
)
DAYS = st.dates().map(str)
MOMENTS = st.datetimes().map(lambda moment: moment.isoformat() + "Z")


@given(DATE_LIKE | DAYS | MOMENTS)
def test_clients_read_every_date_of_the_examples(text: str) -> None:
    kind = of(text).text
    assert (kind is Text.DATE) == (parse_date(text) is not None)
    assert kind is not Text.DATETIME or parse_datetime(text) is not None


def test_a_date_and_a_date_time_are_just_text() -> None:
    assert join(of("2024-01-02"), of("2024-01-02T03:04:05Z")) == PLAIN


def test_a_key_is_optional_when_an_object_lacks_it() -> None:
    joined = join(of({"a": 1, "b": 2}), of({"a": 1}))
    assert joined.fields == (Field("a", INTEGER), Field("b", INTEGER, True, 1))
    assert admits(joined, {"a": 3})
    assert not admits(joined, {"b": 3})
    assert not admits(joined, {"a": 3, "c": 3})


def test_fields_stand_where_they_were_first_seen() -> None:
    joined = join(of({"z": 1, "a": 1}), of({"b": 1, "a": 1}))
    assert joined.fields is not None
    assert [(field.key, field.rank) for field in joined.fields] == [
        ("b", 0),
        ("z", 0),
        ("a", 1),
    ]


def test_objects_in_one_list_are_samples_of_one_shape() -> None:
    assert of([{"a": 1}, {}]).items == join(of({"a": 1}), of({}))


def test_what_is_unknown_widens_nothing() -> None:
    assert of(UNKNOWN) == NOTHING
    assert of({"a": UNKNOWN}).fields == (Field("a", NOTHING),)


def test_nesting_has_an_end() -> None:
    deep: Any = json.loads("[" * DEEPEST + "]" * DEEPEST)
    assert admits(of(deep), deep)
    with pytest.raises(ValueError, match="deeper than 100 levels"):
        of([deep])


def test_nesting_past_recursion_is_an_error_and_no_crash() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ValueError, match="deeper"):
        of(deep)


@pytest.mark.parametrize("text", ["0", "7", "-7", "9007199254740991"])
def test_a_canonical_whole_number_is_an_integer(text: str) -> None:
    assert of_text(text) == INTEGER


@pytest.mark.parametrize("text", ["0.5", "-1.25", "1e+22"])
def test_a_canonical_float_is_a_float(text: str) -> None:
    assert of_text(text) == FLOAT


@pytest.mark.parametrize(
    "text",
    ["", "007", "+1", "-0", "9007199254740992", "1.50", "1e400", "nan", "inf", "1_0"],
)
def test_a_number_written_otherwise_is_text(text: str) -> None:
    assert of_text(text) == PLAIN


@pytest.mark.parametrize("text", ["True", "2024-01-02", "2024-01-02T03:04:05Z", "١"])
def test_other_texts_are_just_text(text: str) -> None:
    assert of_text(text) == PLAIN


@given(st.integers(-(2**60), 2**60) | st.floats(allow_nan=False))
def test_a_number_read_from_text_is_written_the_same(number: float) -> None:
    text = repr(number)
    if of_text(text).number is not None:
        assert repr(int(text) if of_text(text) == INTEGER else float(text)) == text


def test_true_and_false_are_booleans() -> None:
    assert of_text("true") == of_text("false") == Shape(boolean=True)

"""Decoding: what each annotation admits, what a difference does, leniently and strictly."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import dataclass, field
from typing import Any

import pytest

from postkiln.runtime.codec.convert import decode
from postkiln.runtime.codec.model import Model
from postkiln.runtime.errors import DecodeError
from postkiln.runtime.omit import OMIT, Omit


@dataclass(slots=True, kw_only=True)
class Shelf(Model):
    label: str
    depth: int | None = None
    shelves: list[Shelf | None] | None = None


@dataclass(slots=True, kw_only=True)
class Book(Model):
    title: str
    pages: int
    price: float
    in_print: bool
    published: dt.date
    added: dt.datetime
    shelf: Shelf
    class_: str | None = field(default=None, metadata={"key": "class"})
    tags: list[str] | None = None
    stock: dict[str, int] | None = None
    extra: Any = None


@dataclass(slots=True, kw_only=True)
class BookInput(Model):
    title: str | Omit = OMIT
    note: str | Omit | None = OMIT


@dataclass(slots=True, kw_only=True)
class Paper(Model):
    title: str
    pages: int | None = None


@dataclass(slots=True, kw_only=True)
class Audio(Model):
    title: str
    minutes: int | None = None


@dataclass(slots=True, kw_only=True)
class Boxed(Model):
    item: Paper | Audio


def book() -> dict[str, Any]:
    return {
        "title": "Kilns",
        "pages": 300,
        "price": 12.5,
        "in_print": True,
        "published": "2020-02-29",
        "added": "2021-05-12T14:00:55+05:30",
        "shelf": {"label": "A", "shelves": [{"label": "B", "depth": 2}, None]},
        "class": "pottery",
        "tags": ["clay", "fire"],
        "stock": {"north": 1},
        "extra": {"any": ["thing"]},
    }


def differences(annotation: Any, data: Any) -> list[str]:
    messages: list[str] = []
    decode(annotation, data, on_difference=messages.append)
    return messages


def ignored(difference: str) -> None:
    """Makes `decode` look for differences."""


def test_decodes_every_kind_of_field() -> None:
    decoded = decode(Book, book(), strict=True)
    assert decoded == Book(
        title="Kilns",
        pages=300,
        price=12.5,
        in_print=True,
        published=dt.date(2020, 2, 29),
        added=dt.datetime.fromisoformat("2021-05-12T14:00:55+05:30"),
        shelf=Shelf(label="A", shelves=[Shelf(label="B", depth=2), None]),
        class_="pottery",
        tags=["clay", "fire"],
        stock={"north": 1},
        extra={"any": ["thing"]},
    )


ADMITTED: list[tuple[Any, Any]] = [
    (Any, {"a": [1]}),
    (None, None),
    (bool, True),
    (int, 2**80),
    (float, 1.5),
    (str, "text"),
    (list[int | None], [1, None]),
    (list[Any], [1, "a", {}]),
    (dict[str, list[bool]], {"a": [True]}),
    (int | str, "5"),
    (dt.datetime | str, "tomorrow"),
    (str | dt.date, "tomorrow"),
    (list[int] | list[str], ["a"]),
    (list[Any] | None, None),
]


@pytest.mark.parametrize(("annotation", "data"), ADMITTED)
def test_admits_json_values(annotation: Any, data: Any) -> None:
    decoded = decode(annotation, data, strict=True)
    assert (decoded, type(decoded)) == (data, type(data))


def test_an_int_stays_exact_where_a_float_is_expected() -> None:
    decoded = decode(float, 2**53 + 1, strict=True)
    assert decoded == 2**53 + 1
    assert type(decoded) is int


@pytest.mark.parametrize("annotation", [dt.datetime | str, str | dt.datetime])
def test_text_that_is_a_moment_is_decoded_as_one(annotation: Any) -> None:
    assert decode(annotation, "2020-01-01T00:00:00Z") == dt.datetime(
        2020, 1, 1, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(
    ("annotation", "data", "expected", "found"),
    [
        (int, True, "int", "bool"),
        (bool, 1, "bool", "int"),
        (int, 1.0, "int", "float"),
        (float, False, "float", "bool"),
        (str, None, "str", "None"),
        (None, 0, "None", "int"),
        (Shelf, [], "Shelf", "list"),
        (Shelf | None, "x", "Shelf | None", "str"),
        (list[int], {}, "list[int]", "dict"),
        (dict[str, Any], [], "dict[str, Any]", "list"),
        (dt.datetime, "2020-01-01", "datetime", "other text"),
        (dt.date, "2020-02-30", "date", "other text"),
        (dt.date | None, 5, "date | None", "int"),
    ],
)
def test_a_difference_stays_as_it_came_and_is_reported(
    annotation: Any, data: Any, expected: str, found: str
) -> None:
    messages: list[str] = []
    assert decode(annotation, data, on_difference=messages.append) is data
    assert messages == [f"$: expected {expected}, found {found}"]
    with pytest.raises(DecodeError) as caught:
        decode(annotation, data, strict=True)
    error = caught.value
    assert (error.path, error.expected, error.found) == ("$", expected, found)


def test_paths_lead_through_keys_indexes_and_odd_keys() -> None:
    assert differences(
        dict[str, list[Shelf]], {"top": [{"label": "a"}, {}], "a b": [{"label": 1}]}
    ) == [
        "$.top[1].label: expected str, found nothing",
        '$["a b"][0].label: expected str, found int',
    ]


def test_every_difference_is_reported_in_field_order() -> None:
    data: dict[str, Any] = book() | {"pages": "many", "tags": ["a", 2], "class": []}
    del data["price"]
    data["shelf"]["shelves"][0]["depth"] = {}
    assert differences(Book, data) == [
        "$.pages: expected int, found str",
        "$.price: expected float, found nothing",
        "$.shelf.shelves[0].depth: expected int | None, found dict",
        "$.class: expected str | None, found list",
        "$.tags[1]: expected str, found int",
    ]


def test_a_missing_value_reads_none() -> None:
    decoded = decode(Shelf, {})
    assert (decoded.label, decoded.depth) == (None, None)


def test_a_missing_value_reads_omit_where_it_is_admitted() -> None:
    assert decode(BookInput, {"note": None}, strict=True) == BookInput(note=None)


def test_null_is_a_difference_where_only_omit_is_admitted() -> None:
    assert differences(BookInput, {"title": None}) == [
        "$.title: expected str, found None"
    ]


def test_unknown_keys_are_no_difference() -> None:
    assert decode(Shelf, {"label": "a", "new": 1}, strict=True) == Shelf(label="a")


@pytest.mark.parametrize("data", [None, [], "x", 3, {"label": {}}])
def test_what_is_no_model_stays_among_models(data: Any) -> None:
    decoded = decode(list[Shelf], [{"label": "a"}, data])
    assert decoded[0] == Shelf(label="a")
    if not isinstance(data, dict):
        assert decoded[1] is data


@pytest.mark.parametrize("annotation", [Paper | Audio, Audio | Paper])
def test_a_union_of_models_prefers_the_one_that_shares_most_keys(
    annotation: Any,
) -> None:
    decoded = decode(annotation, {"title": "a", "minutes": 5}, strict=True)
    assert decoded == Audio(title="a", minutes=5)


@pytest.mark.parametrize("checked", [False, True])
def test_the_order_of_a_union_decides_where_its_members_fit_alike(
    checked: bool,
) -> None:
    on_difference = ignored if checked else None
    orders: list[tuple[Any, Any]] = [(Paper, Audio), (Audio, Paper)]
    for first, second in orders:
        members: Any = first | second
        decoded = decode(list[members], [{"title": "a"}], on_difference=on_difference)
        assert type(decoded[0]) is first


def test_messages_spell_a_union_in_its_own_order() -> None:
    assert differences(int | str, {}) == ["$: expected int | str, found dict"]
    assert differences(str | int, {}) == ["$: expected str | int, found dict"]


def test_a_union_of_models_takes_the_one_that_fits_strictly() -> None:
    decoded = decode(Boxed | Paper, {"item": {"title": "a"}, "title": 5, "pages": 1})
    assert decoded == Boxed(item=Paper(title="a"))


def test_a_union_of_models_that_none_fits_reports_the_nearest() -> None:
    messages: list[str] = []
    data = {"item": {"title": 5, "minutes": 5}}
    decoded = decode(Boxed, data, on_difference=messages.append)
    assert decoded.item.minutes == 5
    assert messages == ["$.item.title: expected str, found int"]
    with pytest.raises(DecodeError) as caught:
        decode(Boxed, data, strict=True)
    assert caught.value.path == "$.item.title"


@dataclass(slots=True, kw_only=True)
class Left(Model):
    next: Left | Right | None = None
    end: int | None = None


@dataclass(slots=True, kw_only=True)
class Right(Model):
    next: Left | Right | None = None
    end: int | None = None


def test_unions_inside_unions_are_not_tried_over_and_over() -> None:
    data: dict[str, Any] = {"end": "no int"}
    for _ in range(60):  # 2**60 combinations of members
        data = {"next": data}
    path = "$" + ".next" * 60 + ".end"
    assert differences(Left, data) == [f"{path}: expected int | None, found str"]


def test_lists_are_new() -> None:
    data = {"title": "a", "tags": ["x"], "stock": {"n": 1}}
    decoded = decode(Book, data)
    decoded.tags.append("y")
    decoded.stock["s"] = 2
    assert data == {"title": "a", "tags": ["x"], "stock": {"n": 1}}


def nested_shelves(levels: int) -> dict[str, Any]:
    data: dict[str, Any] = {"label": "inner"}
    for _ in range(levels):
        data = {"label": "outer", "shelves": [data]}
    return data


def test_data_deeper_than_the_stack_is_our_own_error() -> None:
    with pytest.raises(DecodeError, match=r"^\$: expected JSON nested less deeply"):
        decode(Shelf, nested_shelves(sys.getrecursionlimit() + 100), strict=True)


def test_data_deeper_than_the_stack_stays_as_it_came() -> None:
    data = nested_shelves(sys.getrecursionlimit() + 100)
    messages: list[str] = []
    assert decode(Shelf, data, on_difference=messages.append) is data
    assert len(messages) == 1


@pytest.mark.parametrize("depth", [1, 19, 20, 21, 60, 150])
def test_deep_lists_of_lists_are_compiled_in_linear_time(depth: int) -> None:
    annotation: Any = dt.date
    for _ in range(depth):
        annotation = list[annotation]
    day = dt.date(2020, 2, 29)
    data = json.loads("[" * depth + '"2020-02-29"' + "]" * depth)
    for strict in (False, True):
        decoded = decode(annotation, data, strict=strict)
        for _ in range(depth):
            (decoded,) = decoded
        assert decoded == day


@pytest.mark.parametrize("depth", [1, 19, 20, 21, 60])
def test_a_difference_is_found_at_any_depth(depth: int) -> None:
    annotation: Any = int
    for _ in range(depth):
        annotation = dict[str, list[annotation]]
    data: Any = "text"
    for _ in range(depth):
        data = {"a": [0, data]}
    path = "$" + ".a[1]" * depth
    found = differences(annotation, data)
    assert found[-1] == f"{path}: expected int, found str"


def test_an_annotation_that_is_no_json_type_is_refused() -> None:
    with pytest.raises(TypeError, match="complex"):
        decode(complex, 1)


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (int, "<integer>"),
        (float, "<integer>"),
        (float, "<double>"),
        (bool | None, "<boolean>"),
        (list[int], "<array>"),
        (dict[str, int], "<object>"),
        (dt.datetime, "<dateTime>"),
    ],
)
def test_a_text_that_stands_for_a_value_is_no_difference(
    annotation: Any, text: str
) -> None:
    assert decode(annotation, text, strict=True) == text
    assert decode(list[annotation], [text], strict=True) == [text]


@pytest.mark.parametrize(
    ("annotation", "text"), [(int, "<number>"), (bool, "<integer>"), (int, "<x>")]
)
def test_what_stands_for_another_is_one(annotation: Any, text: str) -> None:
    with pytest.raises(DecodeError):
        decode(annotation, text, strict=True)

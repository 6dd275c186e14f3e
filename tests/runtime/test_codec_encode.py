"""Encoding: presence, order, nulls and texts come from the source, changes are new."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pytest

from postkiln.runtime.codec.convert import encode
from postkiln.runtime.codec.model import Model
from postkiln.runtime.omit import OMIT, Omit


@dataclass(slots=True, kw_only=True)
class Line(Model):
    sku: str
    count: int | None = None


@dataclass(slots=True, kw_only=True)
class Order(Model):
    number: int
    note: str | None
    placed: dt.datetime | None = None
    import_: str | None = field(default=None, metadata={"key": "import"})
    lines: list[Line] | None = None
    moments: list[dt.datetime] | None = None
    days: dict[str, dt.date] | None = None
    extra: Any = None


@dataclass(slots=True, kw_only=True)
class OrderInput(Model):
    note: str | Omit | None = OMIT
    number: int | Omit = OMIT
    lines: list[Line] | Omit = OMIT


SOURCE = """{"extra": {"b": 1, "a": [null]}, "unknown": {"z": [1], "y": 2.0},
"number": 7, "placed": "2021-05-12T14:00:55.120Z", "import": null,
"lines": [{"count": null, "sku": "a", "new": true}, {"sku": "b"}]}"""


def changed(change: Callable[[Order], None], source: str = SOURCE) -> dict[str, Any]:
    """What an order of the source encodes to after a change."""
    order = Order.from_json(json.loads(source))
    change(order)
    return order.to_json()


def test_a_decoded_model_encodes_to_the_same_text() -> None:
    data = json.loads(SOURCE)
    assert json.dumps(Order.from_json(data).to_json()) == json.dumps(data)


def test_a_made_model_leaves_out_omit_and_default_nones() -> None:
    assert Order(number=1, note=None).to_json() == {"number": 1, "note": None}
    assert OrderInput(note=None).to_json() == {"note": None}
    assert OrderInput().to_json() == {}


def test_a_made_model_writes_keys_not_attributes_in_field_order() -> None:
    order = Order(import_="x", note="n", number=1, lines=[Line(sku="a")])
    assert json.dumps(order.to_json()) == (
        '{"number": 1, "note": "n", "import": "x", "lines": [{"sku": "a"}]}'
    )


def test_a_changed_field_is_written_in_its_place() -> None:
    def change(order: Order) -> None:
        order.number = 8
        order.import_ = "set"

    assert json.dumps(changed(change)) == json.dumps(
        json.loads(SOURCE) | {"number": 8, "import": "set"}
    )


def test_a_newly_set_field_is_appended_in_field_order() -> None:
    def change(order: Order) -> None:
        order.days = {}
        order.note = "new"

    assert list(changed(change))[-2:] == ["note", "days"]


def test_a_field_that_was_there_may_become_null() -> None:
    def change(order: Order) -> None:
        order.placed = None

    assert changed(change)["placed"] is None


def test_a_required_field_that_was_absent_stays_absent() -> None:
    assert "note" not in changed(lambda order: None)


def test_omit_removes_a_key() -> None:
    order = OrderInput.from_json({"number": 1, "note": "n"})
    order.number = OMIT
    assert order.to_json() == {"note": "n"}


def test_null_is_written_where_absence_reads_omit() -> None:
    order = OrderInput.from_json({"number": 1})
    order.note = None
    assert order.to_json() == {"number": 1, "note": None}


def test_changes_inside_lists_and_models_are_written() -> None:
    def change(order: Order) -> None:
        assert order.lines is not None
        order.lines[0].count = 3
        order.lines.append(Line(sku="c"))
        order.extra["a"].append(1)

    encoded = changed(change)
    assert encoded["lines"] == [
        {"count": 3, "sku": "a", "new": True},
        {"sku": "b"},
        {"sku": "c"},
    ]
    assert encoded["extra"] == {"b": 1, "a": [None, 1]}


def test_moved_models_take_their_source_along() -> None:
    def change(order: Order) -> None:
        assert order.lines is not None
        order.lines.reverse()

    assert changed(change)["lines"] == [
        {"sku": "b"},
        {"count": None, "sku": "a", "new": True},
    ]


def test_a_changed_moment_is_written_in_the_source_style() -> None:
    def change(order: Order) -> None:
        order.placed = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)

    assert changed(change)["placed"] == "2022-01-01T00:00:00.000Z"


def test_dates_inside_lists_and_dicts_keep_their_text() -> None:
    source = {
        "number": 1,
        "moments": ["2020-01-01t00:00:00.10z", "2020-01-01T00:00:00-00:00"],
        "days": {"first": "2020-01-01"},
    }
    assert Order.from_json(source, strict=False).to_json() == source


def test_encoding_shares_nothing_with_model_or_caller() -> None:
    data = json.loads(SOURCE)
    order = Order.from_json(data)
    data["unknown"]["z"].append("caller")
    data["extra"]["a"].append("caller")
    order.to_json()["unknown"]["z"].append("reader")
    order.to_json()["extra"]["a"].append("reader")
    assert order.to_json() == json.loads(SOURCE)


def test_plain_values_are_encoded() -> None:
    moment = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    value = {
        "tuple": (1, moment),
        "mapping": MappingProxyType({"day": dt.date(2020, 1, 2)}),
        "model": Line(sku="a"),
        "left out": OMIT,
    }
    assert encode(value) == {
        "tuple": [1, "2020-01-01T00:00:00Z"],
        "mapping": {"day": "2020-01-02"},
        "model": {"sku": "a"},
    }


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": [1, {2}]}, r"^\$\.a\[1\]: set has no JSON form"),
        (Order(number=1, note=None, extra=b"x"), r"^\$\.extra: bytes has no JSON form"),
        ({"a": {1: 2}}, r"^\$\.a: the key 1 is no str"),
        ([OMIT], r"^\$\[0\]: Omit has no JSON form"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(
    value: Any, message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        encode(value)


def test_data_that_holds_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(ValueError, match="holds itself"):
        encode(loop)


def test_unknown_keys_may_nest_deeper_than_the_stack() -> None:
    deep: list[Any] = []
    for _ in range(20_000):
        deep = [deep]
    encoded = Line.from_json({"sku": "a", "deep": deep}).to_json()["deep"]
    levels = 0
    while encoded:
        (encoded,), levels = encoded, levels + 1
    assert levels == 20_000

"""The tables of values, on a collection of a few lines."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from corpus.written import Json, Object
from values import counts, packages, words
from values.literals import Literal, items, literals, variables
from values.stand_ins import StandIns, stand_ins
from values.unasked import table, unasked

from postkiln.build.placement.tables.names import Says

ORIGIN = "https://shop.example"


def request(method: str, path: str, *headers: str, query: str = "") -> Object:
    """A request; headers are lines, and the query is text."""
    lines = [each.partition(": ") for each in headers]
    pairs = [each.partition("=") for each in query.split("&") if query]
    segments: list[Json] = list(path.split("/"))
    return {
        "method": method,
        "header": [{"key": key, "value": value} for key, _, value in lines],
        "url": {
            "raw": f"{ORIGIN}/{path}?{query}",
            "protocol": "https",
            "host": ["shop", "example"],
            "path": segments,
            "query": [{"key": key, "value": value} for key, _, value in pairs],
        },
    }


SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
ORDER: Object = {
    "name": "Order",
    "request": request("GET", "v2/orders/17", 'If-Match: "7"', "X-Mode: dark"),
}
CANCEL: Object = {
    "name": "Cancel",
    "request": request("POST", "orders/cancel", query="action=undo&q=tea"),
}
SHOP: Object = {
    "info": {"name": "Shop", "schema": SCHEMA},
    "item": [{"name": "Orders", "item": [ORDER, CANCEL]}],
    "variable": [{"key": "tenant", "value": "acme"}],
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(SHOP), "utf-8")
    return file


def test_the_literals_of_an_item() -> None:
    assert [name for name, _ in items(SHOP)] == ["Orders/Cancel", "Orders/Order"]
    found = set(literals(ORDER, {}))
    assert {Literal("path", "", "17"), Literal("header", "X-Mode", "dark")} <= found
    assert Literal("query", "action", "undo") in set(literals(CANCEL, {}))


def test_the_values_of_variables_are_literals_of_items_that_name_them() -> None:
    named: Object = {"request": request("GET", "{{tenant}}/a-{{tenant}}-b")}
    found = set(literals(named, variables(SHOP)))
    assert found == {
        Literal("variable", "tenant", "acme"),
        Literal("path", "", "a-"),
        Literal("path", "", "-b"),
    }


def test_calls_send_words_and_no_samples(shop: Path) -> None:
    found = unasked(shop)
    assert (found.methods, found.errors) == (2, Counter())
    assert set(found.found) == {
        ("path", "", "v2"),
        ("path", "v2", "orders"),
        ("path", "", "orders"),
        ("path", "orders", "cancel"),
        ("header", "x-mode", "dark"),
        ("query", "action", "undo"),
    }
    *_, total = table([found])
    assert total.startswith("2 methods, 0 not sent; literals sent: 1 in a query")


def test_the_counts_of_a_client(shop: Path, tmp_path: Path) -> None:
    packages.write(shop, tmp_path / "stage")
    ((name, found),) = counts.all_counts(tmp_path / "stage").items()
    assert name == "shop/shop"
    assert (found.options, found.asked, found.methods) == (1, 0, 2)
    # order_id; if_match, x_mode, action and q
    assert (found.required, found.optional, found.fixed) == (1, 4, 0)
    assert (found.headers, found.ids) == (0, 0)
    assert counts.from_json(counts.to_json({name: found})) == {name: found}


def test_the_table_shows_both_figures_and_what_grew() -> None:
    before = {"a/a": counts.Counts(lines=100), "b/b": counts.Counts(lines=10)}
    after = {"a/a": counts.Counts(lines=110), "b/b": counts.Counts(lines=20)}
    lines = list(counts.table(before, after))
    assert lines[-2:] == ["      10      20   2.00  b", "     100     110   1.10  a"]
    assert [" ".join(each.split()) for each in lines if "lines " in each] == [
        "lines 110 130",
        "lines that grew most: before, after, ratio",
    ]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/orders/17", ["17"]),
        ("/v2/17", []),
        ("/v2/orders/2.0", []),
        ("/orders(17)", ["orders(17)"]),
        ("/orders(Id='a-b')", []),
        ("/orders/{{id}}/lines", []),
    ],
)
def test_ids_in_the_constant_text_of_a_path(path: str, found: list[str]) -> None:
    assert list(counts.ids(path)) == found


def test_names_that_nearly_say_something() -> None:
    assert words.near(Says.PAGING, "fromDate")
    assert words.near(Says.ONE_CALL, "X-Baggage-Claim")
    assert not words.near(Says.PAGING, "limit")  # it says so
    assert not words.near(Says.PAGING, "colour")


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        ("str | Omit", "w"),
        ("int | str", "w"),
        ("int | None | Omit", 9),
        ("bool | Omit", True),
        ("Sequence[int] | Omit", [9]),
        ("models.A | Mapping[str, Any] | None | Omit", {"w": "w"}),
        ('Literal["a"] | str', "w"),
        ("FileInput", b"w"),
    ],
)
def test_a_stand_in_is_of_the_type(annotation: str, value: object) -> None:
    assert StandIns("w", 9).of(annotation) == value


def test_stand_ins_are_not_in_the_text() -> None:
    found = stand_ins("standin1x 70001 70002")
    assert (found.word, found.number) == ("standin2x", 70_003)

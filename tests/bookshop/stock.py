"""Warehouses: levels, classification, and counts that arrive as XML."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from .exchange import Answer, Call, RefusedError, json_answer


def list_levels(call: Call) -> Answer:
    levels = [_level(row) for row in _rows(call, call.query("below", 1_000_000))]
    answer = {
        "warehouse": call.params["warehouse"],
        "counted_at": "2024-05-16T22:00:00Z",
    }
    return json_answer(answer | {"levels": levels})


def get_level(call: Call) -> Answer:
    for row in _rows(call, 1_000_000):
        if row["book_id"] == call.param("book_id"):
            return json_answer(_level(row))
    raise RefusedError(
        404, "NOT_STOCKED", f"Book {call.params['book_id']} is not stocked here."
    )


def classify(call: Call) -> Answer:
    _rows(call, 0)
    answer: dict[str, Any] = {
        "class": "A",
        "content-type": "books",
        "1st": "2019-04-01",
    }
    answer |= {
        "$ref": f"/warehouses/{call.params['warehouse']}",
        "Id": "WH-01",
        "id": 1,
    }
    return json_answer(answer | {"from": "Kiel", "self": True})


def report_counts(call: Call) -> Answer:
    call.expect("application/xml")
    _rows(call, 0)
    try:
        root = ElementTree.fromstring(call.body)
        counts = [
            (int(line.attrib["book"]), int(line.attrib["count"])) for line in root
        ]
    except (ElementTree.ParseError, KeyError, ValueError) as error:
        raise RefusedError(
            400, "BAD_XML", f"The counts cannot be read: {error}."
        ) from error
    for book, count in counts:
        query = "update stock set on_hand = ? where book_id = ? and warehouse = ?"
        call.store.change(query, count, book, call.params["warehouse"])
    call.store.note("stock.count", call.params["warehouse"], len(counts))
    return json_answer({"lines": len(counts), "books": [book for book, _ in counts]})


def _rows(call: Call, below: int) -> list[Any]:
    """The rows of the warehouse that the path names; 404 when there is none."""
    name = call.params["warehouse"]
    if not call.store.one("select 1 from stock where warehouse = ?", name):
        raise RefusedError(404, "NO_SUCH_WAREHOUSE", f"There is no warehouse {name!r}.")
    query = "select s.*, weight_g from stock s join books on id = book_id"
    query += " where warehouse = ? and on_hand < ? order by book_id"
    return call.store.all(query, name, below)


def _level(row: Any) -> dict[str, Any]:
    """A level in JSON; the date of restocking is left out when none is planned."""
    level = {name: row[name] for name in ("book_id", "on_hand", "reserved", "shelf")}
    level["weight_kg"] = round(row["on_hand"] * (row["weight_g"] or 0) / 1000, 3)
    return level | ({"restock_on": row["restock_on"]} if row["restock_on"] else {})

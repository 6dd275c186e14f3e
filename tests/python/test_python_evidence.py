"""What the examples show of classes: counts, where a field is not, values that recur."""

from __future__ import annotations

import json
from typing import Any

import pytest

import postkiln
from postkiln import Inspection


def seen(*bodies: Any, **more: Any) -> Inspection:
    """What is told of a request with these answers."""
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    responses = [
        {"name": f"answer {number}", "code": 200, "body": json.dumps(body)}
        for number, body in enumerate(bodies, 1)
    ]
    item = {"name": "Get book", "request": {"url": "https://shop.example/book", **more}}
    document = {
        "info": {"name": "Shop", "schema": schema},
        "item": [{**item, "response": responses}],
    }
    return postkiln.inspect(json.dumps(document).encode(), place="shop.json")


def fields(found: Inspection, cls: str) -> dict[str, dict[str, Any]]:
    (one,) = (each for each in found.json["types"] if each["name"] == cls)
    return {each["name"]: each for each in one["fields"]}


def test_how_often_a_field_was_seen_and_where_it_is_not() -> None:
    found = seen({"id": 1, "note": None}, {"id": 2}, {"id": 3, "note": "a"})
    assert found.types == (
        "Book: 3 objects",
        "    in Get book (200): $",
        "  id: int    3 of 3",
        "  note: str | None    2 of 3; 1 null; not in 'Get book: answer 2'",
    )


def test_objects_in_lists_and_mappings_count_each() -> None:
    found = seen(
        {"shelf": [{"id": 1}, {"id": 2}], "days": {"2024-01-01": {"open": True}}}
    )
    assert fields(found, "Shelf")["id"]["seen"] == 2
    assert fields(found, "Day")["open"]["seen"] == 1
    assert fields(found, "Book")["days"]["keyed_by"] == "dates"


def test_the_body_of_a_request_counts_too() -> None:
    body = {"mode": "raw", "raw": '{"id": {{id}}, "tags": [] // none\n}'}
    options = {"raw": {"language": "json"}}
    found = seen(method="POST", body={**body, "options": options})
    assert [each["seen"] for each in fields(found, "GetBookInput").values()] == [1, 1]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["NEW", "USED", "NEW", "USED"], ("NEW", "USED")),
        (["b", "a", None, "a", "b"], ("a", "b")),
        (["NEW", "USED"], ()),  # nothing recurs
        (["NEW", "NEW"], ()),  # nothing differs
        (["two words", "a"] * 2, ()),
        ([*map("v{}".format, range(9))] * 2, ()),
        (["x" * 40, "y"] * 2, ()),
        ([1, 2, 1, 2], ()),
    ],
)
def test_values_that_recur(values: list[Any], told: tuple[str, ...]) -> None:
    found = seen([{"state": value} for value in values])
    assert fields(found, "Book")["state"]["values"] == told


def test_secrets_are_no_values() -> None:
    found = seen([{"access_token": value} for value in ("abc", "def") * 2])
    assert fields(found, "Book")["access_token"]["values"] == ()


def test_a_schema_that_contains_itself_is_a_class_that_holds_its_own_kind() -> None:
    node = {"$ref": "#/definitions/Node"}
    properties = {"children": {"type": "array", "items": node}, "next": node}
    definition = {"type": "object", "properties": properties}
    schema = json.dumps({**node, "definitions": {"Node": definition}})
    item = {
        "name": "Get node",
        "request": {"url": "https://shop.example/nodes/1"},
        "event": [
            {"listen": "test", "script": {"exec": [f"body.jsonSchema({schema})"]}}
        ],
    }
    document = json.dumps({"info": {"name": "Shop"}, "item": [item]})
    found = postkiln.inspect(document.encode(), place="shop.json")
    node_fields = fields(found, "Node")
    assert node_fields["children"]["annotation"] == "list[Node] | None"
    assert node_fields["next"]["annotation"] == "Node | None"

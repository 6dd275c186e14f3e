"""The bookshop's collection and the bookshop agree: what one shows, the other does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

import httpx2
import pytest
from bookshop import access, sender
from bookshop.server import bookshop

DOCUMENT = sender.read("bookshop")
ITEMS = [item for item in sender.items(DOCUMENT) if sender.usable(item)]


def send(item: sender.Item) -> httpx2.Response:
    """Send the item as it stands to a shop of its own."""
    with bookshop() as base_url, httpx2.Client() as client:
        values = sender.values_of(
            DOCUMENT,
            base_url=base_url,
            shop_token=access.SHOP_TOKEN,
            api_key=access.STOCK_KEY,
            admin_password=access.ADMIN_PASSWORD,
            audit_token=access.AUDIT_TOKEN,
            order_id="1001",
            request_id="b9a7f2f4-7b43-4b4e-8f7c-0c8a2f1d5e66",
        )
        return client.send(sender.prepare(item.data["request"], item.auth, values))


def leaves(value: object) -> Iterator[tuple[str, str]]:
    """Each path into a JSON value (list places as `[]`) with the kind of what is there."""
    stack: list[tuple[str, object]] = [("$", value)]
    while stack:
        path, node = stack.pop()
        match node:
            case dict():
                yield path, "object"
                fields = cast("dict[str, object]", node)
                stack.extend((f"{path}.{key}", below) for key, below in fields.items())
            case list():
                yield path, "list"
                elements = cast("list[object]", node)
                stack.extend((f"{path}[]", below) for below in elements)
            case bool() | str() | None:
                yield path, type(node).__name__
            case _:
                yield path, "number"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: ascii(item.key))
def test_every_item_is_answered_as_its_examples_show(item: sender.Item) -> None:
    answer = send(item)
    shown = [e for e in item.data["response"] if e["code"] == answer.status_code]
    assert answer.is_success, answer.text
    assert shown, f"no example of {answer.status_code}"
    media_types = {header["value"] for example in shown for header in example["header"]}
    assert (
        {answer.headers["Content-Type"]} == media_types
        if answer.content
        else not media_types
    )
    if "json" in answer.headers.get("Content-Type", ""):
        kinds = {
            leaf for example in shown for leaf in leaves(json.loads(example["body"]))
        }
        assert set(leaves(answer.json())) <= kinds


def test_the_collection_shows_every_kind_of_body_auth_and_status() -> None:
    requests = [item.data["request"] for item in ITEMS]
    modes = {request["body"]["mode"] for request in requests if "body" in request}
    codes = {example["code"] for item in ITEMS for example in item.data["response"]}
    assert modes == {"raw", "urlencoded", "formdata", "file", "graphql"}
    assert {item.auth["type"] for item in ITEMS} == {
        "noauth",
        "bearer",
        "apikey",
        "basic",
        "oauth2",
    }
    assert codes == {200, 201, 202, 204, 400, 401, 403, 404, 409, 422, 500}


def test_two_items_cannot_be_sent_and_both_are_drafts() -> None:
    useless = [item for item in sender.items(DOCUMENT) if not sender.usable(item)]
    assert [item.path[0] for item in useless] == ["Drafts", "Drafts"]


@pytest.mark.parametrize("name", ["bookshop", "zoho_crm"])
def test_the_samples_hold_no_secret(name: str) -> None:
    document = sender.read(name)
    values = {entry["key"]: entry.get("value", "") for entry in document["variable"]}
    secrets = {"shop_token", "api_key", "admin_password", "audit_token", "access-token"}
    assert {key: values[key] for key in secrets & values.keys()} == dict.fromkeys(
        secrets & values.keys(), ""
    )


def test_the_bare_item_is_the_one_of_the_zoho_collection() -> None:
    bare = json.loads(
        (sender.COLLECTIONS / "job_details.item.json").read_text(encoding="utf-8")
    )
    assert sender.read("zoho_crm")["item"] == [bare]

"""The comparison can fail: a difference in each field is found, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from wire.compare import differences, drawn_alike
from wire.pinned import pinned

NEWMAN: Mapping[str, Any] = {
    "method": "GET",
    "scheme": "https",
    "host": "h",
    "target": "/a?b",
    "headers": [
        ["X-A", "1"],
        ["x-b", "2"],
        ["User-Agent", "PostmanRuntime/7"],
        ["Accept", "*/*"],
        ["Postman-Token", "t"],
    ],
    "body": "",
}
OURS: Mapping[str, Any] = {
    **NEWMAN,
    "headers": [
        ["Host", "h"],
        ["X-A", "1"],
        ["x-b", "2"],
        ["Accept", "*/*"],
        ["User-Agent", "shop-python"],
    ],
}


def plain(line: Mapping[str, Any]) -> Mapping[str, Any]:
    own = [each for each in line["headers"] if each[0].lower().startswith("x-")]
    return {**line, "headers": sorted((name.lower(), value) for name, value in own)}


def found(**changed: Any) -> list[str]:
    return [each.field for each in differences(NEWMAN, {**OURS, **changed}, plain)]


def headers(*replaced: tuple[str, str | None]) -> list[list[str]]:
    changes = dict(replaced)
    rows = ((name, changes.get(name, value)) for name, value in OURS["headers"])
    return [[name, value] for name, value in rows if value is not None]


def test_what_is_equal_has_no_difference() -> None:
    assert found() == []


@pytest.mark.parametrize("field", ["method", "scheme", "host", "target", "body"])
def test_a_field_that_differs_is_found(field: str) -> None:
    assert found(**{field: "other"}) == [field]


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        (headers(("X-A", "2")), "headers"),
        (headers(("X-A", None)), "headers"),
        ([["x-b", "2"], ["X-A", "1"], *OURS["headers"][3:]], "order"),
        ([["x-a", "1"], ["x-b", "2"], *OURS["headers"][3:]], "order"),
        (headers(("Accept", None)), "defaults"),
        (headers(("Accept", "text/html")), "defaults"),
        (headers(("User-Agent", None)), "defaults"),
        (headers(("User-Agent", "PostmanRuntime/8")), "defaults"),
        ([*OURS["headers"], ["Postman-Token", "another"]], "defaults"),
        ([*OURS["headers"], ["Accept", "*/*"]], "defaults"),
        ([*OURS["headers"], ["User-Agent", "shop-python"]], "defaults"),
    ],
)
def test_headers_that_differ_are_found(rows: list[list[str]], field: str) -> None:
    assert found(headers=rows) == [field]


@pytest.mark.parametrize(
    ("newman", "ours", "fits"),
    [
        ("Shop/1", "Shop/1", True),
        ("Shop/1", "shop-python", False),
        ("PostmanRuntime/6", "PostmanRuntime/6", True),
        ("PostmanRuntime/7", "PostmanRuntime/6", False),
    ],
)
def test_the_agent_of_a_collection_is_kept(newman: str, ours: str, fits: bool) -> None:
    one, two = ({**OURS, "headers": headers(("User-Agent", u))} for u in (newman, ours))
    assert (not differences(one, two, plain)) is fits


@pytest.mark.parametrize(
    ("newman", "ours", "again", "alike"),
    [
        ("/a/", "/a/Ann", "/a/Bob", False),
        ("/a/Eve", "/a/Ann", "/a/Bob", True),
        ("/a/12", "/a/7", "/a/9", True),
        ("/a/12", "/a/7", "/a/7", False),
        ("/a/12", "/b/7", "/b/9", False),
        ("/a/x", "/a/7", "/a/9", False),
        ("/a/12/b", "/a/7", "/a/9", False),
        (
            "/85fbe1a4-9c3b-4f5d-8a7e-0d1c2b3a4f5e",
            "/95fbe1a4-9c3b-4f5d-8a7e-0d1c2b3a4f5e",
            "/a5fbe1a4-9c3b-4f5d-8a7e-0d1c2b3a4f5e",
            True,
        ),
    ],
)
def test_what_is_drawn_is_alike_in_form_and_the_rest_is_equal(
    newman: str, ours: str, again: str, alike: bool
) -> None:
    assert drawn_alike(newman, ours, again) is alike


def test_what_newman_drew_goes_into_the_auth_of_its_item() -> None:
    auth = {"type": "hawk", "hawk": [{"key": "authId", "value": "i"}]}
    request: dict[str, Any] = {}
    items: list[dict[str, Any]] = [{"name": "a", "request": request}, {"name": "a"}]
    document: dict[str, Any] = {"auth": auth, "item": items}
    value = 'Hawk id="i", ts="17", nonce="xyz", mac="m"'
    line = {"headers": [["Authorization", value]], "target": "/", "body_b64": ""}
    whole = pinned(document, {"a": line})
    rows = whole["item"][0]["request"]["auth"]["hawk"]
    assert {row["key"]: row["value"] for row in rows} == {
        "authId": "i",
        "nonce": "xyz",
        "timestamp": "17",
    }
    assert whole["auth"] == auth
    assert request == {}

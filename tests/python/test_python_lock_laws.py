"""With a lock, whatever comes, goes or moves changes nothing of the other requests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import examples

from postkiln.lockfile import render_lock
from postkiln.model.api import endpoints
from postkiln.pipeline import plan
from postkiln.results import Document, Settings

Item = dict[str, Any]

VALUES = (
    "",
    "a",
    "b",
    "7",
    "<string>",
    "{{x}}",
    "{{tenant}}",
    "{{$guid}}",
    "2024-01-02",
)
KEYS = (
    "type",
    "action",
    "api-version",
    "status",
    "page",
    "tenant",
    "order_id",
    "token",
)
HEADERS = ("If-Match", "Prefer", "X-Mode", "X-Tenant", "Idempotency-Key", "Accept")
PATHS = (
    "/orders",
    "/orders/:id",
    "/{{tenant}}/orders",
    "/{{stage}}/a",
    "/v2/orders/81",
)
ORIGINS = ("https://one.example", "{{base}}", "https://other.example")

pairs = st.lists(
    st.fixed_dictionaries(
        {
            "key": st.sampled_from(KEYS),
            "value": st.sampled_from(VALUES),
            "disabled": st.booleans(),
        }
    ),
    max_size=3,
)
headers = st.lists(
    st.fixed_dictionaries(
        {"key": st.sampled_from(HEADERS), "value": st.sampled_from(VALUES)}
    ),
    max_size=2,
)
bodies = st.none() | st.dictionaries(
    st.sampled_from(("type", "method", "action", "name", "jsonrpc")),
    st.sampled_from(("a", "b", "7", 7)),
    max_size=3,
)


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    """Requests that are told apart by their names."""
    count = draw(st.integers(2, 7))
    return [draw(item(f"Call {letter}")) for letter in "ABCDEFG"[:count]]


@st.composite
def item(draw: st.DrawFn, name: str) -> Item:
    origin, path = draw(st.sampled_from(ORIGINS)), draw(st.sampled_from(PATHS))
    query = draw(pairs)
    text = "&".join(f"{each['key']}={each['value']}" for each in query)
    url = {
        "raw": f"{origin}{path}?{text}",
        "host": [origin],
        "path": path.split("/")[1:],
        "query": query,
    }
    request: Item = {"method": "GET", "url": url, "header": draw(headers)}
    body = draw(bodies)
    if body is not None:
        request["method"] = "POST"
        request["body"] = {"mode": "raw", "raw": json.dumps(body)}
    return {"name": name, "request": request}


@dataclass(frozen=True, slots=True)
class Run:
    """What each request became, by its name, and the lock."""

    roles: Mapping[str, Mapping[str, str]]
    signatures: Mapping[str, object]
    options: Mapping[str, str]
    lock: bytes


def run(found: Sequence[Item], lock: bytes | None = None) -> Run:
    def finder(package: str) -> Document | None:
        return None if lock is None else (f"{package}.lock", lock)

    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    document = {
        "info": {"name": "Shop", "schema": schema},
        "item": list(found),
        "variable": [{"key": "tenant", "value": "acme"}, {"key": "base", "value": ""}],
    }
    compiled = plan(json.dumps(document).encode(), "c.json", Settings(find_lock=finder))
    calls = {call.index: call for call in compiled.view.calls}
    roles: dict[str, Mapping[str, str]] = {}
    signatures: dict[str, object] = {}
    for endpoint in endpoints(compiled.api.root):
        call = calls[endpoint.index]
        roles[endpoint.name] = {each.name: each.becomes for each in endpoint.values}
        required = tuple(each.required for each in endpoint.parameters)
        signatures[endpoint.name] = (call.attributes, call.arguments, required)
    options = {variable: name for name, variable in compiled.view.options}
    return Run(roles, signatures, options, render_lock(compiled.view.lock).encode())


@settings(max_examples=examples(150), deadline=None)
@given(before=items(), after=items(), data=st.data())
def test_others_stay_as_they_are(
    before: list[Item], after: list[Item], data: st.DataObject
) -> None:
    first = run(before)
    kept = data.draw(st.lists(st.sampled_from(before), min_size=1, unique_by=id))
    new = [{**each, "name": f"New {each['name']}"} for each in after]
    mixed = data.draw(st.permutations([*kept, *new]))
    second = run(mixed, first.lock)
    for each in kept:
        name = each["name"]
        assert second.roles[name] == first.roles[name]
        assert second.signatures[name] == first.signatures[name]
    for variable, option in second.options.items():
        assert first.options.get(variable, option) == option


@settings(max_examples=examples(50), deadline=None)
@given(found=items())
def test_a_second_run_decides_as_the_first(found: list[Item]) -> None:
    first = run(found)
    second = run(found, first.lock)
    assert second.roles == first.roles
    assert second.lock == first.lock

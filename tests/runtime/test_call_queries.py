"""Query items that a call gives, over a real socket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from runtime.twins import Told, told_server, twin

from postkiln.runtime import OMIT, ClientSpec, Operation, Option, Query
from postkiln.runtime.errors import RequestError

SPEC = ClientSpec(name="Shop", origin="{{base}}", options=(Option("base_url", "base"),))
PLACES = (Query("a"), Query("flag", is_bare=True), Query("a"), Query("on", None))


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def told() -> Iterator[Told]:
    with told_server() as made:
        yield made


def called(kind: str, told: Told, query: Mapping[str, object], **more: object) -> str:
    """The target of a call."""
    url = "{{base}}/{{:id}}"
    shown = Operation[Any](name="Call", method="GET", url=url, query=PLACES)
    with twin(kind, SPEC, {"base_url": told.base}) as client:
        client.call(shown, {":id": 1, **more}, query)
    return told.asked[-1].target


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ({}, "/1?on"),
        ({"flag": ""}, "/1?flag&on"),
        ({"flag": "x"}, "/1?flag=x&on"),
        ({"a": ""}, "/1?a=&on"),
        ({"a": ("x", 2, True), "flag": OMIT}, "/1?a=x&a=2&a=true&on"),
        ({"new": ""}, "/1?on&new="),
    ],
)
def test_an_empty_text_is_the_key_alone_where_the_collection_has_it_so(
    kind: str, told: Told, query: Mapping[str, object], target: str
) -> None:
    assert called(kind, told, query) == target


@pytest.mark.parametrize("value", [None, ["x", None]])
@pytest.mark.parametrize("key", ["a", "flag", "new"])
def test_none_is_refused_with_a_word_on_omit(
    kind: str, told: Told, key: str, value: object
) -> None:
    with pytest.raises(RequestError) as caught:
        called(kind, told, {key: value})
    assert str(caught.value) == f"{key}: give OMIT to leave it out, not None"
    assert told.asked == []


def test_none_in_a_path_is_refused(kind: str, told: Told) -> None:
    with pytest.raises(RequestError, match="id: give OMIT to leave it out, not None"):
        called(kind, told, {}, **{":id": None})


def test_none_in_a_request_of_its_own_is_refused(kind: str, told: Told) -> None:
    with (
        twin(kind, SPEC, {"base_url": told.base}) as client,
        pytest.raises(RequestError, match="a: give OMIT"),
    ):
        client.request("GET", "/x?flag", query={"a": None})
    assert told.asked == []

"""How a request is sent: Postman's settings, and the hook, over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from runtime.twins import Asked, Said, Told, told_server, twin

from postkiln.runtime import Behavior, ClientSpec, Operation, Option, Query, TextBody
from postkiln.runtime.errors import (
    ConfigurationError,
    StatusError,
    TooManyRedirectsError,
)

SPEC = ClientSpec(name="Shop", options=(Option("base_url", "base", "SHOP_BASE_URL"),))


def operation(path: str = "/a", method: str = "GET", **behavior: Any) -> Operation[Any]:
    return Operation(
        name="Call",
        method=method,
        url="{{base}}" + path,
        body=TextBody() if method != "GET" else None,
        behavior=Behavior(**behavior),
    )


@pytest.fixture
def told() -> Iterator[Told]:
    with told_server() as server:
        yield server


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def redirecting(status: int, to: str = "/b") -> Any:
    def says(asked: Asked) -> Said:
        is_first = asked.target == "/a"
        return Said(status, (("Location", to),)) if is_first else Said()

    return says


def test_a_redirect_may_be_the_answer(kind: str, told: Told) -> None:
    told.says = redirecting(302)
    with (
        twin(kind, SPEC, {"base_url": told.base}) as client,
        pytest.raises(StatusError) as caught,
    ):
        client.call(operation(follows_redirects=False))
    assert caught.value.headers["location"] == "/b"
    assert len(told.asked) == 1


def test_redirects_are_followed_as_often_as_is_said(kind: str, told: Told) -> None:
    told.says = redirecting(302, to="/a")
    with (
        twin(kind, SPEC, {"base_url": told.base}) as client,
        pytest.raises(TooManyRedirectsError, match="more than 3 redirects"),
    ):
        client.call(operation(max_redirects=3))
    assert len(told.asked) == 4


@pytest.mark.parametrize(
    ("status", "keeps", "method", "body"),
    [
        (300, False, "GET", ""),
        (302, False, "GET", ""),
        (302, True, "PUT", "x"),
        (307, False, "PUT", "x"),
    ],
)
def test_the_method_after_a_redirect(
    status: int, keeps: bool, method: str, body: str, told: Told
) -> None:
    told.says = redirecting(status)
    with twin("sync", SPEC, {"base_url": told.base}) as client:
        client.call(operation(method="PUT", keeps_method=keeps), {}, {}, "x")
    assert (told.asked[1].method, told.asked[1].body) == (method, body)
    assert told.asked[1].headers["referer"] == f"{told.base}/a"


def test_the_referer_may_be_left_out(told: Told) -> None:
    told.says = redirecting(302)
    with twin("sync", SPEC, {"base_url": told.base}) as client:
        client.call(operation(sends_referer=False))
    assert "referer" not in told.asked[1].headers


@pytest.mark.parametrize("keeps", [False, True])
def test_authorization_on_the_way_to_another_host(keeps: bool, told: Told) -> None:
    port = told.base.rpartition(":")[2]
    told.says = redirecting(302, to=f"http://localhost:{port}/b")
    shown = replace(
        operation(keeps_authorization=keeps),
        headers=(("Authorization", "mine"), ("Cookie", "a=b")),
    )
    with twin("sync", SPEC, {"base_url": told.base}) as client:
        client.call(shown)
    assert told.asked[1].headers.get("authorization") == ("mine" if keeps else None)
    assert "cookie" not in told.asked[1].headers


def test_cookies_are_kept_unless_they_are_disabled(kind: str, told: Told) -> None:
    told.says = lambda asked: Said(
        headers=(("Set-Cookie", f"at={asked.target.strip('/')}; Path=/"),)
    )
    with twin(kind, SPEC, {"base_url": told.base}) as client:
        for each in (
            operation("/one"),
            operation("/two", uses_cookies=False),
            operation("/three"),
        ):
            client.call(each)
    cookies = [each.headers.get("cookie") for each in told.asked]
    assert cookies == [None, None, "at=one"]


def test_default_headers_may_be_left_out(kind: str, told: Told) -> None:
    names = ("user-agent", "accept", "accept-encoding", "connection", "content-type")
    with twin(kind, SPEC, {"base_url": told.base}) as client:
        client.call(operation(method="POST", without=names), {}, {}, "x")
    assert set(told.asked[0].headers) == {"host", "content-length"}


def test_a_url_that_is_not_encoded_is_sent_as_it_is_written(told: Told) -> None:
    raw = replace(
        operation("/a<b>|{c}", encodes_url=False), query=(Query("q", '<"é x">'),)
    )
    with twin("sync", SPEC, {"base_url": told.base}) as client:
        client.call(raw)
    # A blank ends the target of a request line, and nothing but ASCII can stand in it.
    assert told.asked[0].target == '/a<b>|{c}?q=<"%C3%A9%20x">'


def test_a_hook_sees_the_request_and_may_change_it(kind: str, told: Told) -> None:
    seen: list[str] = []

    def sign(request: httpx2.Request) -> None:
        seen.append(f"{request.method} {request.url.path} {request.content!r}")
        request.headers["X-Signature"] = "s"

    with twin(kind, SPEC, {"base_url": told.base}, before_send=sign) as client:
        client.call(operation(method="POST"), {}, {}, "body")
    assert seen == ["POST /a b'body'"]
    assert told.asked[0].headers["x-signature"] == "s"


def test_a_hook_may_send_the_request_elsewhere(kind: str, told: Told) -> None:
    def lead(request: httpx2.Request) -> None:
        request.url = httpx2.URL(f"{told.base}/elsewhere?x=1")

    other = {"base_url": "http://127.0.0.1:9"}
    with twin(kind, SPEC, other, before_send=lead) as client:
        client.call(operation("/a/./b"))  # a target that httpx2 would write otherwise
    assert told.asked[0].target == "/elsewhere?x=1"
    assert told.asked[0].headers["host"] == told.base.removeprefix("http://")


def test_a_hook_may_return_another_request(kind: str, told: Told) -> None:
    def other(request: httpx2.Request) -> httpx2.Request:
        return httpx2.Request("PUT", f"{told.base}/put", content=b"new")

    with twin(kind, SPEC, {"base_url": told.base}, before_send=other) as client:
        client.call(operation())
    assert (told.asked[0].method, told.asked[0].target) == ("PUT", "/put")
    assert told.asked[0].body == "new"


def test_an_async_client_waits_for_its_hook(told: Told) -> None:
    async def sign(request: httpx2.Request) -> httpx2.Request:
        request.headers["X-Signature"] = "later"
        return request

    with twin("async", SPEC, {"base_url": told.base}, before_send=sign) as client:
        client.call(operation())
    assert told.asked[0].headers["x-signature"] == "later"


STAGED = replace(
    SPEC,
    options=(Option("base_url", "base", "SHOP_BASE_URL", default="http://own"),),
    environments={"Dev": {"base": "http://dev"}, "Live": {}},
    shadows={"$guid": "fixed"},
)


@pytest.mark.parametrize(
    ("environment", "base"),
    [("Dev", "http://dev"), ("Live", "http://own"), (None, "http://own")],
)
def test_a_named_environment_is_worth_more_than_the_default(
    environment: str | None, base: str
) -> None:
    with twin("sync", STAGED, {}, environment=environment) as client:
        values = client.client._values
    assert values.known == {"base": base, "$guid": "fixed"}


def test_what_the_process_says_is_worth_more_than_a_named_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHOP_BASE_URL", "http://process")
    with twin("sync", STAGED, {}, environment="Dev") as client:
        assert client.client._values.known["base"] == "http://process"
    with twin("sync", STAGED, {"base_url": "http://me"}, environment="Dev") as client:
        assert client.client._values.known["base"] == "http://me"


def test_an_environment_that_is_not_there_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="'Prod' is not one of 'Dev', 'Live'"):
        twin("sync", STAGED, {}, environment="Prod").__enter__()

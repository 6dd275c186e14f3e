"""Access tokens that a client fetches itself, over real sockets, sync and async."""

from __future__ import annotations

import asyncio
import json
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from runtime.twins import Asked, Said, Told, told_server, twin

from postkiln.runtime import ClientSpec, Operation, Option
from postkiln.runtime.auth.oauth2 import Grant, OAuth2
from postkiln.runtime.client import AsyncClient, SyncClient
from postkiln.runtime.errors import ConfigurationError, StatusError, UnauthorizedError

GRANT = Grant(
    kind="client_credentials",
    token_url="{{base}}/token",
    client_id="{{id}}",
    client_secret="{{secret}}",
    refresh_token="{{refresh}}",
    scope="read write",
)
AUTH = OAuth2("{{token}}", grant=GRANT)
SPEC = ClientSpec(
    name="Shop",
    options=(
        Option("base_url", "base", "SHOP_BASE_URL"),
        Option("access_token", "token", "SHOP_ACCESS_TOKEN", secret=True),
        Option("client_id", "id", "SHOP_CLIENT_ID", secret=True),
        Option("client_secret", "secret", "SHOP_CLIENT_SECRET", secret=True),
        Option("refresh_token", "refresh", "SHOP_REFRESH_TOKEN", secret=True),
    ),
)
THINGS = Operation[Any](name="Things", method="GET", url="{{base}}/things", auth=AUTH)
ME: Mapping[str, str] = {"client_id": "me", "client_secret": "hush hush"}


class Issuer:
    """A token endpoint and what it guards: only the last token it issued is good."""

    def __init__(self, lifetime: object = 3600) -> None:
        self.issued = 0
        self.lifetime = lifetime
        self.refresh: str | None = None
        self.good_refreshes = {"old refresh"}

    def __call__(self, asked: Asked) -> Said:
        if asked.target == "/token":
            return self._issue(parse_qs(asked.body))
        is_good = asked.headers.get("authorization") == f"Bearer token {self.issued}"
        return Said(200 if is_good else 401)

    def _issue(self, form: Mapping[str, list[str]]) -> Said:
        refresh = form.get("refresh_token", [""])[0]
        if refresh and refresh not in self.good_refreshes:
            return Said(400, body=b'{"error":"invalid_grant"}')
        self.issued += 1
        answer: dict[str, Any] = {"access_token": f"token {self.issued}"}
        if self.lifetime is not None:
            answer["expires_in"] = self.lifetime
        if self.refresh is not None:
            answer["refresh_token"] = self.refresh
        return Said(body=json.dumps(answer).encode())


@pytest.fixture
def told() -> Iterator[Told]:
    with told_server() as server:
        yield server


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def asked_for_tokens(told: Told) -> list[Asked]:
    return [each for each in told.asked if each.target == "/token"]


def test_a_token_is_fetched_once_and_kept(kind: str, told: Told) -> None:
    told.says = Issuer()
    with twin(kind, SPEC, {"base_url": told.base, **ME}) as client:
        client.call(THINGS)
        client.call(THINGS)
    (asked,) = asked_for_tokens(told)
    form = {"grant_type": ["client_credentials"], "scope": ["read write"]}
    assert (asked.method, parse_qs(asked.body)) == ("POST", form)
    expected = b64encode(b"me:hush hush").decode()
    assert asked.headers["authorization"] == f"Basic {expected}"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_token_that_is_given_is_used(kind: str, told: Told) -> None:
    with twin(kind, SPEC, {"base_url": told.base, "access_token": "mine"}) as client:
        client.call(THINGS)
    assert [each.headers["authorization"] for each in told.asked] == ["Bearer mine"]


def test_an_empty_token_that_is_given_sends_none(kind: str, told: Told) -> None:
    given = {"base_url": told.base, "access_token": "", **ME}
    with twin(kind, SPEC, given) as client:
        client.call(THINGS)
    assert [each.headers.get("authorization") for each in told.asked] == [None]


def test_the_client_may_say_who_it_is_in_the_form(kind: str, told: Told) -> None:
    told.says = Issuer()
    grant = replace(GRANT, sends_basic=False, audience="aud", resource="res")
    operation = replace(THINGS, auth=replace(AUTH, grant=grant))
    with twin(kind, SPEC, {"base_url": told.base, **ME}) as client:
        client.call(operation)
    (asked,) = asked_for_tokens(told)
    form = parse_qs(asked.body)
    assert (form["client_id"], form["client_secret"]) == (["me"], ["hush hush"])
    assert (form["audience"], form["resource"]) == (["aud"], ["res"])
    assert "authorization" not in asked.headers


def test_a_token_that_has_expired_is_fetched_anew(kind: str, told: Told) -> None:
    told.says = Issuer(lifetime=0)
    with twin(kind, SPEC, {"base_url": told.base, **ME}) as client:
        client.call(THINGS)
        client.call(THINGS)
    assert len(asked_for_tokens(told)) == 2


@pytest.mark.parametrize("lifetime", [None, "3600", "soon"])
def test_without_a_lifetime_a_token_is_used_until_it_is_refused(
    lifetime: object, told: Told
) -> None:
    issuer = Issuer(lifetime)
    told.says = issuer
    with twin("sync", SPEC, {"base_url": told.base, **ME}) as client:
        client.call(THINGS)
        client.call(THINGS)
        assert len(asked_for_tokens(told)) == 1
        issuer.issued += 1  # the server forgets the token
        client.call(THINGS)
    assert len(asked_for_tokens(told)) == 2


def test_a_fresh_token_that_is_refused_is_an_error(kind: str, told: Told) -> None:
    told.says = lambda asked: (
        Said(body=b'{"access_token":"t"}') if asked.target == "/token" else Said(401)
    )
    with (
        twin(kind, SPEC, {"base_url": told.base, **ME}) as client,
        pytest.raises(UnauthorizedError),
    ):
        client.call(THINGS)
    assert [each.target for each in told.asked] == ["/token", "/things"] * 2


def test_a_refresh_token_is_used_first_and_then_the_new_one(
    kind: str, told: Told
) -> None:
    issuer = Issuer(lifetime=0)
    issuer.refresh = "new refresh"
    issuer.good_refreshes.add("new refresh")
    told.says = issuer
    given = {"base_url": told.base, "refresh_token": "old refresh", **ME}
    with twin(kind, SPEC, given) as client:
        client.call(THINGS)
        client.call(THINGS)
    forms = [parse_qs(each.body) for each in asked_for_tokens(told)]
    assert [form["grant_type"] for form in forms] == [["refresh_token"]] * 2
    assert [form["refresh_token"] for form in forms] == [
        ["old refresh"],
        ["new refresh"],
    ]


def test_a_refresh_token_that_is_refused_gives_way_to_the_grant(
    kind: str, told: Told
) -> None:
    told.says = Issuer()
    given = {"base_url": told.base, "refresh_token": "stale", **ME}
    with twin(kind, SPEC, given) as client:
        client.call(THINGS)
    kinds = [parse_qs(each.body)["grant_type"] for each in asked_for_tokens(told)]
    assert kinds == [["refresh_token"], ["client_credentials"]]


def test_a_password_is_a_grant_too(told: Told) -> None:
    told.says = Issuer()
    grant = replace(GRANT, kind="password", username="ann", password="{{secret}}")
    operation = replace(THINGS, auth=replace(AUTH, grant=grant))
    with twin("sync", SPEC, {"base_url": told.base, **ME}) as client:
        client.call(operation)
    form = parse_qs(asked_for_tokens(told)[0].body)
    assert (form["username"], form["password"]) == (["ann"], ["hush hush"])


def test_what_to_give_is_said_where_nothing_is_given(kind: str, told: Told) -> None:
    with (
        twin(kind, SPEC, {"base_url": told.base}) as client,
        pytest.raises(ConfigurationError) as caught,
    ):
        client.call(THINGS)
    words = ("access_token=", "client_id=", "client_secret=", "refresh_token=")
    assert all(word in str(caught.value) for word in words)
    assert told.asked == []


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'"x"', b'{"token":"t"}'])
def test_an_answer_without_a_token_says_so(body: bytes, told: Told) -> None:
    told.says = lambda _: Said(body=body)
    with (
        twin("sync", SPEC, {"base_url": told.base, **ME}) as client,
        pytest.raises(ConfigurationError, match="without an access_token"),
    ):
        client.call(THINGS)


def test_a_refusal_of_the_endpoint_shows_no_secret(told: Told) -> None:
    told.says = lambda _: Said(403, body=b"no")
    with (
        twin("sync", SPEC, {"base_url": told.base, **ME}) as client,
        pytest.raises(StatusError) as caught,
    ):
        client.call(THINGS)
    assert (caught.value.status, caught.value.text) == (403, "no")
    assert "hush" not in f"{caught.value}{caught.value!r}{client.client!r}"


def test_threads_wait_for_the_one_that_fetches(told: Told) -> None:
    told.says = Issuer()
    with SyncClient(SPEC, {"base_url": told.base, **ME}) as client:
        threads = [
            threading.Thread(target=client.call, args=(THINGS,)) for _ in range(20)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert len(asked_for_tokens(told)) == 1
    assert len(told.asked) == 21


def test_tasks_wait_for_the_one_that_fetches(told: Told) -> None:
    told.says = Issuer()

    async def main() -> None:
        async with AsyncClient(SPEC, {"base_url": told.base, **ME}) as client:
            await asyncio.gather(*(client.call(THINGS) for _ in range(20)))

    asyncio.run(main())
    assert len(asked_for_tokens(told)) == 1
    assert len(told.asked) == 21


def test_copies_of_a_client_share_its_tokens(told: Told) -> None:
    told.says = Issuer()
    with SyncClient(SPEC, {"base_url": told.base, **ME}) as client:
        client.call(THINGS)
        client.with_options(timeout=5).call(THINGS)
    assert len(asked_for_tokens(told)) == 1

"""Headers that a call gives, and those that callers add to a client or take out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from runtime.twins import Asked, Said, Told, Twin, told_server, twin

from postkiln.runtime import (
    OMIT,
    Behavior,
    ClientSpec,
    FormBody,
    JsonBody,
    MultipartBody,
    Operation,
    Option,
)
from postkiln.runtime.auth.bearer import Bearer
from postkiln.runtime.auth.digest import Digest
from postkiln.runtime.auth.flow import Auth
from postkiln.runtime.auth.oauth2 import Grant, OAuth2
from postkiln.runtime.errors import ConfigurationError, RequestError, StatusError

SPEC = ClientSpec(
    name="Shop",
    origin="{{base}}",
    options=(
        Option("base_url", "base"),
        Option("token", "token", secret=True),
        Option("tenant", "tenant"),
    ),
    auth=Bearer("{{token}}"),
)


@dataclass(frozen=True, slots=True)
class Shop:
    """A server, and what makes clients of it."""

    told: Told
    kind: str

    @property
    def given(self) -> dict[str, Any]:
        return {"base_url": self.told.base, "token": "t0ken", "tenant": "acme"}

    def called(self, operation: Operation[Any], **more: Any) -> Asked:
        """The last request of a call."""
        with twin(self.kind, SPEC, self.given) as client:
            client.call(operation, **more)
        return self.told.asked[-1]

    def refused(self, operation: Operation[Any], **more: Any) -> str:
        """Why a call sends nothing."""
        with (
            twin(self.kind, SPEC, self.given) as client,
            pytest.raises(RequestError) as caught,
        ):
            client.call(operation, **more)
        assert self.told.asked == []
        return str(caught.value)


@pytest.fixture(params=["sync", "async"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    with told_server() as told:
        yield Shop(told, request.param)


@pytest.fixture
def client(shop: Shop) -> Iterator[Twin]:
    with twin(shop.kind, SPEC, shop.given) as made:
        yield made


def operation(*headers: tuple[str, Any], **more: Any) -> Operation[Any]:
    said: Any = {"name": "Call", "method": "GET", "url": "{{base}}/x", **more}
    return Operation[Any](headers=headers, **said)


def values(asked: Asked, name: str) -> list[str]:
    return [value for each, value in asked.lines if each == name]


ROWS = (("X-First", "1"), ("if-MATCH", OMIT), ("X-Last", "2"))


def test_a_given_header_stands_where_the_collection_has_it(shop: Shop) -> None:
    asked = shop.called(operation(*ROWS), headers={"If-Match": '"abc"'})
    own = [each for each in asked.lines if each[0] not in ("Host", "Accept")]
    assert own[:3] == [("X-First", "1"), ("if-MATCH", '"abc"'), ("X-Last", "2")]


def test_a_header_that_is_not_given_is_not_sent(shop: Shop) -> None:
    asked = shop.called(operation(*ROWS), headers={"if-MATCH": OMIT})
    assert "if-match" not in asked.headers
    assert asked.headers["x-first"] == "1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (True, "true"),
        (1.5, "1.5"),
        (datetime(2024, 1, 2, tzinfo=UTC), "2024-01-02T00:00:00Z"),
        ("{{token}} {{$guid}}", "{{token}} {{$guid}}"),
    ],
)
def test_a_given_header_is_data(shop: Shop, value: object, text: str) -> None:
    asked = shop.called(operation(("X-Ref", OMIT)), headers={"X-Ref": value})
    assert values(asked, "X-Ref") == [text]


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\x00", "\u2603"])
def test_a_header_that_http_forbids_is_refused(shop: Shop, value: str) -> None:
    refusal = shop.refused(operation(("X-Ref", OMIT)), headers={"X-Ref": value})
    assert refusal == "header 'X-Ref': its value contains invalid characters"


def test_none_for_a_header_is_refused_with_a_word_on_omit(shop: Shop) -> None:
    refusal = shop.refused(operation(("X-Ref", OMIT)), headers={"X-Ref": None})
    assert refusal == "X-Ref: give OMIT to leave it out, not None"


def test_left_out_the_value_of_the_collection_is_sent(shop: Shop) -> None:
    shown = operation(("X-Tenant", "{{tenant}}"), ("X-Key", "{{$guid}}"))
    left_out = {"X-Tenant": OMIT, "X-Key": OMIT}
    assert shop.called(shown, headers=left_out).headers["x-tenant"] == "acme"
    asked = shop.called(shown, headers={"X-Tenant": "other", "X-Key": "k"})
    assert (asked.headers["x-tenant"], asked.headers["x-key"]) == ("other", "k")


def test_a_given_header_takes_the_place_of_all_rows_with_a_value(shop: Shop) -> None:
    shown = operation(("X-Tag", "a"), ("X-Tag", "b"))
    assert values(shop.called(shown), "X-Tag") == ["a", "b"]
    asked = shop.called(shown, headers={"X-Tag": "c"})
    assert values(asked, "X-Tag") == ["c"]


def test_a_row_without_a_value_is_filled_beside_those_that_have_one(shop: Shop) -> None:
    shown = operation(("X-Tag", "a"), ("X-Tag", OMIT))
    asked = shop.called(shown, headers={"X-Tag": ["b", 3]})
    assert values(asked, "X-Tag") == ["a", "b", "3"]


def test_a_header_that_the_collection_lacks_is_sent_as_it_is(shop: Shop) -> None:
    assert values(shop.called(operation(), headers={"x-New": "1"}), "x-New") == ["1"]


def test_headers_merge_by_name_in_any_case(client: Twin, shop: Shop) -> None:
    client.with_options(headers={"X-A": "1", "X-B": "2"})
    client.with_options(headers={"x-a": "3"})
    client.request("GET", "/x", headers={"X-b": "4", "X-C": "5"})
    asked = shop.told.asked[-1]
    assert values(asked, "x-a") == ["3"]
    assert values(asked, "X-b") == ["4"]
    assert values(asked, "X-C") == ["5"]
    assert "X-A" not in dict(asked.lines)


COMPUTED = ("Accept", "User-Agent", "Accept-Encoding", "Authorization", "X-Tenant")


@pytest.mark.parametrize("name", COMPUTED)
def test_omit_takes_out_what_the_client_sends(
    client: Twin, shop: Shop, name: str
) -> None:
    shown = operation(("X-Tenant", "{{tenant}}"), auth=Bearer("{{token}}"))
    client.call(shown)
    assert name.lower() in shop.told.asked[-1].headers
    client.with_options(headers={name.upper(): OMIT})
    client.call(shown)
    assert name.lower() not in shop.told.asked[-1].headers
    client.call(shown, headers={"X-Tenant": "other"})
    assert name.lower() not in shop.told.asked[-1].headers


def test_omit_takes_out_for_one_request(client: Twin, shop: Shop) -> None:
    client.request("GET", "/x", headers={"authorization": OMIT, "accept": OMIT})
    client.request("GET", "/x")
    without, whole = shop.told.asked
    assert {"authorization", "accept"}.isdisjoint(without.headers)
    assert {"authorization", "accept"}.issubset(whole.headers)


def test_omit_takes_out_the_cookies_of_the_jar(client: Twin, shop: Shop) -> None:
    shop.told.says = lambda _: Said(headers=(("Set-Cookie", "sid=1; Path=/"),))
    client.request("GET", "/x")
    client.request("GET", "/x", headers={"Cookie": OMIT})
    client.request("GET", "/x")
    assert "cookie" not in shop.told.asked[1].headers
    assert shop.told.asked[2].headers["cookie"] == "sid=1"


def test_a_type_that_is_taken_out_is_not_sent(client: Twin, shop: Shop) -> None:
    client.with_options(headers={"Content-Type": OMIT})
    for body in (JsonBody(), FormBody()):
        client.call(operation(method="POST", body=body), body={"a": 1})
        assert "content-type" not in shop.told.asked[-1].headers


def test_a_challenge_does_not_bring_back_what_is_taken_out(shop: Shop) -> None:
    challenge = ("WWW-Authenticate", 'Digest realm="r", nonce="n"')
    shop.told.says = lambda _: Said(401, (challenge,))
    shown = operation(auth=Digest(username="me", password="{{token}}"))
    settings: Any = {"headers": {"Authorization": OMIT}}
    with (
        twin(shop.kind, SPEC, shop.given, **settings) as client,
        pytest.raises(StatusError),
    ):
        client.call(shown)
    assert len(shop.told.asked) == 2
    assert all("authorization" not in each.headers for each in shop.told.asked)


@pytest.mark.parametrize("name", ["Host", "content-length"])
def test_what_http_needs_cannot_be_taken_out(client: Twin, name: str) -> None:
    needed = "HTTP needs it"
    with pytest.raises(ConfigurationError, match=needed):
        client.with_options(headers={name: OMIT})
    with pytest.raises(RequestError, match=needed):
        client.request("GET", "/x", headers={name: OMIT})


def test_none_for_a_header_of_the_client_is_refused(client: Twin) -> None:
    none: Any = {"X-A": None}
    with pytest.raises(ConfigurationError, match=r"X-A.*give OMIT"):
        client.with_options(headers=none)
    with pytest.raises(RequestError, match=r"X-A.*give OMIT"):
        client.request("GET", "/x", headers=none)


def test_what_is_given_stays_at_its_origin(shop: Shop) -> None:
    with told_server() as other:
        location = ("Location", f"{other.base}/y")
        shop.told.says = lambda _: Said(302, (location,))
        keeping = Behavior(keeps_authorization=True)
        rows = (("X-Ref", OMIT), ("Authorization", OMIT), ("X-Open", "1"))
        given = {"X-Ref": "mine", "Authorization": "my own"}
        shop.called(operation(*rows, behavior=keeping), headers=given)
        [there] = other.asked
    assert there.headers["x-open"] == "1"
    assert {"x-ref", "authorization"}.isdisjoint(there.headers)


KEY = (("Idempotency-Key", "{{$guid}}"), ("X-Nonce", "{{$guid}}"))


def answers(*replies: Said) -> Callable[[Asked], Said]:
    """What a server says, one reply after the other."""
    left = iter(replies)
    return lambda _: next(left)


def keys(asked: list[Asked]) -> list[tuple[str, str]]:
    shown = (each.headers for each in asked if "idempotency-key" in each.headers)
    return [(each["idempotency-key"], each["x-nonce"]) for each in shown]


GRANT = Grant(kind="client_credentials", token_url="{{base}}/token", client_id="me")
AGAIN: Mapping[str, tuple[Auth | None, tuple[Said, ...]]] = {
    "token": (
        OAuth2("{{access}}", grant=GRANT),
        (
            *(Said(body=b'{"access_token":"one"}'), Said(401)),
            *(Said(body=b'{"access_token":"two"}'), Said()),
        ),
    ),
    "challenge": (
        Digest(username="me", password="{{token}}"),
        (Said(401, (("WWW-Authenticate", 'Digest realm="r", nonce="n"'),)), Said()),
    ),
    "redirect": (None, (Said(307, (("Location", "/y"),)), Said())),
}


@pytest.mark.parametrize("why", AGAIN)
def test_a_key_stays_the_same_when_a_call_is_sent_again(shop: Shop, why: str) -> None:
    auth, replies = AGAIN[why]
    shop.told.says = answers(*replies)
    access = Option("access_token", "access", secret=True)
    spec = ClientSpec(name="Shop", options=(*SPEC.options, access))
    with twin(shop.kind, spec, shop.given) as client:
        client.call(operation(*KEY, method="POST", auth=auth))
    first, second = keys(shop.told.asked)
    assert first == second
    assert first[0] != first[1]


def test_a_key_is_drawn_anew_for_each_call(client: Twin, shop: Shop) -> None:
    for _ in range(2):
        client.call(operation(*KEY, method="POST"))
    first, second = keys(shop.told.asked)
    assert {*first}.isdisjoint(second)


TYPE = ("Content-Type", "multipart/form-data")


def test_a_type_that_is_written_twice_is_sent_once(shop: Shop) -> None:
    shown = operation(TYPE, TYPE, method="POST", body=MultipartBody())
    asked = shop.called(shown, body={"note": "a"})
    [sent] = values(asked, "Content-Type")
    _, _, boundary = sent.partition("; boundary=")
    assert asked.body.startswith(f"--{boundary}\r\n")


def test_the_type_of_a_form_that_is_written_twice_is_sent_once(shop: Shop) -> None:
    shown = operation(TYPE, TYPE, method="POST", body=FormBody())
    asked = shop.called(shown, body={"note": "a"})
    assert values(asked, "Content-Type") == ["application/x-www-form-urlencoded"]


def test_two_types_of_another_body_are_both_sent(shop: Shop) -> None:
    rows = (("Content-Type", "a/b"), ("Content-Type", "c/d"))
    asked = shop.called(operation(*rows, method="POST", body=JsonBody()), body=[1])
    assert values(asked, "Content-Type") == ["a/b", "c/d"]


def test_a_type_without_a_boundary_that_a_caller_gives_has_one(
    client: Twin, shop: Shop
) -> None:
    client.with_options(headers=dict([TYPE]))
    client.call(operation(method="POST", body=MultipartBody()), body={"note": "a"})
    assert "boundary=" in shop.told.asked[-1].headers["content-type"]

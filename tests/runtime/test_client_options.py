"""Options without a value, and options that a caller leaves out: what holds them is not sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from runtime.twins import Asked, Told, told_server, twin

from postkiln.runtime import OMIT, ClientSpec, Operation, Option, Query, TextBody
from postkiln.runtime.auth.api_key import ApiKey
from postkiln.runtime.auth.basic import Basic
from postkiln.runtime.auth.bearer import Bearer
from postkiln.runtime.auth.digest import Digest
from postkiln.runtime.auth.flow import Auth
from postkiln.runtime.auth.hawk import Hawk
from postkiln.runtime.auth.oauth2 import Grant, OAuth2
from postkiln.runtime.errors import ConfigurationError

SPEC = ClientSpec(
    name="Shop",
    options=(
        Option("base_url", "base"),
        Option("region", "region", "SHOP_REGION", default="eu"),
        Option("trace", "trace", optional=True),
        Option("tenant", "tenant"),
        Option("key", "key", secret=True),
    ),
    shadows={"label": "{{trace}}"},
)


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def told() -> Iterator[Told]:
    with told_server() as made:
        yield made


def asked(kind: str, told: Told, operation: Operation[Any], **options: Any) -> Asked:
    """The last request of a call by a client with these options."""
    given = {"base_url": told.base, **options}
    with twin(kind, SPEC, given) as client:
        client.call(operation)
    return told.asked[-1]


def operation(**more: Any) -> Operation[Any]:
    said: Any = {"name": "Call", "method": "GET", "url": "{{base}}/x", **more}
    return Operation[Any](**said)


HOLDS_TRACE = operation(
    headers=(("X-Trace", "{{trace}}"), ("X-Label", "l {{label}}"), ("X-Open", "1")),
    query=(Query("t", "{{trace}}"), Query("{{trace}}", "1"), Query("{{trace}}", None), Query("a", "1")),
)  # fmt: skip


def test_what_holds_an_optional_option_without_a_value_is_left_out(
    kind: str, told: Told
) -> None:
    sent = asked(kind, told, HOLDS_TRACE)
    assert sent.target == "/x?a=1"
    assert {"x-trace", "x-label"}.isdisjoint(sent.headers)
    assert sent.headers["x-open"] == "1"


def test_with_a_value_it_is_sent(kind: str, told: Told) -> None:
    sent = asked(kind, told, HOLDS_TRACE, trace="7")
    assert sent.target == "/x?t=7&7=1&7&a=1"
    assert (sent.headers["x-trace"], sent.headers["x-label"]) == ("7", "l 7")


def test_a_required_option_is_missing_as_before(kind: str, told: Told) -> None:
    with pytest.raises(ConfigurationError, match="'tenant' is not set: pass tenant="):
        asked(kind, told, operation(headers=(("X-Tenant", "{{tenant}}"),)))
    assert told.asked == []


@pytest.mark.parametrize("name", ["tenant", "region", "key", "trace"])
def test_what_holds_an_option_that_is_omitted_is_left_out(
    kind: str, told: Told, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_REGION", "us")
    holder = "{{" + name + "}}"
    shown = operation(headers=(("X-It", holder),), query=(Query("it", f"a {holder}"),))
    sent = asked(kind, told, shown, **{name: OMIT})
    assert (sent.target, sent.headers.get("x-it")) == ("/x", None)


def test_an_optional_option_is_needed_in_an_address(kind: str, told: Told) -> None:
    with pytest.raises(ConfigurationError, match="'trace' is not set"):
        asked(kind, told, operation(url="{{base}}/{{trace}}"))


@pytest.mark.parametrize(
    ("url", "name"), [("{{base}}/x", "base_url"), ("{{base}}/{{region}}", "region")]
)
def test_an_option_that_an_address_needs_cannot_be_left_out(
    kind: str, told: Told, url: str, name: str
) -> None:
    message = f"Call: needs the client option '{name}', which is left out"
    with pytest.raises(ConfigurationError) as caught:
        asked(kind, told, operation(url=url), **{name: OMIT})
    assert str(caught.value) == message
    assert told.asked == []


def test_an_option_that_a_text_needs_cannot_be_left_out(kind: str, told: Told) -> None:
    shown = operation(method="POST", body=TextBody(default="<r>{{region}}</r>"))
    given = {"base_url": told.base, "region": OMIT}
    with (
        twin(kind, SPEC, given) as client,
        pytest.raises(ConfigurationError, match="'region', which is left out"),
    ):
        client.call(shown, body=None)


GRANT = Grant(kind="client_credentials", token_url="{{base}}/token", client_id="me")
AUTHS = {
    "bearer": Bearer("{{key}}"),
    "basic": Basic("me", "{{key}}"),
    "API key in a header": ApiKey("X-Key", "{{key}}"),
    "API key in the query": ApiKey("key", "{{key}}", "query"),
    "OAuth 2": OAuth2("{{key}}"),
    "OAuth 2 that could fetch a token": OAuth2("{{key}}", grant=GRANT),
    "digest": Digest(username="me", password="{{key}}", realm="r", nonce="n"),
    "Hawk": Hawk(id="me", key="{{key}}"),
}


@pytest.mark.parametrize("auth", AUTHS.values(), ids=AUTHS)
def test_an_auth_without_its_credential_is_not_sent(
    kind: str, told: Told, auth: Auth
) -> None:
    sent = asked(kind, told, operation(auth=auth), key=OMIT)
    assert [each.target for each in told.asked] == ["/x"]
    assert {"authorization", "x-key"}.isdisjoint(sent.headers)


def test_an_auth_that_is_not_sent_takes_nothing_away(kind: str, told: Told) -> None:
    own = (("Authorization", "mine"),)
    sent = asked(kind, told, operation(headers=own, auth=Bearer("{{key}}")), key=OMIT)
    assert sent.headers["authorization"] == "mine"

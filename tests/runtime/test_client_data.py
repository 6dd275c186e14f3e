"""What servers and callers say is data: `{{name}}` in it is sent, and never filled."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest
from runtime.redirected import HOME, Recorder, operation, outcome

from postkiln.runtime import ClientSpec, Operation, Option, Query
from postkiln.runtime.auth.api_key import ApiKey
from postkiln.runtime.auth.basic import Basic
from postkiln.runtime.auth.digest import Digest
from postkiln.runtime.auth.flow import Auth
from postkiln.runtime.auth.oauth2 import Grant, OAuth2
from postkiln.runtime.request.spec import GraphqlBody

SECRET = "s3cr3t-value"
SPEC = ClientSpec(
    name="Shop",
    options=(
        Option("base_url", "base", "SHOP_BASE_URL"),
        Option("token", "token", "SHOP_TOKEN", secret=True),
        Option("key", "key", "SHOP_KEY", secret=True),
        Option("name", "name", "SHOP_NAME", default="{{region}}-name"),
        Option("region", "region", "SHOP_REGION", default="eu"),
    ),
)
GRANT = Grant(
    kind="client_credentials",
    token_url="{{base}}/token",
    client_id="me",
    client_secret="{{key}}",
    sends_basic=False,
)
GIVEN = {"base_url": HOME, "key": SECRET}
TEXTS = (
    "{{key}}",
    "{{key}}.{{base}}",
    "{{{{key}}}}",
    "{{ke{{region}}}}",
    "{{$guid}}",
    "{{:id}}",
    "{{id}}",
    "{{token}}",
)


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def arrived(
    kind: str,
    asked: Operation[Any],
    given: Mapping[str, str],
    token: str = "",
    variables: Mapping[str, str] | None = None,
) -> httpx2.Request:
    """The last request of a call; `token` is what the token endpoint gives."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"access_token": token})

    recorder = Recorder(answer)
    result = outcome(kind, recorder, lambda c: c.call(asked, variables), SPEC, given)
    assert not isinstance(result, Exception), result
    return recorder.requests[-1]


@pytest.mark.parametrize("text", TEXTS)
def test_a_token_of_a_server_is_sent_as_it_is(kind: str, text: str) -> None:
    auth = OAuth2("{{token}}", grant=GRANT)
    request = arrived(kind, operation(auth=auth), GIVEN, text)
    assert request.headers["authorization"] == f"Bearer {text}"


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_data_wherever_it_is_used(kind: str, text: str) -> None:
    asked = operation(
        url="{{base}}/{{:id}}/{{token}}",
        headers=(("X-Token", "{{id}}:{{token}}"),),
        query=(Query("key", "{{id}}{{token}}"),),
        auth=OAuth2("{{token}}", place="query", grant=GRANT),
    )
    request = arrived(kind, asked, GIVEN, text, {"id": "7", ":id": "8"})
    assert request.headers["x-token"] == f"7:{text}"
    query = parse_qs(request.url.query.decode())
    assert query == {"key": [f"7{text}"], "access_token": [text]}
    written = text.replace("{", "%7B").replace("}", "%7D")
    assert request.url.raw_path.startswith(f"/8/{written}?".encode())


def test_a_template_of_the_collection_is_still_one(kind: str) -> None:
    asked = operation(headers=(("X-Name", "{{name}}"),))
    assert arrived(kind, asked, GIVEN).headers["x-name"] == "eu-name"
    given = {**GIVEN, "region": "{{key}}"}
    assert arrived(kind, asked, given).headers["x-name"] == "{{key}}-name"


AUTHS: Mapping[str, Auth] = {
    "basic": Basic("me", "{{token}}"),
    "API key": ApiKey("X-Key", "{{token}}"),
    "digest": Digest(username="{{token}}", password="{{token}}", realm="r", nonce="n"),
}


@pytest.mark.parametrize("name", AUTHS)
@pytest.mark.parametrize("text", TEXTS)
def test_an_option_that_is_given_is_data(kind: str, name: str, text: str) -> None:
    """The auth signs with the text itself, as with one that has no braces in it."""
    signed: list[str] = []
    for braces in ("{}", "()"):
        given = text.replace("{", braces[0]).replace("}", braces[1])
        asked = operation(auth=AUTHS[name])
        request = arrived(kind, asked, {**GIVEN, "token": given})
        signed.append(str(sorted(request.headers.items())))
        expected = {"basic": b64encode(f"me:{given}".encode()).decode()}
        assert expected.get(name, given) in signed[-1]
    assert signed[0] != signed[1]


@pytest.mark.parametrize("text", TEXTS)
def test_an_environment_variable_is_data(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("SHOP_TOKEN", text)
    asked = operation(headers=(("X-Token", "{{token}}"),))
    assert arrived("sync", asked, GIVEN).headers["x-token"] == text


@pytest.mark.parametrize("text", [each for each in TEXTS if each != "{{$guid}}"])
def test_an_address_that_is_given_is_data(kind: str, text: str) -> None:
    """Servers name the address of an account, and a caller hands it on."""
    given = {**GIVEN, "base_url": f"{HOME}/{text}"}
    asked = operation(url="{{base}}/{{:id}}/{{id}}")
    request = arrived(kind, asked, given, variables={"id": "7", ":id": "8"})
    written = text.replace("{", "%7B").replace("}", "%7D")
    assert request.url.raw_path == f"/{written}/8/7".encode()


def test_a_secret_of_the_grant_is_data(kind: str) -> None:
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(200, json={"access_token": "t"})

    asked = operation(auth=OAuth2("{{token}}", grant=GRANT))
    given = {"base_url": HOME, "key": "{{region}}"}
    outcome(kind, Recorder(answer), lambda c: c.call(asked), SPEC, given)
    form = parse_qs(requests[0].content.decode())
    assert form["client_secret"] == ["{{region}}"]


def test_an_option_in_a_graphql_query_is_data(kind: str) -> None:
    asked = operation(method="POST", body=GraphqlBody('{a(b:"{{token}}")}'))
    request = arrived(kind, asked, {**GIVEN, "token": "{{key}}"})
    assert json.loads(request.content)["query"] == '{a(b:"{{key}}")}'

"""Credentials stay at their origin: each way to send one, and each way to redirect it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from runtime.redirected import (
    HOME,
    OTHER_ORIGINS,
    STATUSES,
    Answer,
    Recorder,
    operation,
    outcome,
    redirecting,
)

from postkiln.runtime import ClientSpec, Operation, Option, Query
from postkiln.runtime.auth.api_key import ApiKey
from postkiln.runtime.auth.asap import Asap
from postkiln.runtime.auth.aws import AwsV4
from postkiln.runtime.auth.basic import Basic
from postkiln.runtime.auth.bearer import Bearer
from postkiln.runtime.auth.digest import Digest
from postkiln.runtime.auth.edgegrid import EdgeGrid
from postkiln.runtime.auth.hawk import Hawk
from postkiln.runtime.auth.jwt import Jwt
from postkiln.runtime.auth.oauth1 import OAuth1
from postkiln.runtime.auth.oauth2 import Grant, OAuth2
from postkiln.runtime.behavior import Behavior
from postkiln.runtime.errors import (
    ConfigurationError,
    ServerError,
    StatusError,
    UnauthorizedError,
)
from postkiln.runtime.request.spec import FileBody, FormBody, JsonBody, TextBody

SECRET = "s3cr3t-value"
SPEC = ClientSpec(
    name="Shop",
    origin="{{base}}",
    options=(
        Option("base_url", "base", "SHOP_BASE_URL"),
        Option("token", "token", "SHOP_TOKEN", secret=True),
        Option("private_key", "private_key", "SHOP_PRIVATE_KEY", secret=True),
    ),
)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)
GIVEN = {"base_url": HOME, "token": SECRET, "private_key": KEY.decode()}


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def sign(request: httpx2.Request) -> None:
    """A hook that signs, as one for a scheme that the collection does not know."""
    request.headers["X-Signature"] = f"signed {SECRET}"
    request.headers["User-Agent"] = f"agent {SECRET}"


@dataclass(frozen=True, slots=True)
class Way:
    """A way for a credential into a request.

    `operation`: what the collection says; `settings` and `http`: what the client and its
    httpx2 client are given; `call`: how it is called.
    """

    operation: Operation[Any] = field(default_factory=operation)
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    http: Mapping[str, Any] = field(default_factory=dict[str, Any])
    call: Callable[[Any, Operation[Any]], Any] = lambda client, asked: client.call(
        asked
    )


def by_auth(auth: Any) -> Way:
    return Way(operation(auth=auth))


def by_header(name: str, value: str) -> Way:
    return Way(operation(headers=((name, value),)))


WAYS: Mapping[str, Way] = {
    "basic": by_auth(Basic("me", "{{token}}")),
    "bearer": by_auth(Bearer("{{token}}")),
    "API key in a header": by_auth(ApiKey("X-Key", "{{token}}")),
    "API key in Authorization": by_auth(ApiKey("Authorization", "{{token}}")),
    "API key in the query": by_auth(ApiKey("key", "{{token}}", "query")),
    "OAuth 2 in a header": by_auth(OAuth2("{{token}}")),
    "OAuth 2 in the query": by_auth(OAuth2("{{token}}", place="query")),
    "digest, signed at once": by_auth(
        Digest(username="me", password="{{token}}", realm="r", nonce="n")
    ),
    "OAuth 1 in the header": by_auth(
        OAuth1(consumer_key="k", consumer_secret="{{token}}", in_header=True)
    ),
    "OAuth 1 in the query": by_auth(OAuth1(consumer_key="k", token="{{token}}")),
    "AWS": by_auth(
        AwsV4(access_key="k", secret_key="{{token}}", session_token="{{token}}")
    ),
    "Hawk": by_auth(Hawk(id="me", key="{{token}}")),
    "JWT": by_auth(Jwt(secret="{{token}}" * 3, payload="{}")),
    "ASAP": by_auth(
        Asap(kid="k", issuer="me", audience="shop", private_key="{{private_key}}")
    ),
    "EdgeGrid": by_auth(
        EdgeGrid(access_token="a", client_token="c", client_secret="{{token}}")
    ),
    "header": by_header("X-Key", "{{token}}"),
    "header Authorization": by_header("Authorization", "Token {{token}}"),
    "header of every message": by_header("Accept", "application/{{token}}"),
    "Authorization that the collection writes out": by_header("Authorization", "x"),
    "header Cookie": by_header("Cookie", "session={{token}}"),
    "Cookie that the collection writes out": by_header("Cookie", "session=1"),
    "header Proxy-Authorization": by_header("Proxy-Authorization", "Basic eDp5"),
    "query": Way(operation(query=(Query("key", "{{token}}"),))),
    "path": Way(
        operation(url="{{base}}/start", headers=(("X-Path", "/{{token}}"),)),
    ),
    "login in the URL": Way(operation(url="https://me:{{token}}@api.test/start")),
    "argument in a header": Way(
        operation(headers=(("X-Session", "{{session}}"),)),
        call=lambda client, asked: client.call(asked, {"session": "mine"}),
    ),
    "headers=": Way(settings={"headers": {"X-Mine": "1", "Authorization": "mine"}}),
    "request(headers=)": Way(
        call=lambda client, _: client.request(
            "GET", "/start", headers={"X-Mine": "1", "Authorization": "mine"}
        )
    ),
    "with_options(headers=)": Way(
        call=lambda client, asked: client.with_options(headers={"X-Mine": "1"}).call(
            asked
        )
    ),
    "before_send": Way(settings={"before_send": sign}),
    "auth= of an httpx2 client": Way(http={"auth": ("me", SECRET)}),
    "headers= of an httpx2 client": Way(
        http={"headers": {"X-Mine": SECRET, "Authorization": SECRET}}
    ),
    "cookies= of an httpx2 client": Way(http={"cookies": {"session": SECRET}}),
}

HARMLESS = {"host", "accept", "accept-encoding", "connection", "user-agent", "referer"}


@pytest.mark.parametrize("name", WAYS)
def test_no_credential_follows_a_redirect_to_another_origin(
    kind: str, name: str
) -> None:
    way, leaks = WAYS[name], list[object]()
    for status, origin in product(STATUSES, OTHER_ORIGINS):
        recorder = Recorder(redirecting(status, origin))
        answer = outcome(
            kind,
            recorder,
            lambda client: way.call(client, way.operation),
            SPEC,
            GIVEN,
            way.http,
            **way.settings,
        )
        assert answer == {"ok": True}, (status, origin)
        (arrived,) = recorder.at(origin)
        names = set(arrived.headers) - HARMLESS
        if (
            names
            or SECRET in f"{arrived.headers.raw!r}{arrived.url}{arrived.content!r}"
        ):
            leaks.append((status, origin, names))
    assert leaks == []


KEPT = {
    "basic": "authorization",
    "bearer": "authorization",
    "API key in a header": "x-key",
    "OAuth 2 in a header": "authorization",
    "header": "x-key",
    "header Cookie": "cookie",
    "argument in a header": "x-session",
    "headers=": "x-mine",
    "request(headers=)": "x-mine",
    "before_send": "x-signature",
    "auth= of an httpx2 client": "authorization",
    "headers= of an httpx2 client": "x-mine",
    "cookies= of an httpx2 client": "cookie",
}


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize(
    ("here", "there"),
    [
        (HOME, HOME),
        (HOME, "https://api.test:443"),
        ("http://api.test", HOME),
        ("http://api.test:80", "https://API.test:443"),
    ],
)
def test_they_follow_one_to_their_own_origin(
    kind: str, name: str, here: str, there: str
) -> None:
    way = WAYS[name]
    recorder = Recorder(redirecting(302, there))
    answer = outcome(
        kind,
        recorder,
        lambda client: way.call(client, way.operation),
        SPEC,
        {**GIVEN, "base_url": here},
        way.http,
        **way.settings,
    )
    assert answer == {"ok": True}
    assert recorder.requests[1].headers[KEPT[name]]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("http://api.test:8080", "https://api.test:8443"),
        ("http://api.test:8080", "https://api.test"),
        ("http://api.test", "https://api.test:8443"),
        ("https://api.test", "https://api.test:0443"),
    ],
)
def test_an_upgrade_is_one_of_the_default_ports(here: str, there: str) -> None:
    recorder = Recorder(redirecting(302, there))
    given = {**GIVEN, "base_url": here}
    asked = operation(auth=Bearer("{{token}}"))
    outcome("sync", recorder, lambda client: client.call(asked), SPEC, given)
    is_kept = there.endswith(":0443")  # the same port, written with a zero
    assert ("authorization" in recorder.requests[1].headers) == is_kept


BODIES: Mapping[str, tuple[Any, Any]] = {
    "JSON": (JsonBody(), {"password": "mine"}),
    "form": (FormBody(), {"password": "mine"}),
    "text": (TextBody(), "mine"),
    "bytes": (FileBody(), b"mine"),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("status", [307, 308])
def test_content_stays_at_its_origin(kind: str, name: str, status: int) -> None:
    spec, body = BODIES[name]
    asked = operation(method="POST", body=spec)
    for origin in OTHER_ORIGINS:
        recorder = Recorder(redirecting(status, origin))
        error = outcome(
            kind,
            recorder,
            lambda client: client.call(asked, {}, {}, body),
            SPEC,
            GIVEN,
        )
        assert isinstance(error, StatusError)
        assert error.status == status
        expected = f": it redirects to {origin}, and content is not sent to another"
        assert expected in str(error)
        assert error.headers["location"] == f"{origin}/end?x=1"
        assert len(recorder.requests) == 1


def test_content_goes_along_at_its_origin(kind: str) -> None:
    recorder = Recorder(redirecting(307, HOME))
    asked = operation(method="POST", body=TextBody())
    outcome(kind, recorder, lambda c: c.call(asked, {}, {}, "mine"), SPEC, GIVEN)
    assert [each.content for each in recorder.requests] == [b"mine", b"mine"]


def test_a_request_without_content_follows_with_its_method(kind: str) -> None:
    recorder = Recorder(redirecting(307, "https://other.test"))
    asked = operation(method="DELETE")
    outcome(kind, recorder, lambda client: client.call(asked), SPEC, GIVEN)
    assert [each.method for each in recorder.requests] == ["DELETE", "DELETE"]


def test_what_is_no_credential_goes_along(kind: str) -> None:
    headers = (
        ("X-Open", "1"),
        ("Accept", "text/csv"),
        ("Range", "bytes={{range}}"),
        ("If-None-Match", "{{tag}}"),
    )
    recorder = Recorder(redirecting(302, "https://other.test"))
    asked = operation(headers=headers)
    given = {"range": "0-9", "tag": '"1"'}
    outcome(kind, recorder, lambda client: client.call(asked, given), SPEC, GIVEN)
    sent = recorder.requests[1].headers
    shown = [sent[each] for each in ("x-open", "accept", "range", "if-none-match")]
    assert shown == ["1", "text/csv", "bytes=0-9", '"1"']


@pytest.mark.parametrize(
    ("origin", "referer"),
    [
        (HOME, f"{HOME}/start?key=open"),
        ("https://other.test", f"{HOME}/"),
        ("https://api.test:8443", f"{HOME}/"),
        ("http://api.test", None),
    ],
)
def test_another_origin_hears_nothing_of_the_path(
    kind: str, origin: str, referer: str | None
) -> None:
    recorder = Recorder(redirecting(302, origin))
    asked = operation(query=(Query("key", "open"),))
    outcome(kind, recorder, lambda client: client.call(asked), SPEC, GIVEN)
    assert recorder.requests[1].headers.get("referer") == referer


def test_nothing_comes_back_on_the_way_home(kind: str) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        following = {"/start": "https://other.test/on", "/on": f"{HOME}/end"}
        if request.url.path in following:
            return httpx2.Response(
                302, headers={"Location": following[request.url.path]}
            )
        return httpx2.Response(200, json={})

    recorder = Recorder(answer)
    asked = operation(auth=Bearer("{{token}}"))
    outcome(
        kind,
        recorder,
        lambda client: client.call(asked),
        SPEC,
        GIVEN,
        {"auth": ("me", SECRET)},
        before_send=sign,
    )
    last = recorder.requests[2]
    assert last.url == f"{HOME}/end"
    assert not {"authorization", "x-signature"} & set(last.headers)


FOLLOWING = Behavior(keeps_authorization=True)


@pytest.mark.parametrize("name", ["bearer", "basic", "OAuth 1 in the header", "AWS"])
def test_follow_authorization_header_keeps_that_of_the_auth_alone(
    kind: str, name: str
) -> None:
    auth = WAYS[name].operation.auth
    asked = operation(
        auth=auth,
        behavior=FOLLOWING,
        headers=(("X-Key", "{{token}}"), ("Cookie", "a=b")),
    )
    recorder = Recorder(redirecting(302, "https://other.test"))
    http = {"headers": {"X-Mine": "1"}}
    settings = {"headers": {"X-Other": "1"}, "before_send": sign}
    outcome(kind, recorder, lambda c: c.call(asked), SPEC, GIVEN, http, **settings)
    first, second = recorder.requests
    assert second.headers["authorization"] == first.headers["authorization"]
    assert set(second.headers) - HARMLESS == {"authorization"}


@pytest.mark.parametrize(
    ("http", "settings"),
    [
        ({}, {"headers": {"Authorization": "mine"}}),
        ({"headers": {"Authorization": "mine"}}, {}),
        ({"auth": ("me", SECRET)}, {}),
    ],
)
def test_it_keeps_no_authorization_of_the_caller(
    kind: str, http: Mapping[str, Any], settings: Mapping[str, Any]
) -> None:
    asked = operation(behavior=FOLLOWING)
    recorder = Recorder(redirecting(302, "https://other.test"))
    outcome(kind, recorder, lambda c: c.call(asked), SPEC, GIVEN, http, **settings)
    assert "authorization" in recorder.requests[0].headers or "auth" in http
    assert "authorization" not in recorder.requests[1].headers


CHALLENGE = 'Digest realm="r", nonce="chosen", qop="auth"'


def test_digest_answers_no_challenge_of_another_origin(kind: str) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "api.test":
            return httpx2.Response(302, headers={"Location": "https://other.test/end"})
        return httpx2.Response(401, headers={"WWW-Authenticate": CHALLENGE})

    recorder = Recorder(answer)
    asked = operation(auth=Digest(username="me", password="{{token}}"))
    error = outcome(kind, recorder, lambda client: client.call(asked), SPEC, GIVEN)
    assert isinstance(error, UnauthorizedError)
    assert len(recorder.requests) == 2
    assert all("authorization" not in each.headers for each in recorder.requests)


def test_digest_answers_a_challenge_behind_a_redirect_at_its_origin(kind: str) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/start":
            return httpx2.Response(307, headers={"Location": "/end"})
        if "authorization" not in request.headers:
            return httpx2.Response(401, headers={"WWW-Authenticate": CHALLENGE})
        return httpx2.Response(200, json={})

    recorder = Recorder(answer)
    asked = operation(auth=Digest(username="me", password="{{token}}"))
    assert outcome(kind, recorder, lambda client: client.call(asked), SPEC, GIVEN) == {}
    signed = recorder.requests[2].headers["authorization"]
    assert hashlib.md5(f"me:r:{SECRET}".encode()).hexdigest() not in signed
    assert 'uri="/end"' in signed


TOKEN_SPEC = ClientSpec(
    name="Shop",
    options=(
        Option("base_url", "base", "SHOP_BASE_URL"),
        Option("access_token", "access", "SHOP_ACCESS_TOKEN", secret=True),
        Option("token", "token", "SHOP_TOKEN", secret=True),
        Option("refresh", "refresh", "SHOP_REFRESH", secret=True),
    ),
)


def granted(*, sends_basic: bool) -> Operation[Any]:
    grant = Grant(
        kind="client_credentials",
        token_url="{{base}}/token",
        client_id="me",
        client_secret="{{token}}",
        refresh_token="{{refresh}}",
        sends_basic=sends_basic,
    )
    return operation(url="{{base}}/end", auth=OAuth2("{{access}}", grant=grant))


@pytest.mark.parametrize("sends_basic", [True, False])
@pytest.mark.parametrize("refresh", ["", "r3fresh"])
def test_the_token_endpoint_takes_no_secret_elsewhere(
    kind: str, sends_basic: bool, refresh: str
) -> None:
    given = {"base_url": HOME, "token": SECRET, "refresh": refresh}
    asked = granted(sends_basic=sends_basic)
    for status, origin in product(STATUSES, OTHER_ORIGINS):
        recorder = Recorder(stealing(status, origin))
        error = outcome(kind, recorder, lambda c: c.call(asked), TOKEN_SPEC, given)
        assert isinstance(error, StatusError | ConfigurationError)
        assert "redirects to" in str(error)
        for arrived in recorder.at(origin):
            shown = f"{arrived.headers.raw!r}{arrived.url}{arrived.content!r}"
            assert arrived.url.path == "/stolen"  # and not the call itself
            assert not any(each in shown for each in (SECRET, "r3fresh", "Basic"))


def stealing(status: int, origin: str) -> Answer:
    """What redirects the token endpoint elsewhere, where a token is given."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/token":
            location = {"Location": f"{origin}/stolen"}
            return httpx2.Response(status, headers=location)
        return httpx2.Response(200, json={"access_token": "chosen"})

    return answer


def test_the_token_endpoint_may_redirect_to_https(kind: str) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.scheme == "http" and request.url.path == "/token":
            return httpx2.Response(308, headers={"Location": f"{HOME}/token"})
        return httpx2.Response(200, json={"access_token": "good"})

    recorder = Recorder(answer)
    given = {"base_url": "http://api.test", "token": SECRET, "refresh": ""}
    asked = granted(sends_basic=True)
    outcome(kind, recorder, lambda client: client.call(asked), TOKEN_SPEC, given)
    assert recorder.requests[-1].headers["authorization"] == "Bearer good"


def test_another_origin_cannot_have_a_token_fetched_anew(kind: str) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/token":
            return httpx2.Response(200, json={"access_token": "good"})
        if request.url.host == "api.test":
            return httpx2.Response(302, headers={"Location": "https://other.test/x"})
        return httpx2.Response(401)

    recorder = Recorder(answer)
    given = {"base_url": HOME, "token": SECRET, "refresh": ""}
    asked = granted(sends_basic=True)
    error = outcome(
        kind, recorder, lambda client: client.call(asked), TOKEN_SPEC, given
    )
    assert isinstance(error, UnauthorizedError)
    assert [each.url.path for each in recorder.requests] == ["/token", "/end", "/x"]


def test_a_stream_follows_redirects_like_any_other(kind: str) -> None:
    recorder = Recorder(redirecting(302, "https://other.test"))
    asked = operation(auth=Bearer("{{token}}"), stream="lines")
    if kind == "sync":
        pieces = outcome(kind, recorder, lambda c: list(c.stream(asked)), SPEC, GIVEN)
    else:

        async def read(client: Any) -> Any:
            return [each async for each in await client.stream(asked)]

        pieces = outcome(kind, recorder, read, SPEC, GIVEN)
    assert pieces == [{"ok": True}]
    assert "authorization" not in recorder.requests[1].headers


def test_other_errors_say_nothing_of_redirects() -> None:
    recorder = Recorder(lambda _: httpx2.Response(500))
    error = outcome("sync", recorder, lambda c: c.call(operation()), SPEC, GIVEN)
    assert isinstance(error, ServerError)
    assert str(error) == f"GET {HOME}/start answered 500 Internal Server Error"

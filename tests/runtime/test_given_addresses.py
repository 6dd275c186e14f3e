"""A call that gives the whole address: credentials go along to their origins only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx2
import pytest
from runtime.redirected import Recorder, outcome
from runtime.twins import Asked, Said, Told, Twin, told_server, twin

from postkiln.runtime import OMIT, ClientSpec, Operation, Option, Query
from postkiln.runtime.auth.api_key import ApiKey
from postkiln.runtime.auth.basic import Basic
from postkiln.runtime.auth.bearer import Bearer
from postkiln.runtime.auth.digest import Digest
from postkiln.runtime.auth.flow import Auth
from postkiln.runtime.auth.oauth2 import Grant, OAuth2
from postkiln.runtime.errors import ConfigurationError, RequestError, StatusError

SECRETS = ("t0ken-of-home", "k3y-of-files")
SPEC = ClientSpec(
    name="Shop",
    origin="{{base}}",
    origins=("{{open}}",),
    options=(
        Option("base_url", "base"),
        Option("files_url", "files"),
        Option("open_url", "open"),
        Option("token", "token", secret=True),
        Option("files_key", "key", secret=True, origins=("{{base}}", "{{files}}")),
        Option("tenant", "tenant"),
    ),
    auth=Bearer("{{token}}"),
)
DOWNLOAD = Operation[Any](
    name="Download",
    method="GET",
    url="{{link}}",
    headers=(("X-Key", "{{key}}"), ("X-Tenant", "{{tenant}}"), ("X-Ref", OMIT)),
    query=(Query("key", "{{key}}"), Query("q")),
    auth=Bearer("{{token}}"),
)


@dataclass(frozen=True, slots=True)
class Web:
    """The API, the origin of its files, one where it needs no credentials, and another."""

    home: Told
    files: Told
    open: Told
    other: Told
    kind: str

    @property
    def given(self) -> dict[str, Any]:
        return {
            "base_url": f"{self.home.base}/v1",
            "files_url": self.files.base,
            "open_url": self.open.base,
            "token": SECRETS[0],
            "files_key": SECRETS[1],
            "tenant": "acme",
        }


@pytest.fixture(params=["sync", "async"])
def web(request: pytest.FixtureRequest) -> Iterator[Web]:
    with (
        told_server() as home,
        told_server() as files,
        told_server() as open_,
        told_server() as other,
    ):
        yield Web(home, files, open_, other, request.param)


@pytest.fixture
def client(web: Web) -> Iterator[Twin]:
    headers = {"X-Mine": "mine", "Accept": "text/csv", "User-Agent": OMIT}
    settings: Any = {"headers": headers}
    with twin(web.kind, SPEC, web.given, **settings) as made:
        yield made


def downloaded(client: Twin, told: Told, path: str = "/a/b?x=1", **more: Any) -> Asked:
    client.call(DOWNLOAD, {"link": told.base + path}, **more)
    [asked] = told.asked
    return asked


def test_at_home_all_goes_along(client: Twin, web: Web) -> None:
    asked = downloaded(client, web.home, query={"q": "2"}, headers={"X-Ref": 1})
    assert asked.target == f"/a/b?x=1&key={SECRETS[1]}&q=2"
    assert asked.headers["authorization"] == f"Bearer {SECRETS[0]}"
    assert asked.headers["x-key"] == SECRETS[1]
    assert asked.headers["x-mine"] == "mine"


def test_each_credential_goes_to_its_own_origins(client: Twin, web: Web) -> None:
    asked = downloaded(client, web.files)
    assert asked.target == f"/a/b?x=1&key={SECRETS[1]}"
    assert "authorization" not in asked.headers
    assert (asked.headers["x-key"], asked.headers["x-mine"]) == (SECRETS[1], "mine")


def test_what_callers_give_goes_to_the_origins_of_the_client(
    client: Twin, web: Web
) -> None:
    asked = downloaded(client, web.open)
    assert asked.headers["x-mine"] == "mine"
    assert asked.target == "/a/b?x=1"
    assert not any(secret in str(asked.lines) for secret in SECRETS)


def test_elsewhere_nothing_goes_along_but_what_the_call_gives(
    client: Twin, web: Web
) -> None:
    asked = downloaded(client, web.other, query={"q": "2"}, headers={"X-Ref": 1})
    assert asked.target == "/a/b?x=1&q=2"
    assert not any(secret in str(asked.lines) for secret in SECRETS)
    assert {"authorization", "x-key", "x-mine", "user-agent"}.isdisjoint(asked.headers)
    assert (asked.headers["x-ref"], asked.headers["accept"]) == ("1", "text/csv")
    assert asked.headers["x-tenant"] == "acme"


def test_a_credential_for_the_address_that_is_given_goes_there(web: Web) -> None:
    cookie = Option("cookie", "cookie", secret=True, origins=("{{link}}",))
    spec = replace(SPEC, options=(*SPEC.options, cookie))
    headers = (("Cookie", "{{cookie}}"), ("X-Key", "{{key}}"))
    download = replace(DOWNLOAD, headers=headers)
    given = {**web.given, "cookie": "c00kie"}
    with twin(web.kind, spec, given) as client:
        client.call(download, {"link": f"{web.other.base}/a"})
        client.call(replace(download, url="{{next}}"), {"next": web.other.base})
    first, second = web.other.asked
    assert first.headers["cookie"] == "c00kie"
    assert "cookie" not in second.headers
    assert "x-key" not in first.headers


def test_a_redirect_home_brings_nothing_back(client: Twin, web: Web) -> None:
    location = ("Location", f"{web.home.base}/end")
    web.other.says = lambda _: Said(302, (location,))
    downloaded(client, web.other)
    [there] = web.home.asked
    assert {"authorization", "x-key", "x-mine"}.isdisjoint(there.headers)


AUTHS = {
    "bearer": Bearer("{{token}}"),
    "basic": Basic("me", "{{token}}"),
    "API key in the query": ApiKey("k", "{{token}}", "query"),
    "digest": Digest(username="me", password="{{token}}"),
    "an auth that is written out": ApiKey("X-Own", "written out"),
    "OAuth 2 that could fetch a token": OAuth2(
        "{{access}}",
        grant=Grant(kind="client_credentials", token_url="{{base}}/t", client_id="me"),
    ),
}


@pytest.mark.parametrize("auth", AUTHS.values(), ids=AUTHS)
def test_no_auth_answers_another_origin(web: Web, auth: Auth) -> None:
    challenge = ("WWW-Authenticate", 'Digest realm="r", nonce="n"')
    web.other.says = lambda _: Said(401, (challenge,))
    access = Option("access_token", "access", secret=True)
    spec = replace(SPEC, options=(*SPEC.options, access), auth=auth)
    with (
        twin(web.kind, spec, web.given) as client,
        pytest.raises(StatusError),
    ):
        client.request("GET", f"{web.other.base}/x")
    [asked] = web.other.asked
    assert (asked.target, web.home.asked) == ("/x", [])
    assert {"authorization", "x-own"}.isdisjoint(asked.headers)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/x", "/x?b=1"),
        ("/x?", "/x?b=1"),
        ("/x?a={{token}}#f", "/x?a={{token}}&b=1"),
        ("/{{token}}", "/%7B%7Btoken%7D%7D?b=1"),
    ],
)
def test_a_request_of_its_own_may_have_a_whole_url(
    client: Twin, web: Web, path: str, target: str
) -> None:
    client.request("POST", web.home.base + path, query={"b": 1}, body={"c": 2})
    [asked] = web.home.asked
    assert asked.headers["authorization"] == f"Bearer {SECRETS[0]}"
    assert (asked.target, asked.body) == (target, '{"c":2}')


def test_headers_of_a_request_go_where_it_goes(client: Twin, web: Web) -> None:
    client.request("GET", f"{web.other.base}/x", headers={"Authorization": "theirs"})
    [asked] = web.other.asked
    assert asked.headers["authorization"] == "theirs"
    assert "x-mine" not in asked.headers


def test_an_origin_whose_option_is_not_set_is_nobodys(web: Web) -> None:
    given = {each: web.given[each] for each in ("token", "files_key", "tenant")}
    with twin(web.kind, SPEC, given) as client:
        client.call(DOWNLOAD, {"link": f"{web.other.base}/x"})
    [asked] = web.other.asked
    assert not any(secret in str(asked.lines) for secret in SECRETS)


def test_an_address_that_needs_a_foreign_credential_is_refused(
    client: Twin, web: Web
) -> None:
    shown = Operation[Any](name="Keyed", method="GET", url="{{link}}/{{token}}")
    with pytest.raises(ConfigurationError, match="'token', which is left out"):
        client.call(shown, {"link": web.other.base})
    assert web.other.asked == []


@pytest.mark.parametrize("link", ["/x", "?a=1", "//other.test/x"])
def test_an_address_is_a_whole_one(client: Twin, link: str) -> None:
    with pytest.raises(RequestError, match="link: give the whole URL"):
        client.call(DOWNLOAD, {"link": link})


def test_another_scheme_is_refused(client: Twin) -> None:
    with pytest.raises(RequestError, match="ftp:// is not HTTP"):
        client.request("GET", "ftp://127.0.0.1/x")


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize(
    ("url", "is_home"),
    [
        ("https://api.test/x", True),
        ("https://API.test:443/x", True),
        ("https://api.test:8443/x", False),
        ("http://api.test/x", False),
        ("https://api.test.other.test/x", False),
        ("https://api.test@other.test/x", False),
        ("https://other.test/https://api.test", False),
        ("https:\\\\other.test/x", True),  # a path, which is at home
    ],
)
def test_what_callers_give_to_httpx2_stays_at_home(
    kind: str, url: str, is_home: bool
) -> None:
    recorder = Recorder(lambda _: httpx2.Response(200, json={}))
    hooked: list[httpx2.Request] = []
    http = {"headers": {"X-Http": "1"}, "auth": ("me", "pw"), "cookies": {"c": "1"}}
    spec = replace(SPEC, auth=None)
    given = {"base_url": "https://api.test"}
    answer = outcome(
        kind,
        recorder,
        lambda client: client.request("GET", url),
        spec,
        given,
        http,
        before_send=hooked.append,
    )
    assert answer == {}
    [request] = recorder.requests
    for name in ("x-http", "cookie"):
        assert (name in request.headers) is is_home
    has_login = request.headers.get("authorization", "").endswith("bWU6cHc=")
    assert (has_login, bool(hooked)) == (is_home, is_home)

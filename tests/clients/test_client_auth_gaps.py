"""Auths that lack parameters: the package imports, and a call is sent or says what it lacks."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import httpx2
import pytest
from support.keys import PRIVATE

import postkiln
from postkiln.verify.package import import_package

Parameters = Mapping[str, object]
Json = dict[str, Any]

NAMES: Final[Mapping[str, str]] = {
    "apikey": "key value in",
    "asap": "alg kid iss exp aud sub privateKey claims",
    "awsv4": "accessKey secretKey region service sessionToken addAuthDataToQuery",
    "basic": "username password",
    "bearer": "token",
    "digest": "username password realm nonce algorithm qop nonceCount clientNonce opaque"
    " disableRetryRequest",
    "edgegrid": "accessToken clientToken clientSecret nonce timestamp baseURL"
    " headersToSign maxBodySize",
    "hawk": "authId authKey algorithm user nonce extraData app delegation timestamp"
    " includePayloadHash",
    "jwt": "algorithm secret privateKey payload header addTokenTo headerPrefix"
    " queryParamKey isSecretBase64Encoded",
    "noauth": "",
    "ntlm": "username password domain workstation",
    "oauth1": "consumerKey consumerSecret token tokenSecret signatureMethod privateKey"
    " callback verifier timestamp nonce version realm includeBodyHash addParamsToHeader"
    " addEmptyParamsToSign disableHeaderEncoding",
    "oauth2": "accessToken addTokenTo headerPrefix tokenType grant_type scope"
    " accessTokenUrl clientId clientSecret client_authentication refreshToken",
}
"""The parameters of all of Postman's auth types that newman knows."""

SAID: Final[Mapping[str, str | bool]] = {
    "alg": "RS256",
    "claims": "{}",
    "payload": "{}",
    "header": "{}",
    "key": "X-Key",
    "in": "header",
    "addTokenTo": "header",
    "signatureMethod": "HMAC-SHA1",
    "grant_type": "client_credentials",
    "accessTokenUrl": "https://h.example/token",
    "baseURL": "https://b.example",
    "maxBodySize": "100",
    **dict.fromkeys(("addAuthDataToQuery", "isSecretBase64Encoded"), False),
    **dict.fromkeys(("addParamsToHeader", "includePayloadHash"), True),
}
"""What parameters are worth that cannot be any text."""

ALGORITHMS: Final = {"digest": "MD5", "hawk": "sha256", "jwt": "HS256"}

V1: Final = {"awsv4": "awsSigV4", "oauth1": "oAuth1", "oauth2": "oAuth2"}


def full(kind: str) -> Parameters:
    """An auth that lacks nothing."""
    said = {**SAID, "algorithm": ALGORITHMS.get(kind, "")}
    return {name: said.get(name, "x") for name in NAMES[kind].split()}


def gaps(kind: str) -> list[Parameters]:
    """An auth with each parameter, and then with all, missing, null and blank."""
    whole = full(kind)
    found: list[Parameters] = [whole, {}]
    for name in whole:
        found.append({key: value for key, value in whole.items() if key != name})
    for nothing in (None, ""):
        found += [{**whole, name: nothing} for name in whole]
        found.append(dict.fromkeys(whole, nothing))
    return found


def request(number: int, **more: object) -> Json:
    url = "https://h.example/a?b=c"
    return {"name": f"call {number}", "request": {"method": "GET", "url": url, **more}}


def block(kind: str, given: Parameters, *, is_list: bool = True) -> Json:
    rows = [{"key": key, "value": value} for key, value in given.items()]
    return {"type": kind, kind: rows if is_list else dict(given)}


def at_requests(kind: str) -> bytes:
    items = [
        request(number, auth=block(kind, given, is_list=bool(number % 2)))
        for number, given in enumerate(gaps(kind))
    ]
    return json.dumps({"info": {"name": "Gaps"}, "item": items}).encode()


def at_folders(kind: str) -> bytes:
    items = [
        {
            "name": f"folder {number}",
            "auth": block(kind, given),
            "item": [request(number)],
        }
        for number, given in enumerate(gaps(kind))
    ]
    return json.dumps({"info": {"name": "Gaps"}, "item": items}).encode()


def at_collection(kind: str) -> bytes:
    auth = block(kind, {})
    return json.dumps(
        {"info": {"name": "Gaps"}, "auth": auth, "item": [request(0)]}
    ).encode()


def in_v1(kind: str) -> bytes:
    requests = [
        {
            "id": str(number),
            "name": f"call {number}",
            "method": "GET",
            "url": "https://h.example/a?b=c",
            "currentHelper": V1.get(kind, f"{kind}Auth"),
            "helperAttributes": dict(given),
        }
        for number, given in enumerate(gaps(kind))
    ]
    document = {"id": "1", "name": "Gaps", "order": [r["id"] for r in requests]}
    return json.dumps({**document, "requests": requests}).encode()


def in_v3(kind: str) -> Mapping[str, bytes]:
    """The files are JSON, which is YAML."""
    root = {"$kind": "collection", "name": "Gaps"}
    files: Json = {".resources/definition.yaml": root}
    for number, given in enumerate(gaps(kind)):
        rows = [{"key": key, "value": value} for key, value in given.items()]
        files[f"call {number}.request.yaml"] = {
            "$kind": "http-request",
            "method": "GET",
            "url": "https://h.example/a?b=c",
            "auth": {"type": kind, "credentials": rows},
        }
    return {path: json.dumps(file).encode() for path, file in files.items()}


@contextmanager
def made(source: bytes | Mapping[str, bytes]) -> Generator[tuple[Any, list[Any], Any]]:
    """The class of the client, its methods as a program reaches them, its error."""
    result = postkiln.generate(source, place="gaps")
    paths = [".".join(each) for each in methods(result.files["client.py"])]
    with import_package(result.files) as package:
        cls = package.get("client", result.client)
        yield cls, paths, package.get("errors", "ConfigurationError")


def methods(client: str) -> Iterator[tuple[str, ...]]:
    """The calls of the sync client; a folder here holds one request of its number."""
    sync = client.partition("\nclass Async")[0]
    for line in sync.splitlines():
        name = line.strip().removeprefix("def ").partition("(")[0]
        if line.startswith("    def folder_"):
            yield name, name.replace("folder", "call")
        elif line.startswith("    def call_"):
            yield (name,)


class Sent:
    """The stand-in for the server; `requests` are those that arrived."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []
        self.http = httpx2.Client(transport=httpx2.MockTransport(self._serve))

    def _serve(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/token":
            return httpx2.Response(200, json={"access_token": "t"})
        self.requests.append(request)
        return httpx2.Response(204)


def options(cls: Any) -> list[str]:
    found = inspect.signature(cls).parameters
    return [each for each in found if each not in ("settings", "base_url")]


def value(option: str) -> str:
    return PRIVATE["RS"] if "private_key" in option else "s" * 40


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize(
    "document", [at_requests, at_folders, at_collection, in_v1, in_v3]
)
def test_a_call_is_sent_or_says_which_option_it_lacks(kind: str, document: Any) -> None:
    with made(document(kind)) as (cls, paths, error):
        names = options(cls)
        server = Sent()
        bare = cls(http=server.http)
        ready = cls(**{name: value(name) for name in names}, http=server.http)
        for path in paths:
            lack = lacking(partial(called, bare, path), error)
            assert bool(server.requests) is (lack is None)
            assert lack is None or any(f"{name}=..." in lack for name in names)
            server.requests.clear()
            called(ready, path)
            assert len(server.requests) == 1
            server.requests.clear()
    is_one = document is at_collection
    assert len(paths) == (1 if is_one else len(gaps(kind)))


def lacking(call: Callable[[], None], error: type[Exception]) -> str | None:
    """What the error says that the call raises; None where it raises none."""
    try:
        call()
    except error as found:
        return str(found)
    return None


def called(client: Any, path: str) -> None:
    for name in path.split("."):
        client = getattr(client, name)
    client()


BLANK: Final = {
    "apikey": "",
    "basic": "Basic Og==",
    **dict.fromkeys(("bearer", "digest", "edgegrid", "hawk", "oauth1", "oauth2"), None),
}


@pytest.mark.parametrize("kind", BLANK)
def test_what_is_blank_is_sent_as_postman_does(kind: str) -> None:
    with made(at_requests(kind)) as (cls, paths, _):
        server = Sent()
        called(cls(**dict.fromkeys(options(cls), ""), http=server.http), paths[0])
        header = "x-key" if kind == "apikey" else "authorization"
        assert server.requests[0].headers.get(header) == BLANK[kind]


@pytest.mark.parametrize(
    ("claims", "lacking"),
    [
        ("", {"asap_kid", "asap_issuer", "asap_audience"}),
        ('{"iss": "i"}', {"asap_kid", "asap_audience"}),
        ('{"iss": "i", "kid": "", "aud": null}', {"asap_kid", "asap_audience"}),
        ('{"iss": "i", "kid": "k", "aud": "a"}', set[str]()),
        ("{{claims}}", {"claims"}),
        ("[", {"asap_kid", "asap_issuer", "asap_audience"}),
    ],
)
def test_asap_takes_from_its_claims_what_it_can(claims: str, lacking: set[str]) -> None:
    auth = block("asap", {"claims": claims, "privateKey": "p"})
    document = {"info": {"name": "Gaps"}, "item": [request(0, auth=auth)]}
    with made(json.dumps(document).encode()) as (cls, _, _):
        assert set(options(cls)) == {"private_key", *lacking}


def test_asap_says_what_its_claims_did_not_give() -> None:
    auth = block("asap", {"claims": "{{claims}}", "privateKey": "p", "kid": "k"})
    document = {"info": {"name": "Gaps"}, "item": [request(0, auth=auth)]}
    with made(json.dumps(document).encode()) as (cls, paths, error):
        client = cls(claims="", private_key=PRIVATE["RS"], http=Sent().http)
        with pytest.raises(error, match=r"^asap: issuer, audience must be given$"):
            called(client, paths[0])


def test_headers_to_sign_that_are_no_list_are_text() -> None:
    auth = block("edgegrid", {"headersToSign": "[a"})
    document = {"info": {"name": "Gaps"}, "item": [request(0, auth=auth)]}
    text = postkiln.generate(json.dumps(document).encode(), place="x").files
    assert 'headers_to_sign="[a"' in text["client.py"]

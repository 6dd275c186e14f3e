"""OAuth 1.0, refereed by the server side of oauthlib, and by the vector of RFC 5849."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from signing.served import (
    FORM,
    REQUESTS,
    Served,
    is_now,
    parameters,
    signed,
    unsigned,
)
from support.keys import PRIVATE, PUBLIC, pem

from postkiln.runtime.auth.oauth1 import OAuth1

oauthlib: Any = import_module("oauthlib.oauth1.rfc5849.signature")
HMACS: Final = ("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512")
RSAS: Final = ("RSA-SHA1", "RSA-SHA256", "RSA-SHA512")
AUTH: Final = OAuth1(
    consumer_key="key",
    consumer_secret="s e&cret",
    token="tok",
    token_secret="t/secret",
    version="1.0",
)


@dataclass(slots=True)
class _Signed:
    """What oauthlib verifies: its `Request`, with the parts a server takes out of ours."""

    http_method: str
    uri: str
    params: list[tuple[str, str]]
    signature: str
    signature_method: str


def _received(request: Served) -> _Signed:
    """RFC 5849, 3.4.1.3: the parameters of the query, the form and the header."""
    found = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
    if request.headers.get("content-type") == FORM:
        found += parse_qsl(request.body.decode(), keep_blank_values=True)
    own = parameters(request.authorization)
    found += [(name, unquote(value)) for name, value in own.items() if name != "realm"]
    all_of_them = dict(found)
    rest = [(name, value) for name, value in found if name != "oauth_signature"]
    return _Signed(
        request.method,
        request.url,
        rest,
        all_of_them["oauth_signature"],
        all_of_them["oauth_signature_method"],
    )


def _accepts(request: Served, client: str, token: str) -> bool:
    received = _received(request)
    method = received.signature_method.lower().replace("-", "_")
    verify: Any = getattr(oauthlib, f"verify_{method}")
    if method.startswith("rsa"):
        return bool(verify(received, client))
    return bool(verify(received, client, token))


@pytest.mark.parametrize("in_header", [True, False])
@pytest.mark.parametrize("method", [*HMACS, "PLAINTEXT"])
@pytest.mark.parametrize("kind", REQUESTS)
def test_a_shared_secret(kind: str, method: str, in_header: bool) -> None:
    auth = replace(AUTH, signature_method=method, in_header=in_header)
    request = signed(REQUESTS[kind], auth)
    assert _accepts(request, AUTH.consumer_secret, AUTH.token_secret)
    assert not _accepts(request, "wrong", AUTH.token_secret)
    assert not _accepts(request, AUTH.consumer_secret, "wrong")


@pytest.mark.parametrize("in_header", [True, False])
@pytest.mark.parametrize("method", RSAS)
@pytest.mark.parametrize("kind", REQUESTS)
def test_a_private_key(kind: str, method: str, in_header: bool) -> None:
    auth = replace(
        AUTH,
        signature_method=method,
        private_key=PRIVATE["RS"],
        in_header=in_header,
    )
    request = signed(REQUESTS[kind], auth)
    assert _accepts(request, PUBLIC["RS"], "")
    assert not _accepts(request, pem("RS")[1], "")


@pytest.mark.parametrize("method", HMACS)
def test_another_request_is_refused(method: str) -> None:
    request = signed(REQUESTS["form"], replace(AUTH, signature_method=method))
    secrets = AUTH.consumer_secret, AUTH.token_secret
    assert _accepts(request, *secrets)
    assert not _accepts(replace(request, method="PUT"), *secrets)
    assert not _accepts(replace(request, url=request.url + "/more"), *secrets)
    assert not _accepts(replace(request, body=request.body + b"&z=1"), *secrets)


def test_where_the_parameters_go() -> None:
    assert "oauth_signature=" in signed(REQUESTS["query"], AUTH).url
    form = signed(REQUESTS["form"], AUTH)
    assert b"&oauth_signature=" in form.body
    assert "oauth" not in form.url + form.authorization
    header = signed(REQUESTS["form"], replace(AUTH, in_header=True, realm="r"))
    assert header.authorization.startswith('OAuth realm="r",oauth_consumer_key="key"')


def test_each_request_is_of_its_own_moment() -> None:
    auth = replace(AUTH, in_header=True)
    one, other = (
        parameters(signed(REQUESTS["plain"], auth).authorization) for _ in range(2)
    )
    assert one["oauth_nonce"] != other["oauth_nonce"]
    assert is_now(int(one["oauth_timestamp"]))


def test_the_vector_of_rfc_5849() -> None:
    """Section 1.2: the photos of the printing service."""
    request = unsigned(
        "GET", "http://photos.example.net/photos?file=vacation.jpg&size=original"
    )
    auth = OAuth1(
        consumer_key="dpf43f3p2l4k3l03",
        consumer_secret="kd94hf93k423kf44",
        token="nnch734d00sl2jdk",
        token_secret="pfkkdhi9sl3r4s00",
        timestamp="137131202",
        nonce="chapoH",
        in_header=True,
    )
    sent = parameters(signed(request, auth).authorization)
    assert unquote(sent["oauth_signature"]) == "MdpQcU8iPSUjWoN/UDMsK2sui9I="

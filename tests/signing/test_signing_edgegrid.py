"""Akamai EdgeGrid, refereed by the vendor's library, which signs what arrived once more."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any, Final

import pytest
from signing.served import REQUESTS, Served, epoch, is_now, parameters, signed, unsigned

from postkiln.runtime.auth.edgegrid import EdgeGrid

akamai: Any = import_module("akamai.edgegrid")
requests: Any = import_module("requests")
AUTH: Final = EdgeGrid(
    access_token="akab-access", client_token="akab-client", client_secret="c2VjcmV0"
)


def _accepts(request: Served, auth: EdgeGrid, secret: str) -> bool:
    sent = parameters(request.authorization, ";")
    names = [name for name in auth.headers_to_sign.split(",") if name]
    referee = akamai.EdgeGridAuth(
        sent["client_token"],
        secret,
        sent["access_token"],
        headers_to_sign=names,
        max_body=int(auth.max_body_size),
    )
    prepared = requests.PreparedRequest()
    prepared.method, prepared.url, prepared.body = (
        *(request.method, request.url),
        request.body,
    )
    prepared.headers = requests.structures.CaseInsensitiveDict(request.headers)
    again: str = referee.ah.make_auth_header(prepared, sent["timestamp"], sent["nonce"])
    return again == request.authorization


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_secret(kind: str) -> None:
    request = signed(REQUESTS[kind], AUTH)
    assert _accepts(request, AUTH, AUTH.client_secret)
    assert not _accepts(request, AUTH, "wrong")
    assert not _accepts(
        replace(request, url=request.url + "/x"), AUTH, AUTH.client_secret
    )


def test_the_headers_it_is_told_to_sign() -> None:
    auth = replace(AUTH, headers_to_sign="X-A,X-B,X-None")
    plain = REQUESTS["plain"]
    request = signed(replace(plain, headers=(("X-B", " 2  b "), ("X-A", "1"))), auth)
    assert _accepts(request, auth, AUTH.client_secret)
    assert not _accepts(
        replace(request, headers=request.headers | {"x-a": "2"}),
        auth,
        AUTH.client_secret,
    )


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101])
def test_no_more_of_a_body_than_the_server_hashes(size: int) -> None:
    auth = replace(AUTH, max_body_size="100")
    request = signed(unsigned("POST", "https://api.example/b", b"x" * size), auth)
    assert _accepts(request, auth, AUTH.client_secret)
    longer = replace(request, body=request.body + b"y")
    assert _accepts(longer, auth, AUTH.client_secret) is (size >= 100)


def test_each_request_is_of_its_own_moment() -> None:
    one, other = (
        parameters(signed(REQUESTS["plain"], AUTH).authorization, ";") for _ in range(2)
    )
    assert one["nonce"] != other["nonce"]
    assert is_now(epoch(one["timestamp"], "%Y%m%dT%H:%M:%S+0000"))

"""HTTP Digest: the vectors of its RFCs, and the client of httpx2 as a referee."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import httpx2
import pytest
from signing.served import REQUESTS, Served, parameters, served, signed

from postkiln.runtime.auth.digest import Digest
from postkiln.runtime.auth.flow import Reply
from postkiln.runtime.request.address import parse
from postkiln.runtime.request.request import Request

AUTH: Final = Digest(username='us"er', password="pa:ss")
SHARED: Final = 'realm="a realm", nonce="n0nce/+=", opaque="o"'
CHALLENGES: Final = {
    f"{algorithm}{session} {qop}": f"Digest {SHARED}, algorithm={algorithm}{session}{extra}"
    for algorithm in ("MD5", "SHA-256")
    for session in ("", "-sess")
    for qop, extra in (("auth", ', qop="auth,auth-int"'), ("none", ""))
    if not (session and qop == "none")  # RFC 7616, 3.4.2: a session has a cnonce
}


class _Referee(httpx2.DigestAuth):
    """Answers the challenge with the client nonce that ours has drawn."""

    def __init__(self, username: str, password: str, client_nonce: str) -> None:
        super().__init__(username, password)
        self._drawn = client_nonce

    def _get_client_nonce(self, nonce_count: int, nonce: bytes) -> bytes:
        assert nonce_count == 1
        assert nonce
        return self._drawn.encode()


def _response(request: Served, challenge: str, password: str) -> str:
    """What another client answers to this challenge."""
    nonce = parameters(request.authorization).get("cnonce", "")
    referee: Any = _Referee(AUTH.username, password, nonce)
    flow = referee.sync_auth_flow(httpx2.Request(request.method, request.url))
    asked = next(flow)
    refusal = httpx2.Response(
        401, headers={"www-authenticate": challenge}, request=asked
    )
    answer = flow.send(refusal)
    return parameters(answer.headers["authorization"])["response"]


def _answer(auth: Digest, request: Request, status: int, line: str) -> Request | None:
    """What the flow of the auth sends after a response with this challenge."""
    flow = auth.flow(request)
    asked = next(flow)
    response = httpx2.Response(status, headers={"WWW-Authenticate": line})
    try:
        return flow.send(Reply(asked, response))
    except StopIteration:
        return None


def _answered(request: Request, challenge: str, auth: Digest = AUTH) -> Served:
    answer = _answer(auth, request, 401, challenge)
    assert answer is not None
    return served(answer)


@pytest.mark.parametrize("challenge", CHALLENGES.values(), ids=CHALLENGES)
@pytest.mark.parametrize("kind", ["plain", "query", "json"])
def test_a_password(kind: str, challenge: str) -> None:
    request = _answered(REQUESTS[kind], challenge)
    sent = parameters(request.authorization)["response"]
    assert sent == _response(request, challenge, AUTH.password)
    assert sent != _response(request, challenge, "wrong")
    other = replace(request, method="PATCH")
    assert sent != _response(other, challenge, AUTH.password)


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_vectors_of_rfc_7616(algorithm: str, response: str) -> None:
    """Section 3.9.1."""
    request = Request("GET", parse("http://www.example.org/dir/index.html"), ())
    auth = Digest(
        username="Mufasa",
        password="Circle of Life",
        realm="http-auth@example.org",
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        client_nonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        nonce_count="00000001",
        qop="auth",
        opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
        algorithm=algorithm,
    )
    assert parameters(signed(request, auth).authorization)["response"] == response


def test_the_vector_of_rfc_2617() -> None:
    """Section 3.5."""
    request = Request("GET", parse("http://www.nowhere.org/dir/index.html"), ())
    auth = Digest(
        username="Mufasa",
        password="Circle Of Life",
        realm="testrealm@host.com",
        nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",
        client_nonce="0a4f113b",
        nonce_count="00000001",
        qop="auth",
    )
    sent = parameters(signed(request, auth).authorization)["response"]
    assert sent == "6629fae49393a05397450978507c4ef1"


def test_the_integrity_of_a_body() -> None:
    """RFC 7616, 3.4.3: with `auth-int` the body is signed, too."""
    challenge = f'Digest {SHARED}, qop="auth-int"'
    auth = replace(AUTH, algorithm="SHA-256")
    sent = _answered(REQUESTS["text"], challenge, auth)
    assert parameters(sent.authorization)["qop"] == "auth-int"
    drawn = parameters(sent.authorization)["cnonce"]
    again = replace(
        *(auth,),
        realm="a realm",
        nonce="n0nce/+=",
        client_nonce=drawn,
        nonce_count="00000001",
        qop="auth-int",
    )
    other = replace(REQUESTS["text"], content=REQUESTS["json"].content)
    response = parameters(sent.authorization)["response"]
    assert (
        parameters(signed(REQUESTS["text"], again).authorization)["response"]
        == response
    )
    assert parameters(signed(other, again).authorization)["response"] != response


@pytest.mark.parametrize(
    ("status", "challenge"),
    [
        (401, 'Basic realm="a"'),
        (401, 'Digest realm="a", nonce="b", algorithm=SHA-1'),
        (200, f"Digest {SHARED}"),
    ],
)
def test_what_is_no_challenge_for_it(status: int, challenge: str) -> None:
    assert _answer(AUTH, REQUESTS["plain"], status, challenge) is None


def test_the_challenge_it_can_answer_is_found_among_others() -> None:
    line = (
        f'Basic realm="a, Digest b=1", Digest {SHARED}, algorithm=MD5, Bearer scope="x"'
    )
    sent = parameters(_answered(REQUESTS["plain"], line).authorization)
    assert sent["nonce"] == "n0nce/+="

"""JWT and ASAP, refereed by PyJWT's decoder with keys of its own."""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from signing.served import REQUESTS, Served, is_now, signed
from support.keys import PRIVATE, PUBLIC, pem

from postkiln.runtime.auth.asap import Asap
from postkiln.runtime.auth.jwt import Jwt
from postkiln.runtime.errors import ConfigurationError

SECRET: Final = "s" * 64
PAYLOAD: Final = {"sub": "ä", "admin": True, "n": [1, None]}
SHARED: Final = ("HS256", "HS384", "HS512")
RSAS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
CURVES: Final = ("ES256", "ES384", "ES512")


def _bearer(request: Served) -> str:
    scheme, _, token = request.authorization.partition(" ")
    assert scheme == "Bearer"
    return token


def _accepted(
    token: str, key: str, algorithm: str, **more: Any
) -> dict[str, Any] | None:
    try:
        return jwt.decode(token, key, algorithms=[algorithm], **more)
    except jwt.InvalidSignatureError:
        return None


@pytest.mark.parametrize("algorithm", SHARED)
def test_a_shared_secret(algorithm: str) -> None:
    auth = Jwt(algorithm=algorithm, secret=SECRET, payload=json.dumps(PAYLOAD))
    token = _bearer(signed(REQUESTS["plain"], auth))
    assert _accepted(token, SECRET, algorithm) == PAYLOAD
    assert _accepted(token, SECRET[::-1] + "wrong", algorithm) is None


@pytest.mark.parametrize("algorithm", [*RSAS, *CURVES])
def test_a_private_key(algorithm: str) -> None:
    kind = algorithm if algorithm in CURVES else "RS"
    payload = json.dumps(PAYLOAD)
    auth = Jwt(algorithm=algorithm, private_key=PRIVATE[kind], payload=payload)
    token = _bearer(signed(REQUESTS["plain"], auth))
    assert _accepted(token, PUBLIC[kind], algorithm) == PAYLOAD
    assert _accepted(token, pem(kind)[1], algorithm) is None


def test_a_secret_in_base64() -> None:
    secret = b64encode(SECRET.encode()).decode()
    auth = Jwt(secret=secret, secret_is_base64=True, payload="{}")
    token = _bearer(signed(REQUESTS["plain"], auth))
    assert _accepted(token, SECRET, "HS256") == {}
    assert _accepted(token, secret, "HS256") is None


def test_its_header_and_its_place() -> None:
    auth = Jwt(secret=SECRET, header='{"kid": "7"}', place="query", query_key="t")
    request = signed(REQUESTS["query"], auth)
    token = parse_qs(urlsplit(request.url).query)["t"][0]
    assert jwt.get_unverified_header(token)["kid"] == "7"
    assert _accepted(token, SECRET, "HS256") == {}
    assert not request.authorization


def test_asap() -> None:
    key = PRIVATE["RS"]
    auth = Asap(kid="issuer/key", issuer="issuer", audience="them", private_key=key)
    token = _bearer(signed(REQUESTS["plain"], auth))
    claims = _accepted(token, PUBLIC["RS"], "RS256", audience="them", issuer="issuer")
    assert claims is not None
    assert is_now(claims["iat"])
    assert claims["exp"] - claims["iat"] == 3600
    assert jwt.get_unverified_header(token)["kid"] == "issuer/key"
    assert _accepted(token, pem("RS")[1], "RS256", audience="them") is None
    with pytest.raises(jwt.InvalidAudienceError):
        _accepted(token, PUBLIC["RS"], "RS256", audience="others")


@pytest.mark.parametrize(
    ("algorithm", "key"), [("RS256", "none"), ("ES256", "RS"), ("PS256", "ES256")]
)
def test_a_key_that_cannot_sign_is_not_told(algorithm: str, key: str) -> None:
    private = PRIVATE.get(key, key)
    auth = Jwt(algorithm=algorithm, private_key=private, payload="{}")
    with pytest.raises(ConfigurationError) as raised:
        signed(REQUESTS["plain"], auth)
    assert str(raised.value) == f"jwt: the key given cannot sign with {algorithm}"


@pytest.mark.parametrize("algorithm", [*RSAS, *CURVES])
def test_what_signs_with_a_key_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, algorithm: str
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)  # as if not installed
    auth = Jwt(algorithm=algorithm, private_key=PRIVATE["RS"], payload="{}")
    with pytest.raises(ConfigurationError) as raised:
        signed(REQUESTS["plain"], auth)
    needs = "needs a library that is not installed: pip install 'PyJWT[crypto]'"
    assert str(raised.value) == f"a JSON Web Token with {algorithm} {needs}"


def test_no_algorithm_is_none() -> None:
    auth = replace(Jwt(secret=SECRET, payload="{}"), algorithm="none")
    with pytest.raises(ConfigurationError, match="'none' is not an algorithm"):
        signed(REQUESTS["plain"], auth)

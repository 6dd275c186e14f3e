"""JSON Web Tokens made for a request: JWT, and Atlassian's ASAP (postman-format 4)."""

from __future__ import annotations

import json
import time
import uuid
from base64 import b64decode
from collections.abc import Mapping
from typing import Any, Final, cast
from urllib.parse import unquote_to_bytes

from ..errors import ConfigurationError
from ..optional import load
from ..request.request import Request
from .auths import Asap, Jwt
from .credentials import authorized, queried

_ALGORITHMS: Final = frozenset(
    f"{family}{size}" for family in ("HS", "RS", "PS", "ES") for size in (256, 384, 512)
)


def sign_jwt(request: Request, auth: Jwt) -> Request:
    """The request with a token of the payload and header as they are: nothing is added.

    ConfigurationError: there is no key for the algorithm, or it cannot sign.
    """
    payload = _object(auth.payload, "payload")
    header = _object(auth.header, "header")
    token = _token(payload, {**header, "alg": auth.algorithm}, _key(auth))
    if auth.place == "query":
        return queried(request, auth.query_key, token)
    return authorized(request, f"{auth.prefix.strip()} {token}".strip())


def sign_asap(request: Request, auth: Asap) -> Request:
    """The request with a token of the service; members of `claims` win over the rest."""
    claims = _object(auth.claims, "claims")
    now = int(time.time())
    issuer = claims.get("iss") or auth.issuer
    payload = {
        **claims,
        "iat": claims.get("iat") or now,
        "iss": issuer,
        "sub": claims.get("sub") or auth.subject or issuer,
        "jti": claims.get("jti") or str(uuid.uuid4()),
        "aud": claims.get("aud") or auth.audience,
        "exp": _seconds(claims.get("exp")) or now + (_seconds(auth.expires) or 3600),
    }
    kid = str(claims.get("kid") or auth.kid)
    header = {"alg": auth.algorithm or "RS256", "kid": kid}
    _require(kid=kid, issuer=issuer, audience=payload["aud"])
    token = _token(payload, header, _pem(auth.private_key))
    return authorized(request, f"Bearer {token}")


def _require(**needed: object) -> None:
    if missing := [name for name, value in needed.items() if not value]:
        raise ConfigurationError(f"asap: {', '.join(missing)} must be given")


def _seconds(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        value: object = json.loads(text) if text.strip() else {}
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ConfigurationError(f"jwt: the {name} is no JSON object")
    return cast("dict[str, Any]", value)


def _key(auth: Jwt) -> str | bytes:
    if not auth.algorithm.startswith("HS"):
        return auth.private_key
    return _octets(auth.secret) if auth.secret_is_base64 else auth.secret


def _octets(base64: str) -> bytes:
    """What is written in either alphabet of base64, its padding there or not."""
    text = base64.translate(str.maketrans("-_", "+/", " \r\n=")).encode()
    try:
        return b64decode(text + b"=" * (-len(text) % 4))
    except ValueError:
        raise ConfigurationError("jwt: the secret is not base64") from None


def _pem(key: str) -> str:
    """A key as PEM: also when it comes as a data URL, or with its line ends escaped."""
    if key.startswith("data:"):
        import ssl

        der = b64decode(unquote_to_bytes(key.rpartition(",")[2]))
        certificate = ssl.DER_cert_to_PEM_cert(der)
        return certificate.replace("CERTIFICATE", "PRIVATE KEY")
    return key.replace("\\n", "\n")


def _token(payload: Mapping[str, Any], header: Mapping[str, Any], key: Any) -> str:
    """The compact serialization (RFC 7515, 7.1), the JSON as JavaScript writes it."""
    algorithm = str(header["alg"])
    if algorithm not in _ALGORITHMS:
        raise ConfigurationError(
            f"jwt: {algorithm!r} is no algorithm it is signed with"
        )
    jwt = load("jwt", "PyJWT[crypto]", f"a JSON Web Token with {algorithm}")
    algorithms = load("jwt.algorithms", "PyJWT[crypto]", "a JSON Web Token")
    text = ".".join(_part(each) for each in (header, payload))
    try:
        signer = algorithms.get_default_algorithms()[algorithm]
        signature: bytes = signer.sign(text.encode(), signer.prepare_key(key))
    except (KeyError, ValueError, TypeError, jwt.exceptions.PyJWTError):
        # The text of the error may quote the key.
        problem = f"jwt: the key given cannot sign with {algorithm}"
        raise ConfigurationError(problem) from None
    encoded: bytes = jwt.utils.base64url_encode(signature)
    return f"{text}.{encoded.decode('ascii')}"


def _part(value: Mapping[str, Any]) -> str:
    utils = load("jwt.utils", "PyJWT[crypto]", "a JSON Web Token")
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    encoded: bytes = utils.base64url_encode(text.encode())
    return encoded.decode("ascii")

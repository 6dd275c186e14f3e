"""A JSON Web Token made for a request (RFC 7515, 7519; postman-format 4). It needs PyJWT."""

from __future__ import annotations

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from ..errors import ConfigurationError
from ..optional import load
from ..request.request import Request
from .credentials import Place, authorized_by_token, queried
from .flow import Auth

_FAMILIES: Final = ("HS", "RS", "PS", "ES")
_SIZES: Final = ("256", "384", "512")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jwt(Auth):
    """A JSON Web Token made for the request (RFC 7515, 7519).

    `algorithm`: HS, RS, PS or ES with 256, 384 or 512. `payload` and `header` are JSON
    texts. HS signs with `secret`, the others with `private_key` (PKCS #8, PEM).
    """

    algorithm: str = "HS256"
    secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    payload: str = ""
    header: str = ""
    prefix: str = "Bearer"
    query_key: str = "token"
    place: Place = "header"
    secret_is_base64: bool = False

    def sign(self, request: Request) -> Request:
        """The request with a token of the payload and header as they are: nothing is added.

        Raises ConfigurationError if there is no key for the algorithm, or it cannot sign.
        """
        payload = json_object(self.payload, "payload")
        header = json_object(self.header, "header")
        token = signed_token(payload, {**header, "alg": self.algorithm}, _key(self))
        if self.place == "query":
            return queried(request, self.query_key, token)
        return authorized_by_token(request, self.prefix, token)


def _key(auth: Jwt) -> str | bytes:
    if not auth.algorithm.startswith("HS"):
        return auth.private_key
    if auth.secret_is_base64:
        return _octets(auth.secret)
    return auth.secret


def _octets(base64: str) -> bytes:
    """What is written in either alphabet of base64, its padding there or not."""
    text = base64.translate(str.maketrans("-_", "+/", " \r\n=")).encode()
    padding = b"=" * (-len(text) % 4)
    try:
        return b64decode(text + padding)
    except ValueError:
        raise ConfigurationError("jwt: the secret is not base64") from None


def json_object(text: str, name: str) -> dict[str, Any]:
    """The object that a parameter holds as JSON; an empty one for blank text.

    Raises ConfigurationError for anything else.
    """
    try:
        value: object = json.loads(text) if text.strip() else {}
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ConfigurationError(f"jwt: the {name} is not a JSON object")
    return cast("dict[str, Any]", value)


def signed_token(
    payload: Mapping[str, Any], header: Mapping[str, Any], key: Any
) -> str:
    """The compact serialization (RFC 7515, 7.1), the JSON as JavaScript writes it."""
    algorithm = str(header["alg"])
    if algorithm[:2] not in _FAMILIES or algorithm[2:] not in _SIZES:
        raise ConfigurationError(f"jwt: {algorithm!r} is not an algorithm for signing")
    purpose = f"a JSON Web Token with {algorithm}"
    jwt = load("jwt", "PyJWT[crypto]", purpose)
    if not algorithm.startswith("HS"):
        load("cryptography", "PyJWT[crypto]", purpose)  # PyJWT alone lacks the others
    text = f"{_part(header)}.{_part(payload)}"
    try:
        signer = jwt.algorithms.get_default_algorithms()[algorithm]
        signature: bytes = signer.sign(text.encode(), signer.prepare_key(key))
    except (KeyError, ValueError, TypeError, jwt.exceptions.PyJWTError):
        # The text of the error may quote the key.
        problem = f"jwt: the key given cannot sign with {algorithm}"
        raise ConfigurationError(problem) from None
    return f"{text}.{_base64url(signature)}"


def _part(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _base64url(text.encode())


def _base64url(octets: bytes) -> str:
    """RFC 7515, 2: without padding."""
    return urlsafe_b64encode(octets).decode("ascii").rstrip("=")

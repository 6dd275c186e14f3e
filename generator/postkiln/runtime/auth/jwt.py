"""A JSON Web Token made for a request (RFC 7515, 7519; postman-format 4)."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field

from ..errors import ConfigurationError
from ..request.request import Request
from .credentials import Place, authorized_by_token, queried
from .flow import Auth
from .jws import encoded, json_object


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

        ConfigurationError: there is no key for the algorithm, or it cannot sign.
        """
        payload = json_object(self.payload, "payload")
        header = json_object(self.header, "header")
        token = encoded(payload, {**header, "alg": self.algorithm}, _key(self))
        if self.place == "query":
            return queried(request, self.query_key, token)
        return authorized_by_token(request, self.prefix, token)


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

"""HTTP Digest (RFC 7616): signs a request with a nonce that is known, or answers a challenge.

The parameters stand in the order in which Postman writes them.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ..errors import ConfigurationError
from ..request.request import Request
from .credentials import authorized
from .flow import Auth, AuthFlow, Reply

_HASHES: Final[Mapping[str, str]] = {
    "MD5": "md5",
    "SHA-256": "sha256",
    "SHA-512-256": "sha512_256",
}
_SESSION: Final = "-SESS"
_QOPS: Final = ("auth", "auth-int")
_TOKENS: Final = re.compile(
    r"(?<![\w-])"  # at the beginning of a word, so that none is read twice
    r'(?:([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))'  # a parameter
    r"|([A-Za-z][\w-]*)(?=\s+[\w-]+\s*=))"  # or the scheme before the first one
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Auth):
    """HTTP Digest (RFC 7616): answers a challenge; with realm and nonce, signs at once.

    `algorithm`: MD5, SHA-256 or SHA-512-256, each also with `-sess`. `retries`: whether
    a challenge is answered.
    """

    username: str
    password: str = field(repr=False)
    realm: str = ""
    nonce: str = ""
    algorithm: str = ""
    qop: str = ""
    nonce_count: str = ""
    client_nonce: str = ""
    opaque: str = ""
    retries: bool = True

    def sign(self, request: Request) -> Request:
        """The request with what the collection knows of the server, if that is enough.

        Without realm and nonce it goes out as it is, and the server asks.
        """
        if not (self.username and self.realm and self.nonce):
            return request
        return authorized(request, _credentials(request, self))

    def flow(self, request: Request) -> AuthFlow:
        """The signed request, and once the answer to a challenge."""
        reply = yield self.sign(request)
        answer = _answer(self, reply) if self.retries else None
        if answer is not None:
            yield answer


def _answer(auth: Digest, reply: Reply) -> Request | None:
    """The request that answers the challenges of a 401 or 403, if one is for us."""
    if reply.response.status_code not in (401, 403):
        return None
    challenges = reply.response.headers.get_list("www-authenticate")
    for challenge in _digests(challenges):
        algorithm = challenge.get("algorithm", "") or auth.algorithm
        if _name(algorithm) in _HASHES:
            known = _challenged(auth, challenge, algorithm)
            return authorized(reply.request, _credentials(reply.request, known))
    return None


def _digests(challenges: Sequence[str]) -> Sequence[Mapping[str, str]]:
    """The parameters of each challenge of this scheme (RFC 9110, 11.6.1)."""
    digests: list[Mapping[str, str]] = []
    parameters: dict[str, str] = {}
    for name, quoted, token, scheme in _TOKENS.findall("\n".join(challenges)):
        if not scheme:
            parameters[name.lower()] = re.sub(r"\\(.)", r"\1", quoted) or token
            continue
        parameters = {}
        if scheme.lower() == "digest":
            digests.append(parameters)
    return digests


def _challenged(auth: Digest, challenge: Mapping[str, str], algorithm: str) -> Digest:
    """The auth with what the server asks for in place of what the collection knows."""
    offered = re.split(r"[\s,]+", challenge.get("qop", ""))
    return replace(
        auth,
        realm=challenge.get("realm", ""),
        nonce=challenge.get("nonce", ""),
        opaque=challenge.get("opaque", ""),
        algorithm=algorithm,
        qop=next((qop for qop in _QOPS if qop in offered), ""),
        nonce_count="00000001",
        client_nonce=secrets.token_hex(8),
    )


def _name(algorithm: str) -> str:
    """The hash of an algorithm: that of `SHA-256-sess` is `SHA-256`, of none MD5."""
    return algorithm.upper().removesuffix(_SESSION) or "MD5"


def _credentials(request: Request, auth: Digest) -> str:
    is_counted = auth.qop in _QOPS
    is_session = auth.algorithm.upper().endswith(_SESSION)
    parts = [
        ("username", _quoted(auth.username)),
        ("realm", _quoted(auth.realm)),
        ("nonce", _quoted(auth.nonce)),
        ("uri", _quoted(request.address.target)),
        ("algorithm", _quoted(auth.algorithm or "MD5")),
    ]
    if is_counted:
        parts.append(("qop", auth.qop))
    if (is_counted or is_session) and auth.nonce_count:
        parts.append(("nc", auth.nonce_count))
    if is_counted or is_session:
        parts.append(("cnonce", _quoted(auth.client_nonce)))
    response = _response(request, auth)
    parts.append(("response", _quoted(response)))
    if auth.opaque:
        parts.append(("opaque", _quoted(auth.opaque)))
    return "Digest " + ", ".join(f"{name}={value}" for name, value in parts)


def _quoted(text: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'


def _response(request: Request, auth: Digest) -> str:
    """RFC 7616, 3.4.1."""
    name = _name(auth.algorithm)
    user = f"{auth.username}:{auth.realm}:{auth.password}"
    if auth.algorithm.upper().endswith(_SESSION):
        user = f"{_hash(name, user)}:{auth.nonce}:{auth.client_nonce}"
    sent = f"{request.method}:{request.address.target}"
    if auth.qop == "auth-int":
        body = b"".join(request.content.chunks())
        sent = f"{sent}:{_hash(name, body)}"
    parts = [_hash(name, user), auth.nonce]
    if auth.qop in _QOPS:
        parts += [auth.nonce_count, auth.client_nonce, auth.qop]
    parts.append(_hash(name, sent))
    return _hash(name, ":".join(parts))


def _hash(name: str, data: str | bytes) -> str:
    if name not in _HASHES:
        known = ", ".join(_HASHES)
        problem = f"the algorithm {name!r} is not one of {known}"
        raise ConfigurationError(f"digest: {problem}")
    octets = data.encode() if isinstance(data, str) else data
    return hashlib.new(_HASHES[name], octets, usedforsecurity=False).hexdigest()

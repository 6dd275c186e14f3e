"""Atlassian's service-to-service token (ASAP): a JSON Web Token of fixed claims."""

from __future__ import annotations

import time
import uuid
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from ..errors import ConfigurationError
from ..request.request import Request
from .credentials import authorized_by_token
from .flow import Auth
from .jwt import json_object, signed_token


@dataclass(frozen=True, slots=True, kw_only=True)
class Asap(Auth):
    """Atlassian's service-to-service token: a JWT of fixed claims.

    `expires` in seconds; `claims` is a JSON text whose members win, and so it may give
    the key's id, the issuer and the audience.
    """

    private_key: str = field(repr=False)
    kid: str = ""
    issuer: str = ""
    audience: str = ""
    subject: str = ""
    algorithm: str = "RS256"
    expires: str = "3600"
    claims: str = ""

    def sign(self, request: Request) -> Request:
        """The request with a token of the service; members of `claims` win over the rest."""
        claims = json_object(self.claims, "claims")
        payload = _payload(self, claims)
        kid = str(claims.get("kid") or self.kid)
        header = {"alg": self.algorithm or "RS256", "kid": kid}
        _require(kid=kid, issuer=payload["iss"], audience=payload["aud"])
        token = signed_token(payload, header, _pem(self.private_key))
        return authorized_by_token(request, "Bearer", token)


def _payload(auth: Asap, claims: dict[str, Any]) -> dict[str, Any]:
    now = int(time.time())
    lifetime = _seconds(auth.expires) or 3600
    issuer = claims.get("iss") or auth.issuer
    return {
        **claims,
        "iat": claims.get("iat") or now,
        "iss": issuer,
        "sub": claims.get("sub") or auth.subject or issuer,
        "jti": claims.get("jti") or str(uuid.uuid4()),
        "aud": claims.get("aud") or auth.audience,
        "exp": _seconds(claims.get("exp")) or now + lifetime,
    }


def _require(**needed: object) -> None:
    missing = ", ".join(name for name, value in needed.items() if not value)
    if missing:
        raise ConfigurationError(f"asap: {missing} must be given")


def _seconds(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _pem(key: str) -> str:
    """A key as PEM: also when it comes as a data URL, or with its line ends escaped."""
    if key.startswith("data:"):
        import ssl

        _, _, base64 = key.rpartition(",")
        der = b64decode(unquote_to_bytes(base64))
        # Python writes PEM for certificates alone: only the label of a key differs.
        certificate = ssl.DER_cert_to_PEM_cert(der)
        return certificate.replace("CERTIFICATE", "PRIVATE KEY")
    return key.replace("\\n", "\n")

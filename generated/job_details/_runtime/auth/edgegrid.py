"""Akamai EdgeGrid: an HMAC of the request in its Authorization header (EG1-HMAC-SHA256).

The vendor's library for Python needs another HTTP client; the scheme needs HMAC alone.
"""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ..errors import ConfigurationError
from ..request.address import parse
from ..request.headers import value_of
from ..request.request import Request
from .credentials import authorized
from .flow import Auth


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeGrid(Auth):
    """Akamai EdgeGrid. `headers_to_sign` are names with commas, the size in bytes."""

    access_token: str = field(repr=False)
    client_token: str = field(repr=False)
    client_secret: str = field(repr=False)
    nonce: str = ""
    timestamp: str = ""
    base_url: str = ""
    headers_to_sign: str = ""
    max_body_size: str = "131072"

    def sign(self, request: Request) -> Request:
        """The request with its signature; without all three tokens it goes as it is."""
        if not (self.access_token and self.client_token and self.client_secret):
            return request
        moment = self.timestamp or _now()
        head = (
            f"EG1-HMAC-SHA256 client_token={self.client_token};"
            f"access_token={self.access_token};timestamp={moment};"
            f"nonce={self.nonce or uuid.uuid4()};"
        )
        key = _hmac(self.client_secret, moment)
        text = "\t".join((*_parts(request, self), head))
        signature = _hmac(key, text)
        return authorized(request, f"{head}signature={signature}")


def _now() -> str:
    moment = datetime.fromtimestamp(time.time(), UTC)
    return moment.strftime("%Y%m%dT%H:%M:%S+0000")


def _hmac(key: str, text: str) -> str:
    digest = hmac.digest(key.encode(), text.encode(), "sha256")
    return b64encode(digest).decode("ascii")


def _parts(request: Request, auth: EdgeGrid) -> tuple[str, ...]:
    """What is signed of a request."""
    address = request.address
    host = address.netloc
    if auth.base_url:
        host = parse(auth.base_url).netloc
    headers = "\t".join(_headers(request, auth))
    body_hash = ""
    if request.method == "POST":
        body_hash = _body_hash(request, auth)
    return request.method, address.scheme, host, address.target, headers, body_hash


def _headers(request: Request, auth: EdgeGrid) -> Iterator[str]:
    for name in auth.headers_to_sign.split(","):
        folded = name.strip().lower()
        if value := value_of(request.headers, folded):
            trimmed = " ".join(value.split())
            yield f"{folded}:{trimmed}"


def _body_hash(request: Request, auth: EdgeGrid) -> str:
    """The hash of as much of the body as the server hashes; there is none without one."""
    remaining = _size(auth)
    if not request.content.segments:
        return ""
    digest = hashlib.sha256()
    for chunk in request.content.chunks():
        digest.update(chunk[:remaining])
        remaining = max(0, remaining - len(chunk))
    return b64encode(digest.digest()).decode("ascii")


def _size(auth: EdgeGrid) -> int:
    if not auth.max_body_size.isdecimal():
        raise ConfigurationError("edgegrid: max_body_size is not a number of bytes")
    return int(auth.max_body_size)

"""Hawk, version 1: a MAC of the request in its Authorization header.

The scheme is frozen and needs HMAC alone; the one library for Python is no longer maintained.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Final

from ..errors import ConfigurationError
from ..request.address import DEFAULT_PORTS
from ..request.headers import value_of
from ..request.request import Request
from .credentials import authorized
from .flow import Auth

_HASHES: Final = ("sha1", "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hawk(Auth):
    """Hawk, a MAC of the request. `algorithm`: sha1 or sha256; `timestamp` in seconds."""

    id: str
    key: str = field(repr=False)
    algorithm: str = "sha256"
    user: str = ""
    nonce: str = ""
    ext: str = ""
    app: str = ""
    dlg: str = ""
    timestamp: str = ""
    hashes_payload: bool = False

    def sign(self, request: Request) -> Request:
        """The request with its MAC; without id and key it goes as it is, as in Postman."""
        if not (self.id and self.key):
            return request
        if self.algorithm not in _HASHES:
            text = f"the algorithm {self.algorithm!r} is neither sha1 nor sha256"
            raise ConfigurationError(f"hawk: {text}")
        return authorized(request, _credentials(request, self))


@dataclass(frozen=True, slots=True)
class _Artifacts:
    """What a MAC covers besides the request, by the scheme's own name for it."""

    timestamp: str
    nonce: str
    payload_hash: str


def _credentials(request: Request, auth: Hawk) -> str:
    artifacts = _artifacts(request, auth)
    parts = [
        ("id", auth.id),
        ("ts", artifacts.timestamp),
        ("nonce", artifacts.nonce),
    ]
    if artifacts.payload_hash:
        parts.append(("hash", artifacts.payload_hash))
    if auth.ext:
        parts.append(("ext", _escaped(auth.ext)))
    normalized = _normalized(request, auth, artifacts)
    parts.append(("mac", _mac(auth, normalized)))
    if auth.app:
        parts.append(("app", auth.app))
    if auth.app and auth.dlg:
        parts.append(("dlg", auth.dlg))
    text = ", ".join(f'{name}="{value}"' for name, value in parts)
    return f"Hawk {text}"


def _artifacts(request: Request, auth: Hawk) -> _Artifacts:
    timestamp = auth.timestamp
    if not timestamp.isdigit():
        timestamp = str(int(time.time()))
    nonce = auth.nonce or secrets.token_urlsafe(5)[:6]
    payload_hash = ""
    if auth.hashes_payload:
        payload_hash = _payload_hash(request, auth)
    return _Artifacts(timestamp, nonce, payload_hash)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _normalized(request: Request, auth: Hawk, artifacts: _Artifacts) -> str:
    """The text that is hashed: a line for each part of the request."""
    address = request.address
    ext = auth.ext.replace("\\", "\\\\").replace("\n", "\\n")
    lines = [
        "hawk.1.header",
        artifacts.timestamp,
        artifacts.nonce,
        request.method.upper(),
        address.target,
        address.host,
        address.port or DEFAULT_PORTS[address.scheme],
        artifacts.payload_hash,
        ext,
    ]
    if auth.app:
        lines += [auth.app, auth.dlg]
    return "".join(f"{line}\n" for line in lines)


def _mac(auth: Hawk, text: str) -> str:
    digest = hmac.digest(auth.key.encode(), text.encode(), auth.algorithm)
    return b64encode(digest).decode("ascii")


def _payload_hash(request: Request, auth: Hawk) -> str:
    """The hash of the body and of the type that the headers give it so far.

    As in Postman there is none without a body.
    """
    if not request.content.segments:
        return ""
    stated = value_of(request.headers, "content-type")
    media_type, _, _ = stated.partition(";")
    digest = hashlib.new(auth.algorithm, usedforsecurity=False)
    digest.update(f"hawk.1.payload\n{media_type.strip().lower()}\n".encode())
    for chunk in request.content.chunks():
        digest.update(chunk)
    digest.update(b"\n")
    return b64encode(digest.digest()).decode("ascii")

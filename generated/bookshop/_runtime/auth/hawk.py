"""Hawk, version 1: a MAC of the request in its Authorization header.

The scheme is frozen and needs HMAC alone; the one library for Python is no longer kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from base64 import b64encode
from typing import Final

from ..errors import ConfigurationError
from ..request.headers import value_of
from ..request.request import Request
from .auths import Hawk
from .credentials import authorized

_HASHES: Final = ("sha1", "sha256")
_PORTS: Final = {"http": "80", "https": "443"}


def sign_hawk(request: Request, auth: Hawk) -> Request:
    """The request with its MAC; without id and key it goes as it is, as in Postman."""
    if not (auth.id and auth.key):
        return request
    if auth.algorithm not in _HASHES:
        problem = f"hawk: the algorithm {auth.algorithm!r} is neither sha1 nor sha256"
        raise ConfigurationError(problem)
    moment = auth.timestamp if auth.timestamp.isdigit() else str(int(time.time()))
    nonce = auth.nonce or secrets.token_urlsafe(5)[:6]
    hashed = _payload_hash(request, auth) if auth.hashes_payload else ""
    mac = _mac(auth, _normalized(request, auth, (moment, nonce, hashed)))
    parts = [("id", auth.id), ("ts", moment), ("nonce", nonce)]
    parts += [("hash", hashed)] if hashed else []
    parts += [("ext", _escaped(auth.ext))] if auth.ext else []
    parts.append(("mac", mac))
    if auth.app:
        parts.append(("app", auth.app))
        parts += [("dlg", auth.dlg)] if auth.dlg else []
    text = ", ".join(f'{name}="{value}"' for name, value in parts)
    return authorized(request, f"Hawk {text}")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _normalized(request: Request, auth: Hawk, drawn: tuple[str, str, str]) -> str:
    address = request.address
    moment, nonce, hashed = drawn
    ext = auth.ext.replace("\\", "\\\\").replace("\n", "\\n")
    lines = [
        "hawk.1.header",
        moment,
        nonce,
        request.method.upper(),
        address.target,
        address.host,
        address.port or _PORTS[address.scheme],
        hashed,
        ext,
    ]
    if auth.app:
        lines += [auth.app, auth.dlg]
    return "".join(f"{line}\n" for line in lines)


def _mac(auth: Hawk, text: str) -> str:
    digest = hmac.new(auth.key.encode(), text.encode(), auth.algorithm).digest()
    return b64encode(digest).decode("ascii")


def _payload_hash(request: Request, auth: Hawk) -> str:
    """The hash of the body and of the type that the headers give it so far.

    As in Postman there is none without a body.
    """
    if not request.content.segments:
        return ""
    media_type = value_of(request.headers, "content-type").partition(";")[0]
    digest = hashlib.new(auth.algorithm, usedforsecurity=False)
    digest.update(f"hawk.1.payload\n{media_type.strip().lower()}\n".encode())
    for chunk in request.content.chunks():
        digest.update(chunk)
    digest.update(b"\n")
    return b64encode(digest.digest()).decode("ascii")

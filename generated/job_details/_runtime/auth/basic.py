"""HTTP Basic (RFC 7617): of an auth, and of a URL that holds a user name and password."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field

from ..request.headers import Headers, has
from ..request.request import Request
from .credentials import authorized
from .flow import Auth


@dataclass(frozen=True, slots=True)
class Basic(Auth):
    """HTTP Basic (RFC 7617)."""

    username: str
    password: str = field(repr=False)

    def sign(self, request: Request) -> Request:
        return authorized(request, basic_credentials(self.username, self.password))


def basic_credentials(username: str, password: str) -> str:
    """The value of an Authorization header, the two in UTF-8."""
    encoded = b64encode(f"{username}:{password}".encode())
    return f"Basic {encoded.decode('ascii')}"


def sign_login(headers: Headers, login: tuple[str, str] | None) -> Headers:
    """The user info of a URL is Basic auth, unless the request has an Authorization."""
    if login is None or has(headers, "authorization"):
        return headers
    return (*headers, ("Authorization", basic_credentials(*login)))

"""OAuth 2: an access token that is given, or how one is fetched.

Tokens are fetched by `transport/tokens.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from ..request.headers import without
from ..request.request import Request
from .credentials import Place, authorized_by_token, queried
from .flow import Auth


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """How an access token is fetched when none is given (RFC 6749).

    By the refresh token if there is one, else by `kind` ("" cannot do it without).
    `sends_basic`: the client authenticates by HTTP Basic, else in the form.
    """

    kind: Literal["client_credentials", "password", ""] = ""
    token_url: str = ""
    refresh_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    scope: str = ""
    audience: str = ""
    resource: str = ""
    sends_basic: bool = True


@dataclass(frozen=True, slots=True)
class OAuth2(Auth):
    """An access token (RFC 6750), with a prefix in the header, or as `access_token`."""

    token: str = field(repr=False)
    prefix: str = "Bearer"
    place: Place = "header"
    grant: Grant | None = None

    def sign(self, request: Request) -> Request:
        if not self.token:
            return request  # as Postman: no token, no auth, and no error
        if self.place == "query":
            others = without(request.headers, "authorization")
            bare = replace(request, headers=others)
            return queried(bare, "access_token", self.token)
        return authorized_by_token(request, self.prefix, self.token)

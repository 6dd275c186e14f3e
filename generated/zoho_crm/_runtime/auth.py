"""The auth of an operation -> headers and a query item (postman-format 4)."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Final

from .headers import Headers, has, without
from .operation import ApiKey, Auth, Basic, Bearer, OAuth2
from .templates import Lookup, fill

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Signed:
    """Headers with the auth in them, and the query item it asks for."""

    headers: Headers = field(repr=False)
    query_item: tuple[str, str] | None = field(default=None, repr=False)


def sign(headers: Headers, auth: Auth | None, lookup: Lookup) -> Signed:
    """Add the auth; it takes the place of a header of the same name."""
    match auth:
        case None:
            return Signed(headers)
        case Basic(username, password):
            return _authorize(
                headers, basic(fill(username, lookup), fill(password, lookup))
            )
        case Bearer(token):
            return _token(headers, OAuth2(fill(token, lookup)))
        case OAuth2(token, prefix, place):
            filled = OAuth2(fill(token, lookup), fill(prefix, lookup), place)
            return _token(headers, filled)
        case ApiKey(name, value, place):
            return _api_key(
                headers, ApiKey(fill(name, lookup), fill(value, lookup), place)
            )


def sign_login(headers: Headers, login: tuple[str, str] | None) -> Headers:
    """The user info of a URL is Basic auth, unless the request has an Authorization."""
    if login is None or has(headers, "authorization"):
        return headers
    return _authorize(headers, basic(*login)).headers


def basic(username: str, password: str) -> str:
    """The credentials of HTTP Basic, in UTF-8."""
    return f"Basic {b64encode(f'{username}:{password}'.encode()).decode('ascii')}"


def _authorize(headers: Headers, credentials: str) -> Signed:
    kept = without(headers, "authorization")
    return Signed((*kept, ("Authorization", credentials)))


def _token(headers: Headers, auth: OAuth2) -> Signed:
    if not auth.token:
        return Signed(headers)  # as Postman: no token, no auth, and no error
    if auth.place == "query":
        kept = without(headers, "authorization")
        return Signed(kept, ("access_token", auth.token))
    return _authorize(headers, f"{auth.prefix.strip()} {auth.token}".strip())


def _api_key(headers: Headers, auth: ApiKey) -> Signed:
    if not auth.name:
        return Signed(headers)
    if auth.place == "query":
        return Signed(headers, (auth.name, auth.value))
    same = _words(auth.name)
    kept = tuple(header for header in headers if _words(header[0]) != same)
    return Signed((*kept, (auth.name, auth.value)))


def _words(name: str) -> str:
    """Postman takes `x_api_key` and `X-Api-Key` for the same header (lodash lowerCase)."""
    return " ".join(_WORD.findall(name)).lower()

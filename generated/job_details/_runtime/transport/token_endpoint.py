"""The requests that fetch access tokens, and their responses (RFC 6749).

In: a grant with its templates filled, and a refresh token or "". Out: a request; of the
response, a `Token`.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from ..auth.basic import basic_credentials
from ..auth.oauth2 import Grant
from ..errors import ConfigurationError
from ..request.address import parse
from ..request.content import FORM, JSON, Content
from ..request.form import urlencoded
from ..request.headers import Headers
from ..request.request import Request

_EARLY: Final = 30  # seconds before a token expires in which it is no longer used


@dataclass(frozen=True, slots=True)
class Token:
    """An access token. `ends` is when it is used no more, on the monotonic clock."""

    text: str = field(repr=False)
    refresh: str = field(repr=False)
    ends: float

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.ends


def needs_no_refresh(grant: Grant) -> bool:
    """Whether the grant can fetch a token without a refresh token."""
    match grant.kind:
        case "client_credentials":
            return bool(grant.client_id)
        case "password":
            return bool(grant.username and grant.password)
        case _:
            return False


def token_request(grant: Grant, refresh: str) -> Request:
    """The request for a token. ConfigurationError: the grant cannot do without `refresh`."""
    if not refresh and not needs_no_refresh(grant):
        raise ConfigurationError(_missing(grant))
    url = grant.token_url
    if refresh and grant.refresh_url:
        url = grant.refresh_url
    address = parse(url)
    fields = tuple(_fields(grant, refresh).items())
    form = urlencoded(fields)
    content = Content((form,), FORM)
    headers = (
        ("Host", address.netloc),
        *_client_login(grant),
        ("Content-Type", FORM),
        ("Content-Length", str(content.size)),
        ("Accept", JSON),
    )
    secrets = filter(None, (grant.client_secret, refresh, grant.password))
    return Request("POST", address, headers, content, secrets=tuple(secrets))


def _missing(grant: Grant) -> str:
    ways = {
        "client_credentials": "client_id=... and client_secret=..., ",
        "password": "username=... and password=..., ",
        "": "",
    }
    others = f"{ways[grant.kind]}or refresh_token=..."
    return f"no access token: pass access_token=..., {others} to the client"


def _fields(grant: Grant, refresh: str) -> dict[str, str]:
    """The form, without fields that are empty."""
    fields = {
        "grant_type": grant.kind,
        "refresh_token": refresh,
        "username": grant.username,
        "password": grant.password,
        "scope": grant.scope,
        "audience": grant.audience,
        "resource": grant.resource,
        "client_id": grant.client_id,
        "client_secret": grant.client_secret,
    }
    if refresh:
        fields["grant_type"] = "refresh_token"
    if refresh or grant.kind != "password":
        del fields["username"], fields["password"]
    if grant.sends_basic:
        del fields["client_id"], fields["client_secret"]
    return {name: value for name, value in fields.items() if value}


def _client_login(grant: Grant) -> Headers:
    if not (grant.sends_basic and grant.client_id):
        return ()
    credentials = basic_credentials(grant.client_id, grant.client_secret)
    return (("Authorization", credentials),)


def read_token(response: httpx2.Response, refresh: str) -> Token:
    """The token of a response (RFC 6749, 5.1). `refresh` is used if it has no newer one.

    A token without a lifetime is used until the server refuses it.
    """
    try:
        answer: Any = json.loads(response.content)
        text = answer["access_token"]
        lifetime = _seconds(answer.get("expires_in"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ConfigurationError(
            "the token endpoint answered without an access_token: is its URL right?"
        ) from None
    # A token that lives shorter than twice `_EARLY` is used for half of its life.
    used_for = max(lifetime - _EARLY, lifetime / 2)
    newest = answer.get("refresh_token") or refresh
    return Token(str(text), str(newest), time.monotonic() + used_for)


def _seconds(value: object) -> float:
    """A lifetime as the server writes it; without end where it is not a number."""
    if not isinstance(value, int | float | str):
        return float("inf")
    try:
        return float(value)
    except ValueError:
        return float("inf")

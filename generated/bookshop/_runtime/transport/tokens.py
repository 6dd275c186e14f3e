"""Access tokens that a client fetches itself (RFC 6749): by refresh token, or by its grant.

One token per grant is kept until shortly before it expires. Whoever needs one while it is
being fetched waits for it, threads and tasks alike.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

import httpx2

from ..auth.basic import basic_credentials
from ..auth.flow import once
from ..auth.oauth2 import Grant, OAuth2
from ..errors import ConfigurationError, StatusError
from ..operation import Operation
from ..request.address import parse
from ..request.content import Content
from ..request.form import urlencoded
from ..request.headers import Headers
from ..request.request import Request
from ..statuses import status_class
from ..template.fill import Lookup, fill_fields
from .exchange import TransportDefaults, exchange
from .redirects import why_not_followed
from .steps import CallFlow, Locked

_EARLY: Final = 30  # seconds before a token expires in which it is no longer used
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Token:
    """An access token. `ends` is when it is used no more, on the monotonic clock."""

    text: str = field(repr=False)
    refresh: str = field(repr=False)
    ends: float

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.ends


@dataclass(slots=True)
class Tokens:
    """The tokens of a client and its copies, by the grants they were fetched with."""

    known: dict[Grant, Token] = field(default_factory=dict[Grant, Token], repr=False)

    def forget(self, text: str) -> None:
        """Use this token no more: the server has refused it."""
        for grant, token in list(self.known.items()):
            if token.text == text:
                self.known[grant] = replace(token, ends=0.0)

    def token(
        self, auth: OAuth2, lookup: Lookup, defaults: TransportDefaults
    ) -> CallFlow[str]:
        """A token that is good now, fetched if need be."""
        grant = fill_fields(cast("Grant", auth.grant), _or_empty(lookup))
        token: str = yield Locked(self._fresh(grant, defaults))
        return token

    def _fresh(self, grant: Grant, defaults: TransportDefaults) -> CallFlow[str]:
        token = self.known.get(grant)
        if token is None or not token.is_fresh:
            token = yield from _fetch(grant, token, defaults)
            self.known[grant] = token
        return token.text


def _or_empty(lookup: Lookup) -> Lookup:
    """What is not given is empty: which of a grant's parameters are needed depends."""

    def value(hole: str) -> str | None:
        try:
            return lookup(hole)
        except ConfigurationError:
            return ""

    return value


def _fetch(
    grant: Grant, old: Token | None, defaults: TransportDefaults
) -> CallFlow[Token]:
    """A token from the endpoint; a refresh token that is refused is tried no more."""
    refresh = (old.refresh if old is not None else "") or grant.refresh_token
    if refresh:
        try:
            return (yield from _request_token(grant, refresh, defaults))
        except StatusError:
            if not _can_start_over(grant):
                raise
    return (yield from _request_token(grant, "", defaults))


def _request_token(
    grant: Grant, refresh: str, defaults: TransportDefaults
) -> CallFlow[Token]:
    operation = Operation[Any](name="access token", method="POST", url="")
    flow = once(_token_request(grant, refresh))
    reply = yield from exchange(operation, flow, defaults)
    last, response = reply.request, reply.response
    if last.left_origin:
        raise ConfigurationError(
            f"the token endpoint redirects to {last.label}, another origin, which cannot "
            "give tokens for it: is its URL right?"
        )
    if response.is_success:
        return _token(response, refresh)
    status = response.status_code
    raise status_class(status)(
        status,
        last.method,
        last.label,
        headers=response.headers,
        text=response.text,
        detail=why_not_followed(last, status, response.headers.get("location")),
    )


def _can_start_over(grant: Grant) -> bool:
    has_user = bool(grant.username and grant.password)
    match grant.kind:
        case "client_credentials":
            return bool(grant.client_id)
        case "password":
            return has_user
        case _:
            return False


def _token_request(grant: Grant, refresh: str) -> Request:
    if not refresh and not _can_start_over(grant):
        raise ConfigurationError(_missing(grant))
    url = (refresh and grant.refresh_url) or grant.token_url
    fields, headers = _fields(grant, refresh), _client(grant)
    address, content = parse(url), Content((urlencoded(tuple(fields.items())),), _FORM)
    return Request(
        "POST",
        address,
        (
            ("Host", address.netloc),
            *headers,
            ("Content-Type", _FORM),
            ("Content-Length", str(content.size)),
            ("Accept", "application/json"),
        ),
        content,
        secrets=tuple(filter(None, (grant.client_secret, refresh, grant.password))),
    )


def _missing(grant: Grant) -> str:
    ways = {
        "client_credentials": "client_id=... and client_secret=...",
        "password": "username=... and password=...",
    }
    others = (f"{ways[grant.kind]}, " if grant.kind else "") + "or refresh_token=..."
    return f"no access token: pass access_token=..., {others} to the client"


def _fields(grant: Grant, refresh: str) -> dict[str, str]:
    kind = "refresh_token" if refresh else grant.kind
    user = kind == "password"
    fields = {
        "grant_type": kind,
        "refresh_token": refresh,
        "username": grant.username if user else "",
        "password": grant.password if user else "",
        "scope": grant.scope,
        "audience": grant.audience,
        "resource": grant.resource,
        "client_id": "" if grant.sends_basic else grant.client_id,
        "client_secret": "" if grant.sends_basic else grant.client_secret,
    }
    return {name: value for name, value in fields.items() if value}


def _client(grant: Grant) -> Headers:
    if not (grant.sends_basic and grant.client_id):
        return ()
    return (("Authorization", basic_credentials(grant.client_id, grant.client_secret)),)


def _token(response: httpx2.Response, refresh: str) -> Token:
    """The token of an answer (RFC 6749, 5.1); without a lifetime it is used until refused."""
    try:
        answer: Any = json.loads(response.content)
        text, seconds = answer["access_token"], answer.get("expires_in")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ConfigurationError(
            "the token endpoint answered without an access_token: is its URL right?"
        ) from None
    lifetime = _seconds(seconds)
    ends = time.monotonic() + max(lifetime - _EARLY, lifetime / 2)
    return Token(str(text), str(answer.get("refresh_token") or refresh), ends)


def _seconds(value: object) -> float:
    try:
        return float(value) if isinstance(value, int | float | str) else float("inf")
    except ValueError:
        return float("inf")

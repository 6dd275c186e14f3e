"""Access tokens that a client fetches itself (RFC 6749): by refresh token, or by its grant.

One token per grant is stored until shortly before it expires. A call that needs one while it
is being fetched waits for it, in threads and tasks alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, cast

from ..auth.flow import once
from ..auth.oauth2 import Grant, OAuth2
from ..errors import ConfigurationError, StatusError
from ..operation import Operation
from ..statuses import status_class
from ..template.fill import Lookup, fill_fields
from .exchange import TransportDefaults, exchange
from .redirects import why_not_followed
from .steps import CallFlow, Locked
from .token_endpoint import Token, needs_no_refresh, read_token, token_request


@dataclass(slots=True)
class Tokens:
    """The tokens of a client and its copies, by the grants they were fetched with."""

    known: dict[Grant, Token] = field(default_factory=dict[Grant, Token], repr=False)

    def forget(self, text: str) -> None:
        """Use this token no more: the server has refused it."""
        known = list(self.known.items())  # a copy: other threads may add to it
        for grant, token in known:
            if token.text == text:
                self.known[grant] = replace(token, ends=0.0)

    def token(
        self, auth: OAuth2, lookup: Lookup, defaults: TransportDefaults
    ) -> CallFlow[str]:
        """A fresh token; it is fetched where there is none."""
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
    """A lookup that gives an empty text for an option that is not set.

    Which parameters of a grant are needed depends on its kind: `token_endpoint` knows.
    """

    def value(variable: str) -> str | None:
        try:
            return lookup(variable)
        except ConfigurationError:
            return ""

    return value


def _fetch(
    grant: Grant, old: Token | None, defaults: TransportDefaults
) -> CallFlow[Token]:
    """A token from the endpoint: by refresh token, and if that is refused, by the grant."""
    refresh = grant.refresh_token
    if old is not None and old.refresh:
        refresh = old.refresh
    if refresh:
        try:
            return (yield from _request_token(grant, refresh, defaults))
        except StatusError:
            if not needs_no_refresh(grant):
                raise
    return (yield from _request_token(grant, "", defaults))


def _request_token(
    grant: Grant, refresh: str, defaults: TransportDefaults
) -> CallFlow[Token]:
    operation = Operation[Any](name="access token", method="POST", url="")
    flow = once(token_request(grant, refresh))
    reply = yield from exchange(operation, flow, defaults)
    last, response = reply.request, reply.response
    if last.left_origin:
        raise ConfigurationError(
            f"the token endpoint redirects to {last.label}, another origin, which cannot "
            "give tokens for it: is its URL right?"
        )
    if response.is_success:
        return read_token(response, refresh)
    status = response.status_code
    error_class = status_class(status)
    raise error_class(
        status,
        last.method,
        last.label,
        headers=response.headers,
        text=response.text,
        detail=why_not_followed(reply),
    )

"""How a call is signed and sent: the part of the endpoint model that is Postman's settings."""

from __future__ import annotations

from dataclasses import dataclass

Parameters = tuple[tuple[str, str | bool], ...]
"""Names and values, as the runtime calls them; texts are templates. Defaults are left out."""


@dataclass(frozen=True, slots=True)
class TokenGrant:
    """How an access token is fetched: at which URLs, by what, as whom (RFC 6749)."""

    parameters: Parameters


@dataclass(frozen=True, slots=True)
class AuthScheme:
    """How a call authenticates. `kind` is Postman's type; `grant` belongs to `oauth2`."""

    kind: str
    parameters: Parameters
    grant: TokenGrant | None = None

    def get(self, name: str) -> str:
        """The text of a parameter, empty where it is not set."""
        return str(dict(self.parameters).get(name, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBehavior:
    """How a request is sent: Postman's `protocolProfileBehavior`, with its defaults.

    `without` names default headers that are not sent, in lower case. `keeps_method` and
    `keeps_authorization` are for redirects.
    """

    encodes_url: bool = True
    uses_cookies: bool = True
    follows_redirects: bool = True
    max_redirects: int = 10
    keeps_method: bool = False
    keeps_authorization: bool = False
    sends_referer: bool = True
    without: tuple[str, ...] = ()

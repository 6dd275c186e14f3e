"""How a client gets an access token itself: Postman's OAuth 2 settings -> `Grant`."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.model.auth import Grant, Parameters
from postkiln.postman import collection as tree
from postkiln.secrets.redact import Vault

_KINDS = {
    "client_credentials": "client_credentials",
    "password_credentials": "password",
}
"""Those that need no browser; the others can only be refreshed."""

_PLAIN = {"scope": "scope", "audience": "audience", "resource": "resource"}


def grant_of(auth: tree.Auth, where: tuple[str, ...], vault: Vault) -> Grant | None:
    """The grant; None where the collection names no token endpoint."""
    urls = {
        "token_url": auth.get("accessTokenUrl"),
        "refresh_url": auth.get("refreshTokenUrl"),
    }
    if not any(urls.values()):
        return None
    return Grant((*_said(auth, urls), *_secrets(auth, where, vault)))


def _said(auth: tree.Auth, urls: dict[str, str]) -> Iterator[tuple[str, str | bool]]:
    if kind := _KINDS.get(auth.get("grant_type")):
        yield "kind", kind
    yield from ((name, url) for name, url in urls.items() if url)
    for name, key in _PLAIN.items():
        if value := auth.get(key):
            yield name, value
    if auth.get("client_authentication") == "body":
        yield "sends_basic", False


def _secrets(
    auth: tree.Auth, where: tuple[str, ...], vault: Vault
) -> Iterator[tuple[str, str | bool]]:
    keys = {"client_id": "clientId", "client_secret": "clientSecret"}
    if auth.get("grant_type") == "password_credentials":
        keys |= {"username": "username", "password": "password"}
    for name, key in (*keys.items(), ("refresh_token", "refreshToken")):
        slot = f"auth:oauth2.{name}"
        yield name, vault.shield(slot, name, auth.get(key), where)


def parameters(grant: Grant | None) -> Parameters:
    """All that a grant says, none where there is none."""
    return () if grant is None else grant.parameters

"""How a client gets an access token itself: Postman's OAuth 2 settings -> a grant."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.build.request.auth_template import Parameter
from postkiln.model.template import parse
from postkiln.postman import collection as tree
from postkiln.secrets.redact import SecretExtractor, SecretSlot, SlotKind

_KINDS = {
    "client_credentials": "client_credentials",
    "password_credentials": "password",
}
"""Those that need no browser; the others can only be refreshed."""

_PLAIN = {"scope": "scope", "audience": "audience", "resource": "resource"}


def grant_of(
    auth: tree.AuthBlock, where: tuple[str, ...], extractor: SecretExtractor
) -> tuple[Parameter, ...]:
    """The parameters of a grant; none where the collection names no token endpoint."""
    urls = {
        "token_url": auth.get("accessTokenUrl"),
        "refresh_url": auth.get("refreshTokenUrl"),
    }
    if not any(urls.values()):
        return ()
    return (*_settings(auth, urls), *_secrets(auth, where, extractor))


def _settings(auth: tree.AuthBlock, urls: dict[str, str]) -> Iterator[Parameter]:
    if kind := _KINDS.get(auth.get("grant_type")):
        yield "kind", (kind,)
    for name, url in urls.items():
        if url:
            yield name, parse(url)
    for name, key in _PLAIN.items():
        if value := auth.get(key):
            yield name, parse(value)
    if auth.get("client_authentication") == "body":
        yield "sends_basic", False


def _secrets(
    auth: tree.AuthBlock, where: tuple[str, ...], extractor: SecretExtractor
) -> Iterator[Parameter]:
    keys = {"client_id": "clientId", "client_secret": "clientSecret"}
    if auth.get("grant_type") == "password_credentials":
        keys |= {"username": "username", "password": "password"}
    keys |= {"refresh_token": "refreshToken"}
    for name, key in keys.items():
        slot = SecretSlot(SlotKind.AUTH, f"oauth2.{name}", name)
        yield name, extractor.extract_if_secret(slot, auth.get(key), where)

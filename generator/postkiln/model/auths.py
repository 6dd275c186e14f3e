"""How a request authenticates: Postman's auth blocks -> `Auth` (postman-format 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postkiln.collection import tree
from postkiln.errors import Code, Notice
from postkiln.model import templates
from postkiln.model.api import Auth
from postkiln.model.survey import Declared, Found
from postkiln.model.vault import Vault

SPOKEN = ("basic", "bearer", "apikey", "oauth2")


def auth_of(declared: Declared | None, vault: Vault) -> Auth | None:
    """The auth in force as templates; None when it sends nothing or is not spoken."""
    if declared is None:
        return None
    auth, where = declared.auth, declared.path
    match auth.type:
        case "basic":
            username = _secret(vault, "basic.username", "username", auth, where)
            password = _secret(vault, "basic.password", "password", auth, where)
            return Auth("basic", (("username", username), ("password", password)))
        case "bearer":
            token = _secret(vault, "bearer.token", "token", auth, where)
            return Auth("bearer", (("token", token),))
        case "apikey":
            return _api_key(auth, where, vault)
        case "oauth2":
            return _oauth2(auth, where, vault)
        case _:
            return None


def _secret(
    vault: Vault, slot: str, label: str, auth: tree.Auth, where: tuple[str, ...]
) -> str:
    """A parameter as a template that gives nothing away."""
    name = "accessToken" if slot == "oauth2.token" else slot.partition(".")[2]
    value = auth.get("value" if auth.type == "apikey" else name)
    return vault.shield(f"auth:{slot}", label, value, where)


def _api_key(auth: tree.Auth, where: tuple[str, ...], vault: Vault) -> Auth | None:
    key = auth.get("key")
    if not key:
        return None  # a value without a name is not sent
    label = templates.literal(key).strip() or "api key"
    value = _secret(vault, f"apikey.{label}", label, auth, where)
    place = "query" if auth.get("in") == "query" else "header"
    return Auth("apikey", (("key", key), ("value", value), ("in", place)))


def _oauth2(auth: tree.Auth, where: tuple[str, ...], vault: Vault) -> Auth | None:
    if auth.get("tokenType").lower() == "mac":
        return None
    token = _secret(vault, "oauth2.token", "access_token", auth, where)
    prefix = auth.get("headerPrefix", "Bearer").strip()
    place = "query" if auth.get("addTokenTo").startswith("query") else "header"
    return Auth("oauth2", (("token", token), ("prefix", prefix), ("in", place)))


def is_blank(declared: Declared | None) -> bool:
    """Whether a token is called for and none is set: Postman then adds no header."""
    if declared is None:
        return False
    match declared.auth.type:
        case "bearer":
            return not declared.auth.get("token")
        case "oauth2":
            return not declared.auth.get("accessToken")
        case _:
            return False


def credentials(auth: Auth | None) -> tuple[str, ...]:
    """The templates of `auth` that hold secrets."""
    return _values(auth, ("username", "password", "token", "value"))


def manners(auth: Auth | None) -> tuple[str, ...]:
    """The templates of `auth` that say how a secret is sent: a name, a prefix."""
    return _values(auth, ("key", "prefix"))


def _values(auth: Auth | None, names: Sequence[str]) -> tuple[str, ...]:
    parameters = () if auth is None else auth.parameters
    return tuple(value for name, value in parameters if name in names)


def overrides(auth: Auth | None) -> tuple[str, str]:
    """The header (folded) and the query key that `auth` writes itself; "" for none."""
    if auth is None:
        return "", ""
    in_query = auth.get("in") == "query"
    match auth.kind:
        case "apikey":
            key = auth.get("key")
            return ("", key) if in_query else (folded(key), "")
        case "oauth2" if in_query:
            return "", "access_token"
        case _:
            return "authorization", ""


def folded(name: str) -> str:
    """A header name as Postman compares it: `x_api_key` is `X-Api-Key`.

    By words, as lodash's `lowerCase` finds them (postman-format 4).
    """
    return " ".join(_WORD.findall(name)).lower()


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def unspoken(found: Sequence[Found]) -> Iterator[Notice]:
    """One notice for each level that declares an auth the client does not speak."""
    counts: dict[int, tuple[Declared, int]] = {}
    for each in found:
        declared = each.auth
        if declared is not None and not _is_spoken(declared.auth):
            # by identity: two folders of one name may declare different things
            counts[id(declared)] = (
                declared,
                counts.get(id(declared), (declared, 0))[1] + 1,
            )
    for declared, count in counts.values():
        requests = "1 request is" if count == 1 else f"{count} requests are"
        text = f"auth type {declared.auth.type!r} is not supported: {requests} sent without"
        yield Notice(declared.path, Code.UNSUPPORTED_AUTH, text)


def _is_spoken(auth: tree.Auth) -> bool:
    if auth.type == "oauth2":
        return auth.get("tokenType").lower() != "mac"
    return auth.type in (*SPOKEN, "noauth")

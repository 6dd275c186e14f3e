"""How a request authenticates: Postman's auth blocks -> `Auth` (postman-format 4)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import cast

from postkiln.build.inherit import Declared, Found
from postkiln.build.request import grants
from postkiln.build.request.auth_types import KINDS
from postkiln.diagnostics.errors import Code, Notice
from postkiln.model import template as templates
from postkiln.model.auth import Auth, Parameters
from postkiln.postman import collection as tree
from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import Vault

_SECRET = frozenset(
    (
        *("value", "client_id", "client_secret", "refresh_token"),
        *(name for k in KINDS.values() for name in (*k.needed, *k.optional)),
    )
)

_ADDRESSES = frozenset(("token_url", "refresh_url"))


def auth_of(declared: Declared | None, vault: Vault) -> Auth | None:
    """The auth in force as templates; None when it sends nothing or is not spoken."""
    if declared is None:
        return None
    auth, where = declared.auth, declared.path
    match auth.type:
        case "apikey":
            return _api_key(auth, where, vault)
        case "oauth2":
            return _oauth2(auth, where, vault)
        case known if known in KINDS:
            return Auth(known, tuple(_parameters(auth, where, vault)))
        case _:
            return None


def _parameters(
    auth: tree.Auth, where: tuple[str, ...], vault: Vault
) -> Iterator[tuple[str, str | bool]]:
    """The parameters that are not what they are without being set."""
    kind = KINDS[auth.type]
    for name, key in (*kind.needed.items(), *kind.optional.items()):
        value = auth.get(key)
        if value or name in kind.needed or _is_key(auth, name):
            slot = f"auth:{auth.type}.{name}"
            yield name, vault.shield(slot, _label(auth, name), value, where)
    for name, key in kind.plain.items():
        value = _plain(auth, key)
        if secrets.is_marked(value) or (not value and _is_key(auth, name)):
            slot, label = f"auth:{auth.type}.{name}", _label(auth, name)
            yield name, vault.keep(slot, label, value, where)
        elif value:
            yield name, value
    for name, key in kind.flags.items():
        if auth.has(key):
            yield name, True
    yield from _manners(auth)


def _is_key(auth: tree.Auth, name: str) -> bool:
    """Whether the signature is made with this parameter, and so cannot do without."""
    match auth.type, name:
        case "oauth1", "consumer_secret" | "private_key":
            is_rsa = auth.get("signatureMethod").upper().startswith("RSA")
            return is_rsa == (name == "private_key")
        case "jwt", "secret" | "private_key":
            is_shared = (auth.get("algorithm") or "HS256").startswith("HS")
            return is_shared == (name == "secret")
        case "asap", "kid" | "issuer" | "audience":
            return not _may_claim(auth, KINDS["asap"].plain[name])
        case _:
            return False


def _may_claim(auth: tree.Auth, name: str) -> bool:
    """Whether the claims of an ASAP token give one of this name, or might once filled."""
    text = auth.get("claims")
    try:
        claims: object = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return bool(templates.holes(text))
    return isinstance(claims, dict) and bool(
        cast("dict[str, object]", claims).get(name)
    )


def _label(auth: tree.Auth, name: str) -> str:
    """What its option is named after; `id` and the like say too little by themselves."""
    is_short = name in _SHORT and auth.type != "bearer"
    return f"{auth.type}_{name}" if is_short else name


_SHORT = frozenset(("id", "key", "secret", "token", "kid", "issuer", "audience"))


def _plain(auth: tree.Auth, key: str) -> str:
    """A parameter as text; a list of names, as EdgeGrid has it, with commas."""
    text = auth.get(key)
    if key == "headersToSign" and text.startswith("["):
        with suppress(ValueError, RecursionError):
            return ",".join(map(str, json.loads(text)))
    return text


def _manners(auth: tree.Auth) -> Iterator[tuple[str, str | bool]]:
    """What two types say in ways of their own: where it goes, and what is switched off."""
    match auth.type:
        case "awsv4" if auth.has("addAuthDataToQuery"):
            yield "place", "query"
        case "digest" if auth.has("disableRetryRequest"):
            yield "retries", False
        case "oauth1" if auth.has("disableHeaderEncoding"):
            yield "encodes_header", False
        case "jwt":
            if (prefix := auth.get("headerPrefix", "Bearer").strip()) != "Bearer":
                yield "prefix", prefix
            if auth.get("addTokenTo").startswith("query"):
                yield "place", "query"
        case _:
            return


def _api_key(auth: tree.Auth, where: tuple[str, ...], vault: Vault) -> Auth | None:
    key = auth.get("key")
    if not key:
        return None  # a value without a name is not sent
    label = templates.literal(key).strip() or "api key"
    value = vault.shield(f"auth:apikey.{label}", label, auth.get("value"), where)
    given: Parameters = (("name", key), ("value", value))
    return Auth("apikey", (*given, *_in_query(auth.get("in"))))


def _oauth2(auth: tree.Auth, where: tuple[str, ...], vault: Vault) -> Auth | None:
    if auth.get("tokenType").lower() == "mac":
        return None
    value = auth.get("accessToken")
    token = vault.shield("auth:oauth2.token", "access_token", value, where)
    prefix = auth.get("headerPrefix", "Bearer").strip()
    given: Parameters = (("token", token),)
    if prefix != "Bearer":
        given = (*given, ("prefix", prefix))
    given = (*given, *_in_query(auth.get("addTokenTo")))
    return Auth("oauth2", given, grants.grant_of(auth, where, vault))


def _in_query(place: str) -> Parameters:
    return (("place", "query"),) if place.startswith("query") else ()


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
    return tuple(text for name, text in _texts(auth) if name in _SECRET)


def addresses(auth: Auth | None) -> tuple[str, ...]:
    """The templates of `auth` that say where tokens are fetched."""
    return tuple(text for name, text in _texts(auth) if name in _ADDRESSES)


def manners(auth: Auth | None) -> tuple[str, ...]:
    """The templates of `auth` that say how a secret is sent: a name, a prefix."""
    known = _SECRET | _ADDRESSES
    return tuple(text for name, text in _texts(auth) if name not in known)


def _texts(auth: Auth | None) -> Iterator[tuple[str, str]]:
    if auth is not None:
        for name, value in (*auth.parameters, *grants.parameters(auth.grant)):
            if isinstance(value, str):
                yield name, value


def overrides(auth: Auth | None, declared: Declared | None) -> tuple[str, str]:
    """The header (folded) and the query key that `auth` writes itself; "" for none."""
    if auth is None:  # ntlm takes a header away before it waits for a challenge
        is_ntlm = declared is not None and declared.auth.type == "ntlm"
        return ("authorization" if is_ntlm else ""), ""
    in_query = auth.get("place") == "query"
    match auth.kind:
        case "apikey":
            key = auth.get("name")
            return ("", key) if in_query else (folded(key), "")
        case "oauth2" if in_query:
            return "authorization", "access_token"
        case "jwt" if in_query:
            return "", auth.get("query_key") or "token"
        case "digest" if not (auth.get("realm") and auth.get("nonce")):
            return (
                "",
                "",
            )  # a header of the collection's own may be sent until it is asked
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
        text = f"{text}{_advice(declared)}"
        yield Notice(declared.path, Code.UNSUPPORTED_AUTH, text, declared.spot)


def _advice(declared: Declared) -> str:
    if declared.auth.type != "ntlm":
        return ""
    return (
        "; give the client an httpx2 client whose auth speaks it, as the README shows"
    )


def _is_spoken(auth: tree.Auth) -> bool:
    if auth.type == "oauth2":
        return auth.get("tokenType").lower() != "mac"
    return auth.type in (*KINDS, "apikey", "noauth")

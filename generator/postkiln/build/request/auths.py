"""How a request authenticates: Postman's auth blocks -> `AuthTemplate` (postman-format 4)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import cast
from urllib.parse import unquote

from postkiln.build.inherit import DeclaredAuth, ItemInScope
from postkiln.build.request import grants
from postkiln.build.request.auth_template import AuthTemplate, Parameter
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice
from postkiln.model import template as templates
from postkiln.model.auth_types import AUTH_TYPES, KINDS
from postkiln.model.template import Template, parse
from postkiln.postman import collection as tree
from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import SecretExtractor, SecretSlot, SlotKind


def auth_of(
    declared: DeclaredAuth | None, extractor: SecretExtractor
) -> AuthTemplate | None:
    """The auth in force; None when it sends nothing or is of a type we do not know."""
    if declared is None:
        return None
    auth, where = declared.auth, declared.path
    match auth.type:
        case "apikey":
            return _api_key(auth, where, extractor)
        case "oauth2":
            return _oauth2(auth, where, extractor)
        case known if known in KINDS:
            return AuthTemplate(known, tuple(_parameters(auth, where, extractor)))
        case _:
            return None


def basic_of(
    user_info: str, where: tuple[str, ...], extractor: SecretExtractor
) -> AuthTemplate:
    """The auth that the user info of an address is; Postman decodes it there
    (postman-format 2.4)."""
    username, _, password = user_info.partition(":")
    parameters: list[Parameter] = []
    for name, text in (("username", username), ("password", password)):
        slot = SecretSlot(SlotKind.AUTH, f"url.{name}", name)
        value: Template = ()
        if text:
            value = extractor.extract_if_secret(slot, unquote(text), where)
        parameters.append((name, value))
    return AuthTemplate("basic", tuple(parameters))


def _parameters(
    auth: tree.AuthBlock, where: tuple[str, ...], extractor: SecretExtractor
) -> Iterator[Parameter]:
    """The parameters that are not what they are without being set."""
    kind = KINDS[auth.type]
    for name, key in (*kind.needed.items(), *kind.optional.items()):
        value = auth.get(key)
        if value or name in kind.needed or _is_required(auth, name):
            yield name, extractor.extract_if_secret(_slot(auth, name), value, where)
    for name, key in kind.plain.items():
        value = _plain(auth, key)
        if secrets.is_marked(value) or (not value and _is_required(auth, name)):
            yield name, (extractor.extract(_slot(auth, name), value, where),)
        elif value:
            yield name, parse(value)
    for name, key in kind.flags.items():
        if auth.has(key):
            yield name, True
    yield from _own_parameters(auth)


def _slot(auth: tree.AuthBlock, name: str) -> SecretSlot:
    return SecretSlot(SlotKind.AUTH, f"{auth.type}.{name}", _label(auth, name))


def _is_required(auth: tree.AuthBlock, name: str) -> bool:
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


def _may_claim(auth: tree.AuthBlock, name: str) -> bool:
    """Whether the claims of an ASAP token give one of this name, or might once filled."""
    text = auth.get("claims")
    try:
        claims: object = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return bool(templates.variables(parse(text)))
    return isinstance(claims, dict) and bool(
        cast("dict[str, object]", claims).get(name)
    )


def _label(auth: tree.AuthBlock, name: str) -> str:
    """What its option is named after; `id` and the like say too little by themselves."""
    is_short = name in _SHORT and auth.type != "bearer"
    return f"{auth.type}_{name}" if is_short else name


_SHORT = frozenset(("id", "key", "secret", "token", "kid", "issuer", "audience"))


def _plain(auth: tree.AuthBlock, key: str) -> str:
    """A parameter as text; a list of names, as EdgeGrid has it, with commas."""
    text = auth.get(key)
    if key == "headersToSign" and text.startswith("["):
        with suppress(ValueError, RecursionError):
            return ",".join(map(str, json.loads(text)))
    return text


def _own_parameters(auth: tree.AuthBlock) -> Iterator[Parameter]:
    """What types have ways of their own to say: where it goes, what is switched off."""
    match auth.type:
        case "awsv4" if auth.has("addAuthDataToQuery"):
            yield _IN_QUERY
        case "digest" if auth.has("disableRetryRequest"):
            yield "retries", False
        case "oauth1" if auth.has("disableHeaderEncoding"):
            yield "encodes_header", False
        case "jwt":
            yield from _prefix(auth)
            yield from _place(auth.get("addTokenTo"))
        case _:
            return


_IN_QUERY: Parameter = ("place", ("query",))


def _place(place: str) -> tuple[Parameter, ...]:
    return (_IN_QUERY,) if place.startswith("query") else ()


def _prefix(auth: tree.AuthBlock) -> Iterator[Parameter]:
    prefix = auth.get("headerPrefix", "Bearer").strip()
    if prefix != "Bearer":
        yield "prefix", parse(prefix)


def _api_key(
    auth: tree.AuthBlock, where: tuple[str, ...], extractor: SecretExtractor
) -> AuthTemplate | None:
    key = auth.get("key")
    if not key:
        return None  # a value without a name is not sent
    label = templates.literal(parse(key)).strip() or "api key"
    slot = SecretSlot(SlotKind.AUTH, f"apikey.{label}", label)
    value = extractor.extract_if_secret(slot, auth.get("value"), where)
    place = _place(auth.get("in"))
    return AuthTemplate("apikey", (("name", parse(key)), ("value", value), *place))


def _oauth2(
    auth: tree.AuthBlock, where: tuple[str, ...], extractor: SecretExtractor
) -> AuthTemplate | None:
    if auth.get("tokenType").lower() == "mac":
        return None
    slot = SecretSlot(SlotKind.AUTH, "oauth2.token", "access_token")
    token = extractor.extract_if_secret(slot, auth.get("accessToken"), where)
    place = _place(auth.get("addTokenTo"))
    parameters = (("token", token), *_prefix(auth), *place)
    return AuthTemplate("oauth2", parameters, grants.grant_of(auth, where, extractor))


def is_blank(declared: DeclaredAuth | None) -> bool:
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


@dataclass(slots=True)
class _Declaration:
    """A declared auth, and how many requests it is in force for."""

    declared: DeclaredAuth
    requests: int = 0


def unsupported(items: Sequence[ItemInScope]) -> Iterator[Notice]:
    """One notice for each level that declares an auth the client does not support."""
    found: dict[int, _Declaration] = {}
    for item in items:
        declared = item.auth
        if declared is not None and not _is_supported(declared.auth):
            # by identity: two folders of one name may declare different things
            found.setdefault(id(declared), _Declaration(declared)).requests += 1
    for each in found.values():
        yield _unsupported(each.declared, each.requests)


def _unsupported(declared: DeclaredAuth, count: int) -> Notice:
    requests = "1 request is" if count == 1 else f"{count} requests are"
    return notice(
        declared.path,
        Code.UNSUPPORTED_AUTH,
        case="ntlm" if declared.auth.type == "ntlm" else "",
        type=declared.auth.type,
        requests=requests,
        spot=declared.spot,
    )


def _is_supported(auth: tree.AuthBlock) -> bool:
    if auth.type == "oauth2":
        return auth.get("tokenType").lower() != "mac"
    return auth.type in (*AUTH_TYPES, "noauth")

"""A request with its literal secrets taken out: every text a template from here on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from postkiln.build.inherit import Found
from postkiln.build.request import addresses, auths, graphql, headers
from postkiln.build.request.addresses import Address
from postkiln.build.variables import Values
from postkiln.diagnostics.errors import Code, Notice
from postkiln.model import template as templates
from postkiln.model.auth import Auth
from postkiln.postman.collection import Entry, Url
from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import Vault


@dataclass(frozen=True, slots=True)
class Draft:
    """What an item sends, but for its body. Disabled query entries are kept, marked."""

    found: Found
    address: Address
    query: tuple[Entry, ...]
    headers: tuple[tuple[str, str], ...]
    auth: Auth | None
    graphql: str | None = None

    @property
    def url(self) -> str:
        return self.address.origin + self.address.path

    @property
    def call(self) -> str:
        """What it asks for: method and address."""
        return f"{self.found.item.request.method} {self.url}"

    def credentials(self) -> Iterator[str]:
        """The templates that hold secrets."""
        yield from auths.credentials(self.auth)
        yield from (v for name, v in self.headers if headers.holds_secret(name, v))
        yield from (h for h in _HELD.findall(self.graphql or ""))
        for entry in self.sent_query():
            if secrets.names_secret(entry.key or "") or "{{query:" in (
                entry.value or ""
            ):
                yield entry.value or ""

    def openly(self) -> Iterator[str]:
        """The templates of path, enabled query and headers."""
        yield self.address.path
        for entry in self.sent_query():
            yield from (entry.key or "", entry.value or "")
        for header in self.headers:
            yield from header

    def sent_query(self) -> Iterator[Entry]:
        return (entry for entry in self.query if not entry.disabled)


def draft(
    found: Found, vault: Vault, values: Values, notices: list[Notice]
) -> Draft | None:
    """The draft of an item, or None and a notice when it has no usable address."""
    url = found.item.request.url
    problem = _problem(url, values) or _method_problem(found.item.request.method)
    if url is None or problem is not None:
        if problem is not None:
            notices.append(found.notice(*problem))
        return None
    address = addresses.address_of(url)
    address = replace(
        address, segments=tuple(_guarded(address.segments, vault, found.path))
    )
    auth = _auth(found, address, vault, notices)
    header, key = auths.overrides(auth, found.auth)
    return Draft(
        found=found,
        address=address,
        query=tuple(_query(url, key, vault, found.path)),
        headers=headers.headers_of(found, header, vault, notices),
        auth=auth,
        graphql=_graphql(found, vault),
    )


_HELD = re.compile(r"\{\{body:[^{}]*\}\}")  # what `graphql` took out of a query


def _graphql(found: Found, vault: Vault) -> str | None:
    body = found.item.request.body
    if body is None or body.graphql is None or body.graphql.query is None:
        return None
    return graphql.shielded(body.graphql.query, vault, found.path)


def _problem(url: Url | None, values: Values) -> tuple[Code, str] | None:
    if url is None or not (url.origin.strip() or any(url.path or ())):
        return Code.NO_URL, "the request has no address and is left out"
    if not url.origin.strip():
        return Code.NO_URL, "the address of the request names no host: it is left out"
    scheme = addresses.unsupported_scheme(templates.fill(url.origin, values.texts))
    if scheme is None:
        return None
    return Code.UNSUPPORTED_SCHEME, f"{scheme}:// is not HTTP: the request is left out"


def _method_problem(method: str) -> tuple[Code, str] | None:
    if _TOKEN.fullmatch(method):
        return None
    return Code.UNUSABLE_ITEM, f"{method!r} is no HTTP method: the request is left out"


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 9.1


def _auth(
    found: Found, address: Address, vault: Vault, notices: list[Notice]
) -> Auth | None:
    """The auth in force; user info of the address counts when nothing else does."""
    has_header = headers.has_authorization(found.item.request.headers)
    auth = auths.auth_of(found.auth, vault)
    if auth is not None and has_header and auths.is_blank(found.auth):
        return None
    if address.user is None or has_header:
        return auth
    if auth is None:
        return _basic(address.user, vault, found.path)
    if auth.kind == "apikey":
        text = "the user info of the address is left out beside an API key"
        notices.append(found.notice(Code.UNSUPPORTED_AUTH, text))
    return auth


def _guarded(
    segments: Iterable[str], vault: Vault, where: tuple[str, ...]
) -> Iterator[str]:
    """Path segments, with keys that some APIs want in the path taken out."""
    for segment in segments:
        if secrets.is_marked(segment):
            yield vault.shield("path:secret", "path secret", segment, where)
        else:
            yield segment


def _basic(user: str, vault: Vault, where: tuple[str, ...]) -> Auth:
    username, _, password = user.partition(":")
    # Postman decodes what stands in the address (postman-format 2.4).
    parameters = (("username", unquote(username)), ("password", unquote(password)))
    shielded = (
        (name, vault.shield(f"auth:url.{name}", name, text, where) if text else "")
        for name, text in parameters
    )
    return Auth("basic", tuple(shielded))


def _query(
    url: Url, overridden: str, vault: Vault, where: tuple[str, ...]
) -> Iterator[Entry]:
    for entry in url.query:
        key, value = entry.key or "", entry.value or ""
        if overridden and key == overridden:
            continue
        if entry.disabled or not _is_secret(key, value):
            yield entry
        else:
            value = vault.shield(f"query:{key}", key or "key", value, where)
            yield replace(entry, value=value)


def _is_secret(key: str, value: str) -> bool:
    """Whether a query entry's value is; one without a name is written as it stands."""
    if secrets.names_secret(key) and not secrets.is_trivial(value):
        return True
    is_named = key != "" and not templates.is_open(key)
    return not is_named and secrets.looks_secret(value)

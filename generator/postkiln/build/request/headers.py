"""The headers of a request, with secrets taken out and what HTTP forbids left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from postkiln.build.inherit import Found
from postkiln.build.request import auths
from postkiln.diagnostics.errors import Code, Notice
from postkiln.model import template as templates
from postkiln.postman.collection import Entry
from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import Vault

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
_TEXT = re.compile(r"[\t\x20-\x7e\x80-\xff]*")  # RFC 9110, 5.5
_SCHEME = re.compile(
    r"(bearer|basic|token|bot|api-?key|key|oauth|jwt|sso-key|digest) +(?=\S)", re.I
)
# What says how to read a message is long at times, and never a secret.
_HARMLESS = re.compile(
    r"(accept|content|if|x-goog|access-control)-.*|accept|host|user-agent|te", re.I
)


def headers_of(
    found: Found, overridden: str, vault: Vault, notices: list[Notice]
) -> tuple[tuple[str, str], ...]:
    """Enabled headers in order, as templates, but for the one the auth writes itself."""
    return tuple(_headers(found, overridden, vault, notices))


def _headers(
    found: Found, overridden: str, vault: Vault, notices: list[Notice]
) -> Iterator[tuple[str, str]]:
    for entry in found.item.request.headers:
        name, value = entry.key or "", entry.value or ""
        if entry.disabled or not name or auths.folded(name) == (overridden or None):
            continue
        if problem := _problem(name, value):
            text = f"the header {secrets.masked(name)!r} {problem}: it is left out"
            notices.append(found.notice(Code.BAD_HEADER, text))
        elif holds_secret(name, value):
            yield name, _shielded(name, value, vault, found.path)
        else:
            yield name, value


def _problem(name: str, value: str) -> str | None:
    if not templates.is_open(name) and not _TOKEN.fullmatch(name):
        return "has a name HTTP forbids"
    if not _TEXT.fullmatch(value):
        return "holds a character HTTP forbids"
    return None


def holds_secret(name: str, value: str) -> bool:
    """Whether the value of this header is, or names, a credential."""
    if secrets.names_secret(name):
        return not secrets.is_trivial(value) or value == ""
    if _HARMLESS.fullmatch(name):
        return secrets.is_marked(value)
    return secrets.looks_secret(value)


def _shielded(name: str, value: str, vault: Vault, where: tuple[str, ...]) -> str:
    """`Bearer abc` -> `Bearer {{header:Authorization}}`: the scheme is no secret."""
    scheme = _SCHEME.match(value)
    word = scheme[0] if scheme else ""
    label = name
    if scheme and scheme[1].lower() != "digest":
        label = "credentials" if scheme[1].lower() == "basic" else "token"
    return word + vault.shield(f"header:{name}", label, value[len(word) :], where)


def has_authorization(headers: Iterable[Entry]) -> bool:
    """Whether an enabled header already says who calls."""
    return any(
        (entry.key or "").lower() == "authorization" and not entry.disabled
        for entry in headers
    )


def content_type(headers: Iterable[Entry]) -> str:
    """The media type that enabled headers claim, without parameters, in lower case."""
    return _media_type(headers, "content-type")


def accepted(headers: Iterable[Entry]) -> str:
    """The media type that enabled headers ask for, without parameters, in lower case."""
    return _media_type(headers, "accept")


def _media_type(headers: Iterable[Entry], name: str) -> str:
    claimed = ""
    for entry in headers:
        if (entry.key or "").lower() == name and not entry.disabled:
            claimed = entry.value or ""
    return claimed.partition(";")[0].strip().lower()

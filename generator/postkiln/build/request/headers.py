"""The headers of a request, with secrets extracted and what HTTP forbids left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from postkiln.build.inherit import ItemInScope
from postkiln.build.request.decision import UNDECIDED, Decision
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice
from postkiln.model import template as templates
from postkiln.model.template import Template
from postkiln.postman.collection import Entry
from postkiln.runtime.request.headers import TOKEN, name_words
from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import SecretExtractor, SecretSlot, SlotKind

_TEXT = re.compile(r"[\t\x20-\x7e\x80-\xff]*")  # RFC 9110, 5.5
_SCHEME = re.compile(
    r"(bearer|basic|token|bot|api-?key|key|oauth|jwt|sso-key|digest) +(?=\S)", re.I
)
# What says how to read a message is long at times, and never a secret.
_HARMLESS = re.compile(
    r"(accept|content|if|x-goog|access-control)-.*|accept|host|user-agent|te", re.I
)


@dataclass(frozen=True, slots=True)
class HeaderTemplate:
    """A header. `is_credential`: its name says that the value is secret.

    `entry` is what the collection has; a disabled one is not sent by the item itself.
    """

    name: str
    value: Template
    is_credential: bool
    entry: Entry
    decision: Decision = UNDECIDED

    @property
    def is_sent(self) -> bool:
        return not self.entry.disabled

    def templates(self) -> tuple[Template, Template]:
        return templates.parse(self.name), self.value


def headers_of(
    item: ItemInScope, overridden: str, origin: str, extractor: SecretExtractor
) -> tuple[tuple[HeaderTemplate, ...], tuple[Notice, ...]]:
    """The headers in order, but for the one the auth writes itself (`overridden`).

    A disabled one is there when no enabled header has its name.
    """
    headers: list[HeaderTemplate] = []
    notices: list[Notice] = []
    enabled = _enabled_names(item.item.request.headers)
    for entry in item.item.request.headers:
        name, value = entry.key or "", entry.value or ""
        is_overridden = overridden != "" and name_words(name) == overridden
        is_second = entry.disabled and name.lower() in enabled
        if not name or is_overridden or is_second:
            continue
        problem = _problem(name, value)
        if problem is not None and entry.disabled:
            continue
        if problem is not None:
            shown = secrets.masked(name)
            notices.append(item.notice(Code.BAD_HEADER, case=problem, header=shown))
        else:
            headers.append(_header(entry, origin, extractor, item.path))
    return tuple(headers), tuple(notices)


def _enabled_names(headers: Iterable[Entry]) -> frozenset[str]:
    """The names of enabled headers, in lower case."""
    enabled = (each for each in headers if not each.disabled)
    return frozenset((each.key or "").lower() for each in enabled)


def _problem(name: str, value: str) -> str | None:
    """Which case of `bad-header` this is; None for a header that HTTP allows."""
    if not templates.is_open(templates.parse(name)) and not TOKEN.fullmatch(name):
        return "name"
    if not _TEXT.fullmatch(value):
        return ""
    return None


def _header(
    entry: Entry, origin: str, extractor: SecretExtractor, where: tuple[str, ...]
) -> HeaderTemplate:
    name, value = entry.key or "", entry.value or ""
    if entry.disabled or not _is_secret(name, value):
        return HeaderTemplate(name, templates.parse(value), False, entry)
    template = _extracted(name, value, origin, extractor, where)
    return HeaderTemplate(name, template, secrets.names_secret(name), entry)


def _is_secret(name: str, value: str) -> bool:
    """Whether the value of this header is, or names, a credential."""
    if name.lower() == "postman-token":  # tells apart what Postman's cache has
        return False
    if secrets.names_secret(name):
        return not secrets.is_trivial(value) or value == ""
    if _HARMLESS.fullmatch(name):
        return secrets.is_marked(value)
    return secrets.looks_secret(value)


def _extracted(
    name: str,
    value: str,
    origin: str,
    extractor: SecretExtractor,
    where: tuple[str, ...],
) -> Template:
    """`Bearer abc` -> `Bearer `, and a variable for `abc`: the scheme is no secret."""
    scheme = _SCHEME.match(value)
    if scheme is None:
        slot = SecretSlot(SlotKind.HEADER, name, name, f"@{origin}")
        return extractor.extract_if_secret(slot, value, where)
    word = scheme[1].lower()
    slot = SecretSlot(SlotKind.HEADER, name, _label(name, word), f"{word}@{origin}")
    rest = extractor.extract_if_secret(slot, value[scheme.end() :], where)
    return (scheme[0], *rest)


def _label(name: str, scheme: str) -> str:
    match scheme:
        case "digest":
            return name
        case "basic":
            return "credentials"
        case _:
            return "token"


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

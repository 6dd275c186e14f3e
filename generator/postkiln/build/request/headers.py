"""The headers of a request, with secrets extracted and what HTTP forbids left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from postkiln.build.inherit import ItemInScope
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
    """A header that is sent. `is_credential`: its name says that the value is secret."""

    name: str
    value: Template
    is_credential: bool

    def templates(self) -> tuple[Template, Template]:
        return templates.parse(self.name), self.value


def headers_of(
    item: ItemInScope, overridden: str, extractor: SecretExtractor
) -> tuple[tuple[HeaderTemplate, ...], tuple[Notice, ...]]:
    """Enabled headers in order, but for the one the auth writes itself (`overridden`)."""
    headers: list[HeaderTemplate] = []
    notices: list[Notice] = []
    for entry in item.item.request.headers:
        name, value = entry.key or "", entry.value or ""
        is_overridden = overridden != "" and name_words(name) == overridden
        if entry.disabled or not name or is_overridden:
            continue
        problem = _problem(name, value)
        if problem is not None:
            shown = secrets.masked(name)
            notices.append(item.notice(Code.BAD_HEADER, case=problem, header=shown))
        else:
            headers.append(_header(name, value, extractor, item.path))
    return tuple(headers), tuple(notices)


def _problem(name: str, value: str) -> str | None:
    """Which case of `bad-header` this is; None for a header that HTTP allows."""
    if not templates.is_open(templates.parse(name)) and not TOKEN.fullmatch(name):
        return "name"
    if not _TEXT.fullmatch(value):
        return ""
    return None


def _header(
    name: str, value: str, extractor: SecretExtractor, where: tuple[str, ...]
) -> HeaderTemplate:
    if not _is_secret(name, value):
        return HeaderTemplate(name, templates.parse(value), is_credential=False)
    template = _extracted(name, value, extractor, where)
    return HeaderTemplate(name, template, is_credential=secrets.names_secret(name))


def _is_secret(name: str, value: str) -> bool:
    """Whether the value of this header is, or names, a credential."""
    if secrets.names_secret(name):
        return not secrets.is_trivial(value) or value == ""
    if _HARMLESS.fullmatch(name):
        return secrets.is_marked(value)
    return secrets.looks_secret(value)


def _extracted(
    name: str, value: str, extractor: SecretExtractor, where: tuple[str, ...]
) -> Template:
    """`Bearer abc` -> `Bearer `, and a variable for `abc`: the scheme is no secret."""
    scheme = _SCHEME.match(value)
    if scheme is None:
        slot = SecretSlot(SlotKind.HEADER, name, name)
        return extractor.extract_if_secret(slot, value, where)
    slot = SecretSlot(SlotKind.HEADER, name, _label(name, scheme[1].lower()))
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

"""An operation and the arguments of a call -> the request that Postman would send.

In order, as Postman does it: holes are filled, auth is added, then defaults, and the URL
is encoded last. No transport is known here; `transport.py` sends it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote

from .address import Address, parse
from .arguments import Arguments
from .auth import sign, sign_login
from .body import content_of
from .content import NO_CONTENT, Content
from .errors import RequestError
from .headers import (
    Headers,
    checked,
    fill_headers,
    has,
    replaced,
    settle,
    value_of,
    without,
)
from .operation import Operation
from .options import Values
from .percent import QUERY, percent
from .query import query_text, with_item
from .urls import url_text

_BODILESS: Final = ("GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT")
_PATH_SAFE: Final = "/:@!$&'()*+,;=~|^[]\\%"
_SECRET_LENGTH: Final = 4  # what is shorter is no secret, and would mask half the URL
_METHOD: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token of RFC 9110


@dataclass(frozen=True, slots=True)
class Request:
    """One request, finished. `secrets` is what its label must not show."""

    method: str
    address: Address = field(repr=False)
    headers: Headers = field(repr=False)
    content: Content = field(default=NO_CONTENT, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def label(self) -> str:
        """The URL for messages and logs: no query, no user info, no secret in the path."""
        return hide(self.address.origin_and_path, self.secrets)


def hide(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each secret in it replaced."""
    for secret in secrets:
        if len(secret) >= _SECRET_LENGTH:
            sent = quote(secret, safe=_PATH_SAFE, errors="replace")
            text = text.replace(secret, "***").replace(sent, "***")
    return text


def build(
    operation: Operation[object],
    arguments: Arguments,
    values: Values,
    *,
    agent: str,
    extra: Mapping[str, str] | None = None,
) -> Request:
    """The request of a call. `extra` headers win over the operation's and over its auth.

    Raises ConfigurationError for a missing option, RequestError for what cannot be sent.
    """
    lookup = values.lookup(operation.name)
    url = url_text(operation.url, arguments, lookup)
    query = query_text(operation.query, arguments, lookup)
    address = parse(url if query is None else f"{url.partition('#')[0]}?{query}")
    own = settle(fill_headers(operation.headers, arguments, lookup))
    signed = sign(own, operation.auth, lookup)
    if signed.query_item is not None:
        address = _with_item(address, signed.query_item)
    headers = replaced(sign_login(signed.headers, address.login), extra or {})
    media_type = value_of(headers, "content-type")
    content = content_of(operation.body, arguments.body, media_type, lookup)
    finished = _finished(operation.method, address, headers, content)
    finished = _with_defaults(finished, agent)
    return Request(
        _method(operation.method), address, checked(finished), content, values.secrets
    )


def _method(method: str) -> str:
    if not _METHOD.fullmatch(method):
        raise RequestError(f"{method!r} is no method of HTTP")
    return method


def _with_item(address: Address, item: tuple[str, str]) -> Address:
    query = with_item(address.query or None, *item)
    return replace(address, query=percent(query, QUERY))


def _finished(
    method: str, address: Address, headers: Headers, content: Content
) -> Headers:
    """The headers with those that the address and the content ask for."""
    if content.media_type and (content.forced or not has(headers, "content-type")):
        headers = (
            *without(headers, "content-type"),
            ("Content-Type", content.media_type),
        )
    if not has(headers, "host"):
        headers = (("Host", address.netloc), *headers)
    if has(headers, "transfer-encoding"):
        return headers
    # A length that the collection states is not sent: a wrong one stalls the connection.
    headers = without(headers, "content-length")
    if content.size or content.segments or method.upper() not in _BODILESS:
        headers = (*headers, ("Content-Length", str(content.size)))
    return headers


def _with_defaults(headers: Headers, agent: str) -> Headers:
    defaults = (("Accept", "*/*"), ("User-Agent", agent))
    return (*headers, *(each for each in defaults if not has(headers, each[0])))

"""What may go to another origin: the one rule that keeps credentials where they belong.

A credential belongs to the origin that its request was made for, however it got into the
request: by an auth, an option, an argument, `headers=`, a hook or an `httpx2.Client`. So
a redirect to another origin takes along only what is the same for every caller: headers
that the collection writes out, and those that say how a message is to be read. Content
never goes along: that of a login holds the password.

A request that has left its origin stays so: what was left out does not come back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..request.address import DEFAULT_PORTS, Address
from ..request.headers import Headers
from ..request.request import Request

_CREDENTIALS: Final = ("authorization", "proxy-authorization", "cookie")
_MESSAGE_HEADERS: Final = frozenset(
    (
        *("accept", "accept-charset", "accept-encoding", "accept-language"),
        *("cache-control", "connection", "content-length", "pragma", "range", "te"),
        *("if-match", "if-none-match", "if-range"),
        *("if-modified-since", "if-unmodified-since", "user-agent"),
    )
)
"""Headers of RFC 9110 and 9111 that say what is wanted, and how it is read and cached."""


def is_trusted(here: Address, there: Address) -> bool:
    """Whether what was sent to one address may go to the other.

    The same origin (RFC 6454), or the same host when `http` becomes `https` on the
    default ports.
    """
    old = _origin(here)
    new = _origin(there)
    if old == new:
        return True
    return old == ("http", here.host, "80") and new == ("https", here.host, "443")


def _origin(address: Address) -> tuple[str, str, str]:
    port = address.port or DEFAULT_PORTS[address.scheme]
    number = port.lstrip("0") or "0"
    return address.scheme, address.host, number


def for_other_origin(request: Request) -> Request | None:
    """The request as another origin may see it; None where it would need its content."""
    if request.content.segments:
        return None
    allowed = (header for header in request.headers if _may_leave(header, request))
    return replace(request, headers=tuple(allowed), left_origin=True)


def _may_leave(header: tuple[str, str], request: Request) -> bool:
    name, value = header
    lower = name.lower()
    if lower == "authorization" and request.behavior.keeps_authorization:
        return value == request.authorization  # not one that the caller gave
    if lower in _CREDENTIALS:
        return False
    if any(secret in value for secret in request.secrets):
        return False
    return lower in _MESSAGE_HEADERS or header in request.literals


def only_message_headers(headers: Headers) -> Headers:
    """Of headers that a caller gives, those that may go anywhere."""
    return tuple(each for each in headers if each[0].lower() in _MESSAGE_HEADERS)

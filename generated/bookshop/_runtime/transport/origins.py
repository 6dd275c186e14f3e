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
    one, other = _origin(here), _origin(there)
    is_upgrade = one == ("http", here.host, "80")
    return one == other or (is_upgrade and other == ("https", here.host, "443"))


def _origin(address: Address) -> tuple[str, str, str]:
    port = address.port or DEFAULT_PORTS[address.scheme]
    return address.scheme, address.host, port.lstrip("0") or "0"


def for_other_origin(request: Request) -> Request | None:
    """The request as another origin may see it; None where it would need its content."""
    if request.content.segments:
        return None
    headers = tuple(each for each in request.headers if _may_leave(each, request))
    return replace(request, headers=headers, left_origin=True)


def _may_leave(header: tuple[str, str], request: Request) -> bool:
    name, value = header[0].lower(), header[1]
    if name == "authorization" and request.behavior.keeps_authorization:
        return value == request.authorization
    if name in _CREDENTIALS or any(each in value for each in request.secrets):
        return False
    return name in _MESSAGE_HEADERS or header in request.literals


def only_message_headers(headers: Headers) -> Headers:
    """Of headers that a caller gives, those that may go anywhere."""
    return tuple(each for each in headers if each[0].lower() in _MESSAGE_HEADERS)

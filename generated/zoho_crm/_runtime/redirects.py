"""An answer that redirects -> the request that follows it, as Postman makes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

from .address import Address, parse
from .auth import sign_login
from .content import NO_CONTENT
from .errors import RequestError
from .headers import Headers, without
from .request import Request

MOST: Final = 10
"""How many redirects are followed, as in Postman."""

_TO_GET: Final = (301, 302, 303)
_KEEPING: Final = (307, 308)


def following(request: Request, status: int, location: str | None) -> Request | None:
    """The request that the redirect asks for; None when there is nothing to follow."""
    if location is None or status not in (*_TO_GET, *_KEEPING):
        return None
    here = (
        f"{request.address.scheme}://{request.address.netloc}{request.address.target}"
    )
    try:
        address = parse(urljoin(here, location))
    except (RequestError, ValueError):
        return None  # another scheme, or no URL: the answer itself is the result
    turned = request
    if status in _TO_GET and request.method not in ("GET", "HEAD"):
        turned = _without_content(request)
    headers = _headers(turned, address)
    return replace(turned, address=address, headers=headers)


def _without_content(request: Request) -> Request:
    gone = ("content-length", "content-type", "transfer-encoding")
    headers = without(request.headers, *gone)
    return replace(request, method="GET", headers=headers, content=NO_CONTENT)


def _headers(request: Request, address: Address) -> Headers:
    headers = without(request.headers, "host", "referer")
    referer = f"{request.address.scheme}://{request.address.netloc}"
    if _trusted(request.address, address):
        referer += request.address.target
    else:
        headers = _without_secrets(headers, request.secrets)
        referer += request.address.path if _is_shown(request) else "/"
    headers = sign_login(headers, address.login)
    if request.address.scheme == "https" and address.scheme == "http":
        return (("Host", address.netloc), *headers)  # RFC 9110 10.1.3: no Referer
    return (("Host", address.netloc), *headers, ("Referer", referer))


def _trusted(one: Address, other: Address) -> bool:
    """Whether secrets for the one may go to the other: the same server, no less safe."""
    if one.scheme == "http" and other.scheme == "https":
        return one.host == other.host
    return (one.scheme, one.netloc) == (other.scheme, other.netloc)


def _without_secrets(headers: Headers, secrets: tuple[str, ...]) -> Headers:
    return tuple(
        (name, value)
        for name, value in without(headers, "authorization", "cookie")
        if not any(secret in value for secret in secrets)
    )


def _is_shown(request: Request) -> bool:
    return request.label == request.address.origin_and_path

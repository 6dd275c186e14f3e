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

_KEEPING: Final = (307, 308)  # RFC 9110, 15.4.8: the method and the content stay


def following(request: Request, status: int, location: str | None) -> Request | None:
    """The request that the redirect asks for; None when there is nothing to follow."""
    followed = request.behavior.follows_redirects
    if location is None or not followed or not 300 <= status < 400:
        return None
    here = (
        f"{request.address.scheme}://{request.address.netloc}{request.address.target}"
    )
    try:
        address = parse(urljoin(here, location))
    except (RequestError, ValueError):
        return None  # another scheme, or no URL: the answer itself is the result
    keeps = status in _KEEPING or request.behavior.keeps_method
    turned = request if keeps else _without_content(request)
    headers = _headers(turned, address)
    return replace(turned, address=address, headers=headers)


def _without_content(request: Request) -> Request:
    gone = ("content-length", "content-type", "transfer-encoding")
    headers = without(request.headers, *gone)
    method = "HEAD" if request.method == "HEAD" else "GET"
    return replace(request, method=method, headers=headers, content=NO_CONTENT)


def _headers(request: Request, address: Address) -> Headers:
    headers = without(request.headers, "host", "referer")
    referer = f"{request.address.scheme}://{request.address.netloc}"
    if _trusted(request.address, address):
        referer += request.address.target
    else:
        headers = _without_secrets(headers, request)
        referer += request.address.path if _is_shown(request) else "/"
    headers = sign_login(headers, address.login)
    is_downgrade = request.address.scheme == "https" and address.scheme == "http"
    if is_downgrade or not request.behavior.sends_referer:  # RFC 9110, 10.1.3
        return (("Host", address.netloc), *headers)
    return (("Host", address.netloc), *headers, ("Referer", referer))


def _trusted(one: Address, other: Address) -> bool:
    """Whether secrets for the one may go to the other: the same server, no less safe."""
    if one.scheme == "http" and other.scheme == "https":
        return one.host == other.host
    return (one.scheme, one.netloc) == (other.scheme, other.netloc)


def _without_secrets(headers: Headers, request: Request) -> Headers:
    kept = request.behavior.keeps_authorization
    return tuple(
        (name, value)
        for name, value in without(headers, "cookie")
        if (kept and name.lower() == "authorization")
        or (
            name.lower() != "authorization"
            and not any(secret in value for secret in request.secrets)
        )
    )


def _is_shown(request: Request) -> bool:
    return request.label == request.address.origin_and_path

"""An answer that redirects -> the request that follows it, as Postman makes it.

What of the request may go to another origin is the rule of `origins.py`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

from ..auth.basic import sign_login
from ..auth.flow import Reply
from ..errors import RequestError
from ..request.address import Address, parse
from ..request.content import NO_CONTENT
from ..request.headers import without
from ..request.request import Request
from .origins import for_other_origin, is_trusted

_KEEP_METHOD: Final = (307, 308)  # RFC 9110, 15.4.8: the method and the content stay


def redirected(reply: Reply) -> Request | None:
    """The request that the redirect asks for; None when there is nothing to follow."""
    address = _target(reply)
    if address is None:
        return None
    further = _with_method(reply)
    if is_trusted(reply.request.address, address):
        return _at_address(further, address)
    allowed = for_other_origin(further)
    if allowed is None:
        return None
    return _at_address(allowed, address)


def why_not_followed(reply: Reply) -> str:
    """Why a redirect that could be followed is the answer; empty where it is none."""
    address = _target(reply)
    if address is None:
        return ""
    reason = "content is not sent to another origin"
    return f"it redirects to {address.origin}, and {reason}"


def _target(reply: Reply) -> Address | None:
    """Where a redirect leads, None where it leads nowhere that can be followed."""
    location = reply.response.headers.get("location")
    if location is None or not 300 <= reply.response.status_code < 400:
        return None
    if not reply.request.behavior.follows_redirects:
        return None
    address = reply.request.address
    here = address.origin + address.target
    try:
        return parse(urljoin(here, location))
    except (RequestError, ValueError):
        return None  # another scheme, or no URL: the answer itself is the result


def _with_method(reply: Reply) -> Request:
    """The request with the method and the content that it has after the redirect."""
    request = reply.request
    if reply.response.status_code in _KEEP_METHOD or request.behavior.keeps_method:
        return request
    of_content = ("content-length", "content-type", "transfer-encoding")
    headers = without(request.headers, *of_content)
    method = "HEAD" if request.method == "HEAD" else "GET"
    return replace(request, method=method, headers=headers, content=NO_CONTENT)


def _at_address(request: Request, address: Address) -> Request:
    """The request at its new address, with the Host and the Referer that go with it."""
    host = ("Host", address.netloc)
    others = without(request.headers, "host", "referer")
    headers = (host, *sign_login(others, address.login))
    referer = _referer(request, address)
    if referer is not None:
        headers = (*headers, ("Referer", referer))
    return replace(request, address=address, headers=headers)


def _referer(request: Request, address: Address) -> str | None:
    """The Referer for the new address (RFC 9110, 10.1.3).

    Another origin gets the old origin without its path, which may be secret.
    """
    is_downgrade = request.address.scheme == "https" and address.scheme == "http"
    if is_downgrade or not request.behavior.sends_referer:
        return None
    if "referer" in request.behavior.without:
        return None
    old = request.address
    if is_trusted(old, address):
        return old.origin + old.target
    return f"{old.origin}/"

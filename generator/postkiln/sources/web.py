"""An address in, what a server answers out: bounded in size and time, https alone.

`postman:<uid>` is a collection in Postman, asked for with the key in POSTMAN_API_KEY.
POSTMAN_API_URL says where, for those whose data are in the EU; a server on this machine
may be asked by http. Nothing of a query and no key is ever shown.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from postkiln.diagnostics.errors import InputError, UsageError
from postkiln.sources.files import BYTES

if TYPE_CHECKING:
    import httpx2

SECONDS = 120.0
"""How long an answer may take, redirects included."""
_REDIRECTS = 10
_API = "https://api.getpostman.com"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_CHUNK = 64 * 1024
_DOWNLOAD = "Download it, and give the file"
_REMEDIES = {
    401: "Check POSTMAN_API_KEY, or whether the page is for everybody",
    403: "Check whether the key may read it, or whether the page is for everybody",
    404: "Check the address; to see what is private, it must be asked for with a key",
    429: "Wait, and ask again",
}


def fetch(location: str) -> tuple[str, bytes]:
    """The place to name in messages, and the content. Raises UsageError, InputError."""
    if location.startswith("postman:"):
        return _fetch_collection(location)
    place = _without_secrets(location)
    if location.startswith("http://"):
        raise UsageError(f"{place}: give the address with https")
    return place, _get(location, {}, place)


def _fetch_collection(location: str) -> tuple[str, bytes]:
    uid = location.removeprefix("postman:")
    if not re.fullmatch(r"[A-Za-z0-9-]{1,100}", uid):
        problem = "a collection's uid has letters, digits and -"
        raise UsageError(f"{location[:80]!r}: {problem}")
    headers = {"X-Api-Key": _api_key()}
    api = os.environ.get("POSTMAN_API_URL", _API).rstrip("/")
    content = _get(f"{api}/collections/{uid}", headers, location)
    return location, content


def _api_key() -> str:
    key = os.environ.get("POSTMAN_API_KEY", "")
    if key and key.isascii() and key.isprintable():
        return key
    problem = "contains invalid characters" if key else "is not set"
    remedy = "Make one in Postman, under Settings, API keys"
    raise UsageError(f"POSTMAN_API_KEY {problem}. {remedy}")


def _without_secrets(url: str) -> str:
    """An address without what may be secret in it."""
    parts = urlsplit(url)
    _, _, host = parts.netloc.rpartition("@")
    return f"{parts.scheme}://{host}{parts.path}"


def _get(url: str, headers: Mapping[str, str], place: str) -> bytes:
    import httpx2

    until = time.monotonic() + SECONDS
    try:
        with httpx2.Client(follow_redirects=False, timeout=30.0) as client:
            return _follow(client, url, headers, place, until)
    except httpx2.InvalidURL as error:
        raise UsageError(f"{place}: is no address") from error
    except httpx2.HTTPError as error:
        kind = type(error).__name__  # its text may show the address
        problem = f"the server does not answer ({kind})"
        raise InputError.at(place, problem, "Try again") from error


def _follow(
    client: httpx2.Client,
    url: str,
    headers: Mapping[str, str],
    place: str,
    until: float,
) -> bytes:
    """What an address answers, after redirects. `until` is a time of the monotonic clock."""
    for _ in range(_REDIRECTS):
        _check(url, place, headers)
        with client.stream("GET", url, headers=dict(headers)) as response:
            if not response.is_redirect:
                return _content(response, place, until)
            target = urljoin(url, response.headers.get("location", ""))
        if _origin(target) != _origin(url):
            headers = {}  # the key is for one server alone
        url = target
    problem = f"more than {_REDIRECTS} redirects"
    raise InputError.at(place, problem, "Give the address they lead to")


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _check(url: str, place: str, headers: Mapping[str, str]) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return
    is_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if is_here and place.startswith("postman:"):
        return  # POSTMAN_API_URL names a server on this machine
    what = "the key would go" if headers else "a redirect leads"
    problem = f"{what} to an address without https"
    raise InputError.at(place, problem, "Give one with https")


def _content(response: httpx2.Response, place: str, until: float) -> bytes:
    status = response.status_code
    if status != 200:
        problem = f"the server answers {status}"
        remedy = _REMEDIES.get(status, "Try again later")
        raise InputError.at(place, problem, remedy)
    parts: list[bytes] = []
    bytes_left = BYTES
    for part in response.iter_bytes(_CHUNK):
        bytes_left -= len(part)
        if bytes_left < 0:
            problem = f"the answer is larger than {BYTES // 1024**2} MB"
            raise InputError.at(place, problem, _DOWNLOAD)
        if time.monotonic() > until:
            problem = f"the answer takes longer than {SECONDS:.0f} s"
            raise InputError.at(place, problem, _DOWNLOAD)
        parts.append(part)
    return b"".join(parts)

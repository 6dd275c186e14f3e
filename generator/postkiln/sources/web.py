"""An address in, what a server answers out: bounded in size and time, https alone.

`postman:<uid>` is a collection in Postman, asked for with the key in POSTMAN_API_KEY.
POSTMAN_API_URL says where, for those whose data are in the EU; a stand-in on this machine
may speak http. Nothing of a query and no key is ever shown.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from postkiln.diagnostics.errors import DocumentProblem, InputError, UsageError
from postkiln.sources.files import BYTES

if TYPE_CHECKING:
    import httpx2

SECONDS = 120.0
"""How long an answer may take, redirects included."""
_REDIRECTS = 10
_API = "https://api.getpostman.com"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
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
    if location.startswith("http://"):
        raise UsageError(f"{_without_secrets(location)}: give the address with https")
    return _without_secrets(location), _get(location, {}, _without_secrets(location))


def _fetch_collection(location: str) -> tuple[str, bytes]:
    uid = location.removeprefix("postman:")
    if not re.fullmatch(r"[A-Za-z0-9-]{1,100}", uid):
        raise UsageError(
            f"{location[:80]!r}: a collection's uid has letters, digits and -"
        )
    key = os.environ.get("POSTMAN_API_KEY", "")
    if not key or not key.isascii() or not key.isprintable():
        problem = "contains invalid characters" if key else "is not set"
        raise UsageError(
            f"POSTMAN_API_KEY {problem}. Make one in Postman, under Settings, API keys"
        )
    api = os.environ.get("POSTMAN_API_URL", _API).rstrip("/")
    return location, _get(f"{api}/collections/{uid}", {"X-Api-Key": key}, location)


def _without_secrets(url: str) -> str:
    """An address without what may be secret in it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


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
        raise _refusal(place, problem, "Try again") from error


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
        if urlsplit(target)[:2] != urlsplit(url)[:2]:
            headers = {}  # the key is for one server alone
        url = target
    problem = f"more than {_REDIRECTS} redirects"
    raise _refusal(place, problem, "Give the address they lead to")


def _check(url: str, place: str, headers: Mapping[str, str]) -> None:
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if parts.scheme != "https" and not (is_here and place.startswith("postman:")):
        what = "the key would go" if headers else "a redirect leads"
        problem = f"{what} to an address without https"
        raise _refusal(place, problem, "Give one with https")


def _content(response: httpx2.Response, place: str, until: float) -> bytes:
    status = response.status_code
    if status != 200:
        problem = f"the server answers {status}"
        raise _refusal(place, problem, _REMEDIES.get(status, "Try again later"))
    parts: list[bytes] = []
    left = BYTES
    for part in response.iter_bytes(65536):
        left -= len(part)
        if left < 0:
            problem = f"the answer is larger than {BYTES // 1024**2} MB"
            raise _refusal(place, problem, "Download it, and give the file")
        if time.monotonic() > until:
            problem = f"the answer takes longer than {SECONDS:.0f} s"
            raise _refusal(place, problem, "Download it, and give the file")
        parts.append(part)
    return b"".join(parts)


def _refusal(place: str, problem: str, remedy: str) -> InputError:
    return InputError(DocumentProblem(place, problem, remedy))

"""Requests to sign, and what a server sees of one."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from postkiln.runtime.auth.flow import Auth
from postkiln.runtime.request.address import parse
from postkiln.runtime.request.content import Content
from postkiln.runtime.request.request import Request

FORM: Final = "application/x-www-form-urlencoded"


def unsigned(
    method: str, url: str, body: bytes = b"", media_type: str | None = None
) -> Request:
    headers = () if media_type is None else (("Content-Type", media_type),)
    segments = (body,) if body else ()
    return Request(method, parse(url), headers, Content(segments, media_type))


REQUESTS: Final = {
    "plain": unsigned("GET", "https://api.example/things"),
    "root": unsigned("GET", "https://api.example"),
    "port": unsigned("DELETE", "http://api.example:8080/things/7"),
    "query": unsigned("GET", "https://api.example/a?b=2&a=1&b=1&c=x%20y&d=%2F&e=ä"),
    "path": unsigned("GET", "https://api.example/a b/%7Ec/é/(1)'!*"),
    "form": unsigned("POST", "https://api.example/f", b"b=2&a=x+y&a=%C3%A4", FORM),
    "json": unsigned(
        "POST", "https://api.example/j?q=1", b'{"a": "\xc3\xa4"}', "application/json"
    ),
    "text": unsigned("PUT", "http://api.example/t", b"a\nb", "text/plain"),
}
"""One of each kind that a signature has to tell from the others."""


@dataclass(frozen=True, slots=True)
class Served:
    """A request as its server sees it. Names of `headers` are in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def authorization(self) -> str:
        return self.headers.get("authorization", "")


def served(request: Request) -> Served:
    address = request.address
    url = f"{address.scheme}://{address.netloc}{address.target}"
    headers = {name.lower(): value for name, value in request.headers}
    return Served(request.method, url, headers, b"".join(request.content.chunks()))


def signed(request: Request, auth: Auth) -> Served:
    """What the server sees of a request that is signed now."""
    return served(next(auth.flow(request)))


def parameters(authorization: str, separator: str = ",") -> dict[str, str]:
    """Those of a credential line `Scheme a="1", b=2`."""
    pairs = authorization.partition(" ")[2].split(separator)
    named = (pair.strip().partition("=") for pair in pairs if pair.strip())
    return {name: value.strip('"') for name, _, value in named}


def is_now(seconds: float) -> bool:
    """Whether a time since the epoch is that of this test."""
    return -60 < time.time() - seconds < 60


def epoch(text: str, pattern: str) -> float:
    """The seconds since the epoch of a time written in UTC."""
    return datetime.strptime(text, pattern).replace(tzinfo=UTC).timestamp()

"""The stand-in for the server: keeps the request that arrives, answers as it is told."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)
_BOUNDARY = re.compile(r"boundary=(\S+)")


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it arrives. Its parts may be secret, so the repr shows none."""

    method: str
    scheme: str = field(repr=False)
    host: str = field(repr=False)
    target: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)

    def record(self) -> dict[str, Any]:
        """The request as it stands in a recording."""
        return {
            "method": self.method,
            "scheme": self.scheme,
            "host": self.host,
            "target": self.target,
            "headers": [list(header) for header in self.headers],
            "body_b64": b64encode(self.body).decode("ascii"),
        }

    def unlike(self, other: Sent, *, drawn: bool = False) -> str | None:
        """The first part that differs; `drawn`: only parts that hold no values count."""
        one, two = self._settled(), other._settled()
        parts = {
            "method": one.method == two.method,
            "scheme": one.scheme == two.scheme,
            "number of headers": len(one.headers) == len(two.headers),
            "host": drawn or one.host == two.host,
            "target": drawn or one.target == two.target,
            "header": drawn or one.headers == two.headers,
            "body": drawn or one.body == two.body,
        }
        return next((part for part, same in parts.items() if not same), None)

    def _settled(self) -> Sent:
        """The request with the boundary, which is drawn for each form, made the same."""
        found = _BOUNDARY.search(" ".join(value for _, value in self.headers))
        if found is None:
            return self
        boundary = found[1]
        headers = ((n, v.replace(boundary, "boundary")) for n, v in self.headers)
        body = self.body.replace(boundary.encode("latin-1"), b"boundary")
        return replace(self, headers=tuple(headers), body=body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the stage answers: a status, and a body with its media type."""

    status: int = 204
    media_type: str | None = None
    octets: bytes = b""

    def response(self) -> httpx2.Response:
        """The answer as a client gets it."""
        label = self.media_type
        named = () if label is None else ((b"Content-Type", label.encode()),)
        return httpx2.Response(self.status, headers=named, content=self.octets)


def answer(status: int, media_type: str | None, text: str) -> Answer:
    """The answer with this text, in the charset of the media type or else in UTF-8.

    A media type whose charset cannot hold the text is not the one it came with: its
    parameters are left out.
    """
    found = _CHARSET.search(media_type or "")
    if media_type is None or found is None:
        return Answer(status, media_type, text.encode())
    try:
        return Answer(status, media_type, text.encode(found[1]))
    except (LookupError, UnicodeError):
        return Answer(status, media_type.partition(";")[0], text.encode())


@dataclass(frozen=True, slots=True)
class Heard:
    """One call: what arrived (None: nothing was sent), and its value or its error."""

    sent: Sent | None = None
    value: Any = field(default=None, repr=False)
    error: Exception | None = None


class Stage:
    """Serves one client. Its transport is `httpx2.MockTransport(stage.serve)`."""

    def __init__(self) -> None:
        self._answer = Answer()
        self._sent: Sent | None = None

    def serve(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request."""
        self._sent = _sent(request)
        return self._answer.response()

    def hear(self, call: Callable[[], Any], answer: Answer) -> Heard:
        """Make a call that gets this answer. What it raises is part of what is heard."""
        self._answer, self._sent = answer, None
        heard = attempt(call)
        return replace(heard, sent=self._sent)


def attempt(call: Callable[[], Any]) -> Heard:
    """Make a call; what it raises is part of what is heard."""
    try:
        return Heard(value=call())
    except Exception as error:
        return Heard(error=error)


def _sent(request: httpx2.Request) -> Sent:
    target = request.extensions.get("target", request.url.raw_path)
    raw = ((n.decode("latin-1"), v.decode("latin-1")) for n, v in request.headers.raw)
    return Sent(
        method=request.method,
        scheme=request.url.scheme,
        host=request.headers.get("host", ""),
        target=target.decode("latin-1"),
        headers=tuple(raw),
        body=request.content,
    )

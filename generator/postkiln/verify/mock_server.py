"""The mock server: records the request that arrives, and sends the response it is given."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)
_BOUNDARY = re.compile(r"boundary=(\S+)")


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request as it arrives. Its parts may be secret, so the repr shows none."""

    method: str
    scheme: str = field(repr=False)
    host: str = field(repr=False)
    target: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)

    def to_record(self) -> dict[str, Any]:
        """The request as an entry of `verify --record`."""
        return {
            "method": self.method,
            "scheme": self.scheme,
            "host": self.host,
            "target": self.target,
            "headers": [list(header) for header in self.headers],
            "body_b64": b64encode(self.body).decode("ascii"),
        }

    def first_difference(
        self, other: SentRequest, *, ignore_values: bool = False
    ) -> str | None:
        """The name of the first part that differs; None: the requests are equal.

        Boundaries of forms are random, so they are never a difference. `ignore_values`
        compares only parts that hold no values.
        """
        one = self._with_fixed_boundary()
        two = other._with_fixed_boundary()
        if one.method != two.method:
            return "method"
        if one.scheme != two.scheme:
            return "scheme"
        if len(one.headers) != len(two.headers):
            return "number of headers"
        if ignore_values:
            return None
        return one._different_value(two)

    def _different_value(self, other: SentRequest) -> str | None:
        if self.host != other.host:
            return "host"
        if self.target != other.target:
            return "target"
        if self.headers != other.headers:
            return "header"
        if self.body != other.body:
            return "body"
        return None

    def _with_fixed_boundary(self) -> SentRequest:
        values = [value for _, value in self.headers]
        found = _BOUNDARY.search(" ".join(values))
        if found is None:
            return self
        boundary = found[1]
        headers: list[tuple[str, str]] = []
        for name, value in self.headers:
            fixed = value.replace(boundary, "boundary")
            headers.append((name, fixed))
        body = self.body.replace(boundary.encode("latin-1"), b"boundary")
        return replace(self, headers=tuple(headers), body=body)


@dataclass(frozen=True, slots=True)
class MockResponse:
    """What the mock server answers: a status, and a body with its media type."""

    status: int = 204
    media_type: str | None = None
    content: bytes = b""

    def to_httpx(self) -> httpx2.Response:
        """The response as a client gets it."""
        headers: list[tuple[bytes, bytes]] = []
        if self.media_type is not None:
            headers.append((b"Content-Type", self.media_type.encode()))
        return httpx2.Response(self.status, headers=headers, content=self.content)


def mock_response(status: int, media_type: str | None, text: str) -> MockResponse:
    """The response with this text, in the charset of the media type or else in UTF-8.

    A media type whose charset cannot encode the text is not the one that the text came
    with: its parameters are left out.
    """
    charset = _CHARSET.search(media_type or "")
    if media_type is None or charset is None:
        return MockResponse(status, media_type, text.encode())
    try:
        content = text.encode(charset[1])
    except (LookupError, UnicodeError):
        content = text.encode()
        media_type, _, _ = media_type.partition(";")
    return MockResponse(status, media_type, content)


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """What one call did: the request it sent (None: it sent none), and either the value
    that it returned or the error that it raised.
    """

    sent: SentRequest | None = None
    value: Any = field(default=None, repr=False)
    error: Exception | None = None

    @property
    def decoded(self) -> Any:
        """What the body was decoded into: the value, or the `body` of the error."""
        if self.error is None:
            return self.value
        return getattr(self.error, "body", None)


class MockServer:
    """Serves one client, whose transport is `httpx2.MockTransport(server.handle)`."""

    def __init__(self) -> None:
        self._response = MockResponse()
        self._sent: SentRequest | None = None

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        """Record a request and answer it."""
        self._sent = _sent_request(request)
        return self._response.to_httpx()

    def run(self, call: Callable[[], Any], response: MockResponse) -> CallOutcome:
        """Make a call, and answer its requests with this response."""
        self._response = response
        self._sent = None
        outcome = try_call(call)
        return replace(outcome, sent=self._sent)


def try_call(call: Callable[[], Any]) -> CallOutcome:
    """Make a call. An error that it raises is part of the outcome."""
    try:
        value = call()
    except Exception as error:
        return CallOutcome(error=error)
    return CallOutcome(value=value)


def _sent_request(request: httpx2.Request) -> SentRequest:
    # The runtime gives a target that must not be normalized as an extension.
    target = request.extensions.get("target", request.url.raw_path)
    return SentRequest(
        method=request.method,
        scheme=request.url.scheme,
        host=request.headers.get("host", ""),
        target=target.decode("latin-1"),
        headers=tuple(_headers(request)),
        body=request.content,
    )


def _headers(request: httpx2.Request) -> Iterator[tuple[str, str]]:
    for name, value in request.headers.raw:
        yield name.decode("latin-1"), value.decode("latin-1")

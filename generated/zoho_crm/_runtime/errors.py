"""What a client raises. No message or repr here holds a header value or a query.

ApiError                        the root: all that this client raises
├── ConfigurationError          a client option is missing or not usable
├── RequestError                an argument that cannot be sent
├── TransportError              no answer came
│   ├── ConnectionFailedError
│   ├── TimedOutError
│   └── TooManyRedirectsError
├── StatusError                 the answer is an error
│   ├── ClientError             4xx, one class per common status
│   └── ServerError             5xx, likewise
└── DecodeError                 the answer is not what the examples showed (strict)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, TypeAlias

Difference: TypeAlias = tuple[str, str, str]
"""A JSON path, what was expected there, what was found."""


class ApiError(Exception):
    """The root of all errors of this client."""


class ConfigurationError(ApiError):
    """A client option is missing or not usable; the message says which, and what to do."""


class RequestError(ApiError):
    """An argument that cannot be sent; the message names it."""


class TransportError(ApiError):
    """No answer came. `url` has neither query nor user info."""

    def __init__(self, method: str, url: str, detail: str) -> None:
        super().__init__(method, url, detail)
        self.method = method
        self.url = url
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.method} {self.url}: {self.detail}"


class ConnectionFailedError(TransportError):
    """The server could not be reached, or the connection broke."""


class TimedOutError(TransportError):
    """The time limit passed before the answer was complete."""


class TooManyRedirectsError(TransportError):
    """The server redirects without end."""


class DecodeError(ApiError):
    """At the JSON path `path`, the answer has another type than the examples showed.

    `differences` are all there are: path, what was expected, what was found.
    """

    def __init__(
        self,
        path: str,
        expected: str,
        found: str,
        differences: Iterable[Difference] = (),
    ) -> None:
        self.path = path
        self.expected = expected
        self.found = found
        self.differences = tuple(differences) or ((path, expected, found),)
        super().__init__(path, expected, found, self.differences)

    def __str__(self) -> str:
        text = f"{self.path}: expected {self.expected}, found {self.found}"
        match len(self.differences) - 1:
            case 0:
                return text
            case 1:
                return f"{text} (and 1 more difference)"
            case more:
                return f"{text} (and {more} more differences)"


class StatusError(ApiError):
    """The answer is an error.

    `body` is the parsed answer, of the type that the examples of this status show;
    `text` is the same as text. `url` has neither query nor user info. `detail` says why a
    redirect was not followed; it is empty elsewhere.
    """

    def __init__(
        self,
        status: int,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        text: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(status, method, url)
        self.status = status
        self.method = method
        self.url = url
        self.headers: Mapping[str, str] = {}
        if headers is not None:
            self.headers = headers
        self.body = body
        self.text = text
        self.detail = detail

    def __str__(self) -> str:
        status = f"{self.status}{_phrase(self.status)}"
        text = f"{self.method} {self.url} answered {status}"
        if self.detail:
            return f"{text}: {self.detail}"
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickle calls a class with `args`, which have no keyword arguments.
        more = {
            "headers": dict(self.headers),
            "body": self.body,
            "text": self.text,
            "detail": self.detail,
        }
        return partial(type(self), **more), (self.status, self.method, self.url)


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""  # a status of the server's own has no phrase


class ClientError(StatusError):
    """4xx: the request is at fault."""


class ServerError(StatusError):
    """5xx: the server is at fault."""


class BadRequestError(ClientError):
    """400: the request is malformed."""


class UnauthorizedError(ClientError):
    """401: credentials are missing or not valid."""


class PaymentRequiredError(ClientError):
    """402: payment is required."""


class ForbiddenError(ClientError):
    """403: the credentials do not allow this."""


class NotFoundError(ClientError):
    """404: there is nothing at this address."""


class MethodNotAllowedError(ClientError):
    """405: the address does not take this method."""


class NotAcceptableError(ClientError):
    """406: no answer in an acceptable form."""


class RequestTimeoutError(ClientError):
    """408: the server waited too long for the request."""


class ConflictError(ClientError):
    """409: the request conflicts with the present state."""


class GoneError(ClientError):
    """410: what was there is gone for good."""


class LengthRequiredError(ClientError):
    """411: the length of the body is missing."""


class PreconditionFailedError(ClientError):
    """412: a precondition does not hold."""


class PayloadTooLargeError(ClientError):
    """413: the body is too large."""


class UriTooLongError(ClientError):
    """414: the address is too long."""


class UnsupportedMediaTypeError(ClientError):
    """415: the body has a media type that is not taken."""


class RangeNotSatisfiableError(ClientError):
    """416: the range lies outside the content."""


class MisdirectedRequestError(ClientError):
    """421: the request reached the wrong server."""


class UnprocessableEntityError(ClientError):
    """422: the body is well formed and not valid."""


class LockedError(ClientError):
    """423: it is locked."""


class FailedDependencyError(ClientError):
    """424: a request that this one depends on failed."""


class UpgradeRequiredError(ClientError):
    """426: another protocol is required."""


class PreconditionRequiredError(ClientError):
    """428: the request must be conditional."""


class TooManyRequestsError(ClientError):
    """429: too many requests were sent."""


class HeaderFieldsTooLargeError(ClientError):
    """431: the header fields are too large."""


class UnavailableForLegalReasonsError(ClientError):
    """451: not available for legal reasons."""


class InternalServerError(ServerError):
    """500: the server failed."""


class NotImplementedStatusError(ServerError):
    """501: the server does not know the method."""


class BadGatewayError(ServerError):
    """502: the server got a bad answer from another."""


class ServiceUnavailableError(ServerError):
    """503: the server is not ready, try later."""


class GatewayTimeoutError(ServerError):
    """504: the server got no answer from another in time."""


class InsufficientStorageError(ServerError):
    """507: the server cannot store it."""

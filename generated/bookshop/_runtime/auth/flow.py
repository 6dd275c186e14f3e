"""What every auth type is: `Auth`, and the flow of requests that it makes.

In: a request without credentials. Out: the requests to send, one after the other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # operations are described without what sends them
    import httpx2

    from ..request.request import Request


@dataclass(frozen=True, slots=True)
class Reply:
    """A response, and the request that it answers: the last one, after any redirects."""

    request: Request
    response: httpx2.Response


AuthFlow: TypeAlias = "Generator[Request, Reply, None]"
"""Yields requests to send, and is sent the reply to each; as httpx's `auth_flow`."""


class Auth(ABC):
    """How a request authenticates (postman-format 4).

    A type is a frozen dataclass. Its texts are templates, which are filled before the
    flow starts. An empty text means "not given": Postman's default applies.
    """

    __slots__ = ()

    @abstractmethod
    def sign(self, request: Request) -> Request:
        """The request with credentials, in place of any that it has."""

    def flow(self, request: Request) -> AuthFlow:
        """The requests to send: the signed one, and in some types an answer to an error.

        A reply is sent to the flow when it is an error, and only if it comes from the
        origin of the call. A further request is made from `reply.request`, which is
        complete: it has its framing, its default headers, and those of the caller.
        """
        yield self.sign(request)


def once(request: Request) -> AuthFlow:
    """The flow of a request without an auth type."""
    yield request

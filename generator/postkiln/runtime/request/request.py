"""One request, as it is sent: `prepare` makes it, `auth` signs it, `transport` sends it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote

from ..behavior import POSTMAN, Behavior
from .address import Address
from .content import NO_CONTENT, Content
from .headers import Headers

_PATH_SAFE: Final = "/:@!$&'()*+,;=~|^[]\\%"
_SECRET_LENGTH: Final = 4  # a shorter one would mask half the URL


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `secrets` is what its label must not show.

    The last three are for redirects to another origin: `literals` are the headers that the
    collection writes out, `authorization` is what it authorizes with, `left_origin` says that
    such a redirect was followed, or that the call gave the address of another origin.
    """

    method: str
    address: Address = field(repr=False)
    headers: Headers = field(repr=False)
    content: Content = field(default=NO_CONTENT, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    behavior: Behavior = POSTMAN
    literals: Headers = field(default=(), repr=False)
    authorization: str = field(default="", repr=False)
    left_origin: bool = False

    @property
    def label(self) -> str:
        """The URL for messages and logs: no query, no user info, no secret in the path."""
        return hide(self.address.origin + self.address.path, self.secrets)

    def with_query(self, query: str | None) -> Request:
        """The request with another query, which is encoded as it is sent."""
        return replace(self, address=replace(self.address, query=query))


def hide(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each secret in it replaced."""
    for secret in secrets:
        if len(secret) >= _SECRET_LENGTH:
            sent = quote(secret, safe=_PATH_SAFE, errors="replace")
            text = text.replace(secret, "***").replace(sent, "***")
    return text

"""How a request is sent: Postman's `protocolProfileBehavior` (postman-format 5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Behavior:
    """The settings of one request; the defaults are Postman's.

    `without` names default headers that are not sent, in lower case. `keeps_method` and
    `keeps_authorization` are for redirects: the method after 301 to 303, and the
    Authorization header for another host.
    """

    encodes_url: bool = True
    uses_cookies: bool = True
    follows_redirects: bool = True
    max_redirects: int = 10
    keeps_method: bool = False
    keeps_authorization: bool = False
    sends_referer: bool = True
    without: tuple[str, ...] = ()


POSTMAN: Final = Behavior()

"""Percent-encoding of the parts of a URL, with the sets that Postman encodes.

Existing `%XX` and a lone `%` stay as they are, except in data for a path segment.
"""

from __future__ import annotations

import re
from typing import Final

from ..errors import RequestError

_PATH: Final = ' "<>`#?{}'


def _outside(reserved: str) -> re.Pattern[str]:
    # C0 controls, DEL and what is not ASCII are encoded everywhere.
    return re.compile(f"[\x00-\x1f\x7f-\U0010ffff{re.escape(reserved)}]")


PATH: Final = _outside(_PATH)
QUERY: Final = _outside(" \"#'<>")

UNSENDABLE: Final = _outside(" ")
"""What a request line cannot hold (RFC 9112, 3): white space ends it, and it is ASCII."""

SEGMENT_DATA: Final = _outside(_PATH + "/\\%")
"""Data within a path segment, which must not change the structure of the path."""

KEY_DATA: Final = re.compile("[&#=]")
"""What a query key must not hold (the rest is encoded with the whole query)."""

VALUE_DATA: Final = re.compile("[&#]")
"""What a query value must not hold (the rest is encoded with the whole query)."""

QUERY_DATA: Final = re.compile("#")
"""What a part of a query, given as text, must not hold."""


def percent(text: str, encoded: re.Pattern[str]) -> str:
    """Percent-encode the UTF-8 bytes of the characters that the pattern names."""
    try:
        return encoded.sub(lambda match: _octets(match[0]), text)
    except UnicodeEncodeError:
        raise RequestError("a lone surrogate cannot be sent in a URL") from None


def _octets(character: str) -> str:
    return "".join(f"%{octet:02X}" for octet in character.encode("utf-8"))

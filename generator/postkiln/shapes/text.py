"""What a text looks like: a date, a date-time, a number in its one canonical spelling."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from enum import IntEnum


class Text(IntEnum):
    """What every string seen was: a date, a date-time (RFC 3339), or just text."""

    DATE = 1
    DATETIME = 2
    PLAIN = 3


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}"
    r"(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_FLOAT = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")


def kind(text: str) -> Text:
    """Which production of RFC 3339 (section 5.6) `text` is, if any, and a real day."""
    if len(text) < 10 or text[4] != "-":
        return Text.PLAIN
    if _DATE.fullmatch(text):
        return Text.DATE if _reads(date.fromisoformat, text) else Text.PLAIN
    if _DATETIME.fullmatch(text) and _reads(datetime.fromisoformat, text.upper()):
        return Text.DATETIME
    return Text.PLAIN


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def is_integer(text: str) -> bool:
    """Whether `text` is how a whole number within 2**53 is written, and no other way."""
    return _INTEGER.fullmatch(text) is not None and abs(int(text)) < 2**53


def is_float(text: str) -> bool:
    """Whether `text` is how Python writes this finite float: no digit is lost either way."""
    if _FLOAT.fullmatch(text) is None:
        return False
    value = float(text)
    return math.isfinite(value) and repr(value) == text

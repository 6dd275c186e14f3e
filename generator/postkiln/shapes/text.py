"""A text -> what it looks like: a date, a date-time, a number in its canonical spelling."""

from __future__ import annotations

import math
import re
from enum import IntEnum

from postkiln.runtime.codec.timestamps import parse_date, parse_datetime


class Text(IntEnum):
    """What every string seen was: a date, a date-time (RFC 3339), or just text."""

    DATE = 1
    DATETIME = 2
    PLAIN = 3


_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_FLOAT = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")


def kind(text: str) -> Text:
    """Whether `text` is a date or date-time that generated clients read as one."""
    if len(text) < 10 or text[4] != "-":  # rules out most texts faster than the parsers
        return Text.PLAIN
    if parse_date(text) is not None:
        return Text.DATE
    if _separates_time(text) and parse_datetime(text) is not None:
        return Text.DATETIME
    return Text.PLAIN


def _separates_time(text: str) -> bool:
    """Clients read a space there, too, but a space alone does not make a text a date-time."""
    return text[10:11] in ("T", "t")


def is_integer(text: str) -> bool:
    """Whether `text` is how a whole number within 2**53 is written, and no other way."""
    return _INTEGER.fullmatch(text) is not None and abs(int(text)) < 2**53


def is_float(text: str) -> bool:
    """Whether `text` is how Python writes this finite float: no digit is lost either way."""
    if _FLOAT.fullmatch(text) is None:
        return False
    value = float(text)
    return math.isfinite(value) and repr(value) == text

"""RFC 3339 texts <-> dates and date-times. Out: exact values in, the received style back out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# RFC 3339 5.6, with the lower case and the space that its notes allow.
_DATETIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?P<separator>[Tt ])"
    r"(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.(?P<fraction>[0-9]+))?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_MINUTE: Final = dt.timedelta(minutes=1)


def parse_date(text: str) -> dt.date | None:
    """The day of a `YYYY-MM-DD`, or `None` if the text is no such day."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:  # the 31st of February
        return None


def parse_datetime(text: str) -> dt.datetime | None:
    """The aware moment of an RFC 3339 date-time, or `None` if the text is none.

    Decimals beyond microseconds are cut off; a leap second (`:60`) is not a moment
    that Python can hold.
    """
    try:
        if _is_usual(text):
            return dt.datetime.fromisoformat(text)
        if _DATETIME.fullmatch(text) is not None:
            return dt.datetime.fromisoformat(text.upper())
    except ValueError:  # the 31st of February
        return None
    return None


_USUAL: Final = {"--T::Z": 20, "--T::+:": 25, "--T::-:": 25}
"""What each third character of a date-time is, from the fifth on, by its length."""


def _is_usual(text: str) -> bool:
    """Whether it is `YYYY-MM-DDThh:mm:ss` with `Z` or `+hh:mm`, once it is a moment.

    What Python's own reader looks at itself is left to it. This is faster than the
    pattern, which stays the law.
    """
    return _USUAL.get(text[4::3]) == len(text) and text[11:13] != "24"


def format_datetime(moment: dt.datetime, like: str | None = None) -> str:
    """The moment as RFC 3339 text, in the style of `like`, the text it replaces.

    The very same moment is the very same text. Otherwise the separator, the number of
    decimals and the choice between `Z` and a numeric offset are those of `like`;
    decimals are added rather than lost. A moment without a time zone gets no offset:
    nobody but its maker knows it.
    """
    style = _DATETIME.fullmatch(like) if like is not None else None
    if like is None or style is None:
        moment = _expressible(moment)
        return _with_offset(moment, "T", None, zulu=_is_utc(moment))
    if _same(parse_datetime(like), moment):
        return like
    zulu = style["offset"] in "Zz"
    decimals = len(style["fraction"] or "")
    moment = _in_utc(moment) if zulu else _expressible(moment)
    return _with_offset(
        moment, style["separator"], decimals, zulu=zulu and _is_utc(moment)
    )


def _same(old: dt.datetime | None, new: dt.datetime) -> bool:
    return old is not None and old == new and old.utcoffset() == new.utcoffset()


def _is_utc(moment: dt.datetime) -> bool:
    return moment.utcoffset() == dt.timedelta()


def _expressible(moment: dt.datetime) -> dt.datetime:
    """The moment at an offset of whole minutes: RFC 3339 has no others."""
    offset = moment.utcoffset()
    return _in_utc(moment) if offset is not None and offset % _MINUTE else moment


def _in_utc(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:  # the first or last hours that Python knows
        return moment


def _with_offset(
    moment: dt.datetime, separator: str, decimals: int | None, *, zulu: bool
) -> str:
    """`decimals` is how many to write at least; `None` leaves it to `isoformat`."""
    wall = moment.replace(tzinfo=None)
    offset = "Z" if zulu else moment.isoformat()[len(wall.isoformat()) :]
    if decimals is None:
        return wall.isoformat(separator) + offset
    fraction = f"{wall.microsecond:06}".rstrip("0").ljust(decimals, "0")
    seconds = wall.isoformat(separator, timespec="seconds")
    return f"{seconds}.{fraction}{offset}" if fraction else seconds + offset

"""RFC 3339 texts <-> dates and date-times: the one rule of which texts are dates.

In: a text. Out: the date or date-time, which is written in the style of that text again.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# RFC 3339, section 5.6, with the lower case and the space that its notes allow.
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
"""Every third character of a date-time, from the fifth on: the length of the text."""


def _is_usual(text: str) -> bool:
    """Whether it is `YYYY-MM-DDThh:mm:ss` with `Z` or `+hh:mm`, if it is a date-time.

    `fromisoformat` checks the rest. This is only a faster way to the same result as the
    pattern, which decides what a date-time is.
    """
    # Newer versions of Python read an hour of 24, which RFC 3339 does not have.
    return _USUAL.get(text[4::3]) == len(text) and text[11:13] != "24"


def format_datetime(moment: dt.datetime, like: str | None = None) -> str:
    """The moment as RFC 3339 text, in the style of `like`, the text it replaces.

    If `like` is the same moment at the same offset, it is returned as it is. Otherwise
    the separator, the number of decimals and the choice between `Z` and a numeric offset
    are those of `like`; decimals are added rather than lost. A moment without a time
    zone gets no offset, since none is known.
    """
    if like is None:
        return _format_usual(moment)
    style = _DATETIME.fullmatch(like)
    if style is None:
        return _format_usual(moment)
    if _is_same(parse_datetime(like), moment):
        return like
    return _format_in_style(moment, style)


def _is_same(old: dt.datetime | None, new: dt.datetime) -> bool:
    if old is None or old != new:
        return False
    return old.utcoffset() == new.utcoffset()


def _format_usual(moment: dt.datetime) -> str:
    moment = _in_whole_minutes(moment)
    text = _wall_time(moment).isoformat()
    return text + _offset(moment, as_z=True)


def _format_in_style(moment: dt.datetime, style: re.Match[str]) -> str:
    as_z = style["offset"] in "Zz"
    moment = _in_utc(moment) if as_z else _in_whole_minutes(moment)
    wall_time = _wall_time(moment)
    text = wall_time.isoformat(style["separator"], timespec="seconds")
    significant = f"{wall_time.microsecond:06}".rstrip("0")
    decimals = len(style["fraction"] or "")
    fraction = significant.ljust(decimals, "0")
    if fraction:
        text = f"{text}.{fraction}"
    return text + _offset(moment, as_z=as_z)


def _wall_time(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=None)


def _offset(moment: dt.datetime, *, as_z: bool) -> str:
    """The offset as `+hh:mm`, or `Z` for UTC if `as_z`; nothing without a time zone."""
    if as_z and _is_utc(moment):
        return "Z"
    wall_time = _wall_time(moment)
    return moment.isoformat().removeprefix(wall_time.isoformat())


def _is_utc(moment: dt.datetime) -> bool:
    return moment.utcoffset() == dt.timedelta()


def _in_whole_minutes(moment: dt.datetime) -> dt.datetime:
    """The moment at an offset of whole minutes: RFC 3339 has no others."""
    offset = moment.utcoffset()
    if offset is not None and offset % _MINUTE:
        return _in_utc(moment)
    return moment


def _in_utc(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:  # the first or last hours that Python knows
        return moment

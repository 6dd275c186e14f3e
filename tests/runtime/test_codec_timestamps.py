"""Dates and date-times: RFC 3339 in, the same or the same style out."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.runtime.codec.timestamps import (
    format_datetime,
    parse_date,
    parse_datetime,
)

OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(
    lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
)
MOMENTS = st.datetimes(timezones=OFFSETS)
SHAPES = st.tuples(
    st.sampled_from("Tt "),
    st.one_of(st.just(""), st.from_regex(r"\.[0-9]{1,9}", fullmatch=True)),
    st.sampled_from(["Z", "z", "+00:00", "-00:00", "+05:30", "-23:59"]),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    separator, fraction, offset = draw(SHAPES)
    wall = draw(st.datetimes(min_value=dt.datetime(2, 1, 1)))
    return wall.isoformat(separator, timespec="seconds") + fraction + offset


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-01",
        "2020-01-01T00:00:00",
        "2020-01-01T00:00Z",
        "2020-01-01T24:00:00Z",
        "2020-01-01T00:00:60Z",
        "2020-02-30T00:00:00Z",
        "2020-01-01T00:00:00+0530",
        "2020-01-01T00:00:00+24:00",
        "2020-01-01T00:00:00,5Z",
        "2020-01-01T00:00:00.Z",
        "20200101T000000Z",
        "2020-01-01T00:00:00Z\n",
        "٢٠٢٠-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
    ],
)
def test_other_texts_are_no_moment(text: str) -> None:
    assert parse_datetime(text) is None


@pytest.mark.parametrize(
    "text", ["20200101", "2020-W01-1", "2020-1-1", "2020-02-30", "2020-01-01\n", ""]
)
def test_other_texts_are_no_day(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates())
def test_a_day_is_its_iso_text(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day


@given(MOMENTS)
def test_a_moment_without_a_source_survives(moment: dt.datetime) -> None:
    parsed = parse_datetime(format_datetime(moment))
    assert parsed is not None
    assert (parsed, parsed.utcoffset()) == (moment, moment.utcoffset())


def test_utc_is_written_z() -> None:
    moment = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    assert format_datetime(moment) == "2020-01-01T00:00:00Z"


def test_decimals_beyond_microseconds_are_cut_off() -> None:
    parsed = parse_datetime("2020-01-01T00:00:00.1234569Z")
    assert parsed == dt.datetime(2020, 1, 1, 0, 0, 0, 123456, dt.UTC)


@given(texts())
def test_the_same_moment_is_the_same_text(text: str) -> None:
    moment = parse_datetime(text)
    assert moment is not None
    assert format_datetime(moment, text) == text


@given(MOMENTS, texts())
def test_a_changed_moment_is_the_same_instant_in_the_source_style(
    moment: dt.datetime, like: str
) -> None:
    assert parse_datetime(format_datetime(moment, like)) == moment


@pytest.mark.parametrize(
    ("like", "text"),
    [
        ("2020-01-01T00:00:00Z", "2021-01-01T10:00:00Z"),
        ("2020-01-01 00:00:00.000Z", "2021-01-01 10:00:00.000Z"),
        ("2020-01-01T00:00:00.123456789Z", "2021-01-01T10:00:00.000000000Z"),
        ("2020-01-01T00:00:00.5-07:00", "2021-01-01T12:00:00.0+02:00"),
        ("yesterday", "2021-01-01T12:00:00+02:00"),
    ],
)
def test_style_is_separator_decimals_and_offset(like: str, text: str) -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    assert format_datetime(dt.datetime(2021, 1, 1, 12, tzinfo=zone), like) == text


def test_decimals_are_added_rather_than_lost() -> None:
    moment = dt.datetime(2020, 1, 1, 0, 0, 0, 250, dt.UTC)
    text = format_datetime(moment, "2019-01-01T00:00:00.1Z")
    assert text == "2020-01-01T00:00:00.00025Z"


@pytest.mark.parametrize("like", [None, "2020-01-01T00:00:00Z"])
def test_a_moment_without_a_zone_gets_none(like: str | None) -> None:
    assert format_datetime(dt.datetime(2021, 1, 1), like) == "2021-01-01T00:00:00"


def test_an_offset_of_seconds_is_written_in_utc() -> None:
    zone = dt.timezone(dt.timedelta(minutes=53, seconds=28))
    moment = dt.datetime(1890, 1, 1, tzinfo=zone)
    assert format_datetime(moment) == "1889-12-31T23:06:32Z"


def test_the_last_hours_of_time_keep_their_offset() -> None:
    zone = dt.timezone(dt.timedelta(hours=-5))
    moment = dt.datetime.max.replace(microsecond=0, tzinfo=zone)
    text = format_datetime(moment, "2020-01-01T00:00:00Z")
    assert text == "9999-12-31T23:59:59-05:00"


def test_the_same_instant_at_another_offset_is_a_change() -> None:
    moment = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    text = format_datetime(moment, "2020-01-01T01:00:00+01:00")
    assert text == "2020-01-01T00:00:00+00:00"


TAILS = ("Z", "+05:30", "-00:00", ".5Z", "")


@given(st.sampled_from(TAILS), st.integers(0, 24), st.sampled_from("0Tz:-+, ٠"))
def test_the_pattern_is_the_law(tail: str, place: int, letter: str) -> None:
    usual = f"2020-01-31T23:59:58{tail}"
    text = usual[:place] + letter + usual[place + 1 :]
    assert (parse_datetime(text) is not None) == _is_a_moment(text)


def _is_a_moment(text: str) -> bool:
    pattern = (
        r"\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
    )
    if re.fullmatch(pattern, text, re.ASCII) is None:
        return False
    try:
        dt.datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True

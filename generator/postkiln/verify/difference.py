"""Two JSON values -> the first place where they differ."""

from __future__ import annotations

from typing import Any, cast

from postkiln.runtime.codec.context import found_in
from postkiln.runtime.codec.json_path import JsonPath, format_path

_Pair = tuple[JsonPath, Any, Any]


def difference(was: Any, now: Any) -> str | None:
    """Where `now` is not exactly what was, in JSON path and types; None: nowhere.

    Exactly: `1` is not `1.0`, `-0.0` not `0.0`, and the order of keys counts.
    """
    stack: list[_Pair] = [(None, was, now)]
    while stack:
        at, one, other = stack.pop()
        said = _said(one, other)
        if said is not None:
            return f"{format_path(at)}: {said}"
        stack.extend(reversed(_inside(at, one, other)))
    return None


def _said(was: Any, now: Any) -> str | None:
    """How two values differ at first sight."""
    if type(was) is not type(now):
        return f"{found_in(was)} became {found_in(now)}"
    match was:
        case dict():
            return _said_of_keys(list(cast("Any", was)), list(now))
        case list():
            count = len(cast("Any", was))
            return None if count == len(now) else f"{count} items became {len(now)}"
        case float():  # by their writing: nan is nan, and -0.0 is not 0.0
            return None if repr(was) == repr(now) else "another float"
        case _:
            return None if was == now else f"another {found_in(was)}"


def _said_of_keys(was: list[str], now: list[str]) -> str | None:
    if was == now:
        return None
    same = sorted(was) == sorted(now)
    return "the keys have another order" if same else "has other keys"


def _inside(at: JsonPath, was: Any, now: Any) -> list[_Pair]:
    match was:
        case dict():
            return [((at, key), was[key], now[key]) for key in cast("Any", was)]
        case list():
            pairs = enumerate(zip(cast("Any", was), now, strict=True))
            return [((at, index), one, other) for index, (one, other) in pairs]
        case _:
            return []

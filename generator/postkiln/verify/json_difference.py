"""Two JSON values -> the first place where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from postkiln.runtime.codec.context import found_in
from postkiln.runtime.codec.json_path import JsonPath, format_path


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two values to compare, and where both are."""

    at: JsonPath
    before: Any
    after: Any


def first_difference(before: Any, after: Any) -> str | None:
    """Where `after` is not exactly `before`, as JSON path and types; None: nowhere.

    Exactly: `1` is not `1.0`, `-0.0` is not `0.0`, and the order of keys counts.
    """
    # A stack of our own: JSON may be nested deeper than Python recurses.
    stack = [_Pair(None, before, after)]
    while stack:
        pair = stack.pop()
        difference = _difference(pair.before, pair.after)
        if difference is not None:
            return f"{format_path(pair.at)}: {difference}"
        stack.extend(reversed(_members(pair)))
    return None


def _difference(before: Any, after: Any) -> str | None:
    """How two values differ, without what is in them."""
    if type(before) is not type(after):
        return f"{found_in(before)} became {found_in(after)}"
    match before:
        case dict():
            keys = list(cast("Any", before))
            return _key_difference(keys, list(after))
        case list():
            count = len(cast("Any", before))
            is_equal = count == len(after)
            difference = f"{count} items became {len(after)}"
        case float():
            # By repr: nan is equal to nan, and -0.0 is not 0.0.
            is_equal = repr(before) == repr(after)
            difference = "another float"
        case _:
            is_equal = before == after
            difference = f"another {found_in(before)}"
    return None if is_equal else difference


def _key_difference(before: list[str], after: list[str]) -> str | None:
    if before == after:
        return None
    if sorted(before) == sorted(after):
        return "the keys have another order"
    return "has other keys"


def _members(pair: _Pair) -> list[_Pair]:
    """The pairs of values inside two values that have the same keys or length."""
    before: Any = pair.before
    match before:
        case dict():
            keys: list[Any] = list(cast("Any", before))
        case list():
            keys = list(range(len(cast("Any", before))))
        case _:
            return []
    return [_Pair((pair.at, key), before[key], pair.after[key]) for key in keys]

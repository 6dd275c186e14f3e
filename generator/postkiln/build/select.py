"""Which items become endpoints: `--include` and `--exclude` by folder or item pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import translate

from postkiln.build.inherit import Found
from postkiln.diagnostics.errors import Code, Notice


def select(
    found: Sequence[Found], include: Sequence[str], exclude: Sequence[str]
) -> tuple[tuple[Found, ...], tuple[Notice, ...]]:
    """The items asked for, and one notice that counts the others.

    A pattern is matched, case and all, against `Folder/Sub/Item`; one that matches a
    folder takes all that is below.
    """
    unmatched = tuple(
        Notice((), Code.EXCLUDED, f"the pattern {pattern!r} matches no request")
        for pattern in (*include, *exclude)
        if not any(_matches(_matcher((pattern,)), each.path) for each in found)
    )
    wanted, unwanted = _matcher(include or ("*",)), _matcher(exclude)
    chosen = tuple(
        each
        for each in found
        if _matches(wanted, each.path) and not _matches(unwanted, each.path)
    )
    left = len(found) - len(chosen)
    if not left:
        return chosen, unmatched
    text = f"{left} of {len(found)} requests left out by --include or --exclude"
    return chosen, (*unmatched, Notice((), Code.EXCLUDED, text))


def _matcher(patterns: Sequence[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile("|".join(translate(pattern) for pattern in patterns))


def _matches(matcher: re.Pattern[str] | None, path: tuple[str, ...]) -> bool:
    if matcher is None:
        return False
    tops = ("/".join(path[:length]) for length in range(1, len(path) + 1))
    return any(matcher.match(top) for top in tops)

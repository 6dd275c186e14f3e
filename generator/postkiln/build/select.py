"""Which items become endpoints: `--include` and `--exclude` by folder or item pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import translate

from postkiln.build.inherit import ItemInScope
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice


def select(
    items: Sequence[ItemInScope], include: Sequence[str], exclude: Sequence[str]
) -> tuple[tuple[ItemInScope, ...], tuple[Notice, ...]]:
    """The items asked for, and one notice that counts the others.

    A pattern is matched, case and all, against `Folder/Sub/Item`; one that matches a
    folder takes all that is below.
    """
    paths = [each.path for each in items]
    unmatched = tuple(
        notice((), Code.EXCLUDED, case="no_match", pattern=pattern)
        for pattern in (*include, *exclude)
        if not _matches_any(pattern, paths)
    )
    wanted, unwanted = _matcher(include or ("*",)), _matcher(exclude)
    chosen = tuple(
        each
        for each in items
        if _matches(wanted, each.path) and not _matches(unwanted, each.path)
    )
    left = len(items) - len(chosen)
    if not left:
        return chosen, unmatched
    excluded = notice((), Code.EXCLUDED, count=left, total=len(items))
    return chosen, (*unmatched, excluded)


def _matches_any(pattern: str, paths: Iterable[tuple[str, ...]]) -> bool:
    matcher = _matcher((pattern,))
    return any(_matches(matcher, path) for path in paths)


def _matcher(patterns: Sequence[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile("|".join(translate(pattern) for pattern in patterns))


def _matches(matcher: re.Pattern[str] | None, path: tuple[str, ...]) -> bool:
    if matcher is None:
        return False
    tops = ("/".join(path[:length]) for length in range(1, len(path) + 1))
    return any(matcher.match(top) for top in tops)


def matches(pattern: str, path: tuple[str, ...]) -> bool:
    """Whether a pattern chooses the item at a path, by its folders or itself."""
    return _matches(_matcher((pattern,)), path)

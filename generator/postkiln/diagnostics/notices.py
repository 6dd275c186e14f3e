"""A notice: made by its code and fields, filtered by the patterns that users write."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.places import NOWHERE, Spot

_LONGEST_FIELD = 400


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know that stopped nothing.

    `path` holds folder names and the item's name; empty means the collection.
    """

    path: tuple[str, ...]
    code: Code
    text: str
    spot: Spot = NOWHERE

    def __str__(self) -> str:
        item = " / ".join(self.path) or "collection"
        at = f"{self.spot.place}: " if self.spot.place else ""
        return f"{at}{item}: {self.text} [{self.code}]"


def notice(
    path: tuple[str, ...],
    code: Code,
    /,
    *,
    case: str = "",
    spot: Spot = NOWHERE,
    **fields: object,
) -> Notice:
    """A notice about the item at `path`, in the wording that the table has for its code.

    `case` names one wording of a code that has several; `fields` are the names in it.
    A field that is text is cut to 400 characters: it may come from a document.
    """
    shown = {name: _bounded(value) for name, value in fields.items()}
    return Notice(path, code, code.wordings[case].format_map(shown), spot)


def _bounded(value: object) -> object:
    return value[:_LONGEST_FIELD] if isinstance(value, str) else value


def unsilenced(notices: Iterable[Notice], ignored: Iterable[str]) -> tuple[Notice, ...]:
    """The notices that no pattern silences: `no-example`, or `Folder/*: no-example`."""
    patterns = [_split(each) for each in ignored]

    def is_silenced(each: Notice) -> bool:
        return any(_matches(each, path, code) for path, code in patterns)

    return tuple(each for each in notices if not is_silenced(each))


def strict_errors(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices that --strict makes errors of: all but of what was asked for."""
    return tuple(each for each in notices if not each.code.is_requested)


def code_in(ignored: str) -> str:
    """The code in a pattern."""
    _, code = _split(ignored)
    return code


def unknown_code(code: str) -> str:
    """What to say of a code that does not exist."""
    close = difflib.get_close_matches(code, list(Code), n=1)
    remedy = "`postkiln explain` lists all"
    if close:
        remedy = f"Did you mean {str(close[0])!r}?"
    return f"there is no notice {code[:40]!r}. {remedy}"


def _split(ignored: str) -> tuple[str, str]:
    path, _, code = ignored.rpartition(":")
    return path.strip(), code.strip()


def _matches(each: Notice, path: str, code: str) -> bool:
    here = "/".join(each.path)
    is_there = not path or fnmatchcase(here, path) or fnmatchcase(here, f"{path}/*")
    return each.code.value == code and is_there

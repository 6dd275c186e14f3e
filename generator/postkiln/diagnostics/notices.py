"""A notice: made by its code and fields, filtered by the patterns that users write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.nearest import did_you_mean
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
    bounded = {name: _bounded(value) for name, value in fields.items()}
    wording = code.wordings[case]
    return Notice(path, code, wording.format_map(bounded), spot)


def _bounded(value: object) -> object:
    if isinstance(value, str):
        return value[:_LONGEST_FIELD]
    return value


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Which notices to ignore: those with a code, below `path` if it is not empty."""

    path: str
    code: str

    def matches(self, found: Notice) -> bool:
        if found.code.value != self.code:
            return False
        if not self.path:
            return True
        here = "/".join(found.path)
        is_folder = fnmatchcase(here, f"{self.path}/*")
        return is_folder or fnmatchcase(here, self.path)


def _pattern(ignored: str) -> _Pattern:
    path, _, code = ignored.rpartition(":")
    return _Pattern(path.strip(), code.strip())


def unsilenced(notices: Iterable[Notice], ignored: Iterable[str]) -> tuple[Notice, ...]:
    """The notices that no pattern silences: `no-example`, or `Folder/*: no-example`."""
    patterns = list(map(_pattern, ignored))

    def is_silenced(each: Notice) -> bool:
        return any(pattern.matches(each) for pattern in patterns)

    return tuple(each for each in notices if not is_silenced(each))


def strict_errors(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices that --strict makes errors of: all but those about what was asked for."""
    return tuple(each for each in notices if not each.code.is_requested)


def code_in(ignored: str) -> str:
    """The code in a pattern."""
    return _pattern(ignored).code


def unknown_code(code: str) -> str:
    """What to say of a code that does not exist."""
    remedy = did_you_mean(code, Code) or "`postkiln explain` lists all"
    return f"there is no notice {code[:40]!r}. {remedy}"

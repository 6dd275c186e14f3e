"""What writing would change: files and a directory in, changes and their diff out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from postkiln.output.plan import Plan, complete, plan, refusals, resolved


class Kind(StrEnum):
    """What would happen to a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """A file that writing would touch. `old` and `new` are for reading: bytes that are
    no UTF-8 stand in them as escapes."""

    path: str
    kind: Kind
    old: str
    new: str


def compare(files: Mapping[str, str | bytes], directory: Path) -> tuple[Change, ...]:
    """What `write` would change, sorted by path; OutputError where it would refuse."""
    with refusals(directory):
        planned = plan(complete(files), resolved(directory))
    paths = sorted({*planned.written, *planned.removed})
    return tuple(_change(planned, path) for path in paths)


def unified_diff(changes: Iterable[Change], *, under: str = "") -> str:
    """The changes as a patch. `under` is the directory the paths are shown below."""
    prefix = f"{under.rstrip('/')}/" if under else ""
    return "".join(line for change in changes for line in _diff(change, prefix))


def _change(planned: Plan, path: str) -> Change:
    old, new = planned.before.get(path), planned.after.get(path)
    match old, new:
        case None, _:
            kind = Kind.ADDED
        case _, None:
            kind = Kind.REMOVED
        case _:
            kind = Kind.CHANGED
    return Change(path, kind, _text(old), _text(new))


def _text(content: bytes | None) -> str:
    return (content or b"").decode(errors="backslashreplace")


def _diff(change: Change, prefix: str) -> Iterator[str]:
    path = f"{prefix}{change.path}".lstrip("/")
    old = "/dev/null" if change.kind is Kind.ADDED else f"a/{path}"
    new = "/dev/null" if change.kind is Kind.REMOVED else f"b/{path}"
    # Said here and not by difflib, which says nothing of an empty file.
    yield f"--- {old}\n+++ {new}\n"
    hunks = difflib.unified_diff(_lines(change.old), _lines(change.new))
    for number, line in enumerate(hunks):
        if number >= 2:
            yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


_NO_NEWLINE = "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    # str.splitlines would also split at form feeds and other separators.
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]

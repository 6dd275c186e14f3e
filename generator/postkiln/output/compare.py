"""What writing would change: files and a directory in, changes and their diff out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from postkiln.output.encoding import decode_for_display
from postkiln.output.write_plan import (
    WritePlan,
    explain_os_errors,
    plan,
    resolve_target,
    with_manifest,
)


class ChangeKind(StrEnum):
    """What would happen to a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """A file that writing would touch.

    `old` and `new` are for display: bytes that are not UTF-8 are escapes in them.
    """

    path: str
    kind: ChangeKind
    old: str
    new: str


def compare(files: Mapping[str, str | bytes], directory: Path) -> tuple[Change, ...]:
    """What `write` would change, sorted by path. Raises OutputError where `write` would."""
    with explain_os_errors(directory):
        planned = plan(with_manifest(files), resolve_target(directory))
    paths = sorted({*planned.written, *planned.removed})
    return tuple(_change(planned, path) for path in paths)


def unified_diff(changes: Iterable[Change], *, under: str = "") -> str:
    """The changes as a patch. `under` is the directory the paths are shown below."""
    lines: list[str] = []
    for change in changes:
        lines.extend(_diff(change, under.rstrip("/")))
    return "".join(lines)


def _change(planned: WritePlan, path: str) -> Change:
    old = planned.before.get(path)
    new = planned.after.get(path)
    kind = ChangeKind.CHANGED
    if old is None:
        kind = ChangeKind.ADDED
    elif new is None:
        kind = ChangeKind.REMOVED
    old_text = decode_for_display(old or b"")
    new_text = decode_for_display(new or b"")
    return Change(path, kind, old_text, new_text)


def _diff(change: Change, under: str) -> Iterator[str]:
    path = f"{under}/{change.path}".lstrip("/")
    old = f"a/{path}"
    new = f"b/{path}"
    if change.kind is ChangeKind.ADDED:
        old = _NO_FILE
    if change.kind is ChangeKind.REMOVED:
        new = _NO_FILE
    # Written here, because difflib writes no header where an empty file comes or goes.
    yield f"--- {old}\n+++ {new}\n"
    diff = difflib.unified_diff(_lines(change.old), _lines(change.new))
    for line in islice(diff, 2, None):  # without difflib's header
        yield line
        if not line.endswith("\n"):
            yield f"\n{_NO_NEWLINE}"


_NO_FILE = "/dev/null"
_NO_NEWLINE = "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    # str.splitlines would also split at form feeds and other separators.
    *lines, last = text.split("\n")
    ended = [f"{line}\n" for line in lines]
    if last:
        ended.append(last)
    return ended

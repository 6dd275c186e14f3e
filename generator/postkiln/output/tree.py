"""Directories with all that is below them: walked, made and removed without links.

No link is followed anywhere here, so that nothing outside of a directory is touched.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from postkiln.diagnostics.errors import OutputError
from postkiln.output.links import is_directory
from postkiln.output.paths import parents


def make_directory(top: Path, path: str) -> None:
    """Make the directory `path` below `top`, and those that it is in, where missing.

    OutputError where something else is in the way. On a filesystem that takes `A` and `a`
    for one, that can be a link of the user's which no comparison of names finds.
    """
    for each in reversed((path, *parents(path))):
        with suppress(FileExistsError):
            (top / each).mkdir()
        if not is_directory(top / each):
            raise OutputError(
                f"{each!r} is a link or a file where a directory would be made. Move it "
                "away"
            )


def make_parents(top: Path, path: str) -> Path:
    """Where the file `path` goes below `top`; the directories on the way are made."""
    directory, _, _ = path.rpartition("/")
    if directory:
        make_directory(top, directory)
    return top / path


def refuse_unremovable(top: Path) -> None:
    """OutputError where `remove` would fail: others' directories that are not writable."""
    for here in _directories(top):
        if not _may_be_emptied(here):
            raise OutputError(
                f"{here}: belongs to another user, and postkiln may not remove the files "
                "in it. Change its owner or its mode, or remove it"
            )


def remove(top: Path) -> None:
    """Remove `top` with all that is in it; nothing when it is no directory."""
    found: list[Path] = []
    for here in _directories(top):
        with suppress(PermissionError):  # another user's; it may be writable anyway
            here.chmod(0o700)
        found.append(here)
    for here in reversed(found):
        for name in os.listdir(here):  # no directory any more
            (here / name).unlink()
        here.rmdir()


def _directories(top: Path) -> Iterator[Path]:
    """`top` and the directories below it, each before it is read and before its own."""
    if not is_directory(top):
        return
    waiting = [top]
    while waiting:
        here = waiting.pop()
        yield here
        below = [here / name for name in os.listdir(here)]
        waiting.extend(filter(is_directory, below))


def _may_be_emptied(directory: Path) -> bool:
    if sys.platform == "win32":
        return True
    is_ours = directory.lstat().st_uid == os.geteuid()
    if is_ours or not os.listdir(directory):
        return True
    effective = os.access in os.supports_effective_ids
    return os.access(directory, os.W_OK | os.X_OK, effective_ids=effective)

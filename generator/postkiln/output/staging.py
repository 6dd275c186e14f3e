"""A WritePlan and an empty directory in; that directory, filled as planned, out."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from postkiln.output.links import is_directory
from postkiln.output.tree import make_directory, make_parents
from postkiln.output.write_plan import WritePlan


def fill_staging_directory(planned: WritePlan, staging: Path) -> None:
    """Fill an empty directory, so that it can take the package's place."""
    for path in planned.directories:
        make_directory(staging, path)
    for path in (*planned.foreign, *planned.unchanged):
        _carry(planned.directory / path, make_parents(staging, path))
    for path in planned.written:
        # "x": two paths that a filesystem takes for one must not overwrite each other.
        with make_parents(staging, path).open("xb") as file:
            file.write(planned.after[path])
    if is_directory(planned.directory):
        # Modes come last, because one may forbid to write.
        for path in ("", *planned.directories):
            _copy_mode(planned.directory / path, staging / path)


def _copy_mode(old: Path, new: Path) -> None:
    mode = old.lstat().st_mode
    new.chmod(stat.S_IMODE(mode))


def _carry(old: Path, new: Path) -> None:
    """A hard link to the file, or a copy where the file system has no hard links.

    A symbolic link is copied as the link that it is.
    """
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)

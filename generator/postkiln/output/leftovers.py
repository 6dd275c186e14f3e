"""The directories a run makes beside its target: named, found again, and proven.

    .shop.postkiln-new-TOKEN-ID    staging: a package that is not complete, or to be removed
    .shop.postkiln-old-TOKEN-ID    a backup: the package as it was

TOKEN is random: nobody can put a link where the next run will write. ID is the device and
the inode of the directory itself, and proves that it got its name here: in a checkout, an
archive or a cache a name can be copied, an inode cannot. One rename gives a directory its
name and its proof, so that a run can be killed at any moment.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from postkiln.diagnostics.errors import OutputError
from postkiln.output.links import is_directory

_NEW = "new"
_OLD = "old"


def new_staging_directory(target: Path) -> Path:
    """An empty staging directory for `target`, with the mode that a new directory gets."""
    unproven = _sibling(target, _NEW, secrets.token_hex(8))
    unproven.mkdir()
    try:
        return unproven.rename(staging_path(unproven, target))
    except OSError:
        unproven.rmdir()
        raise


def staging_path(directory: Path, target: Path) -> Path:
    """The name that makes `directory` a staging directory: something to remove."""
    return _proven_path(directory, target, _NEW)


def backup_path(directory: Path, target: Path) -> Path:
    """The name that makes `directory` a backup of `target`: something to bring back."""
    return _proven_path(directory, target, _OLD)


def staging_directories(target: Path) -> list[Path]:
    """The staging directories of killed runs.

    An empty directory needs no proof: a run was killed before it could rename it,
    and in any case nothing is lost with it.
    """
    found: list[Path] = []
    for path in _named(target, _NEW):
        if _is_proven(path) or _is_empty(path):
            found.append(path)
    return found


def backups(target: Path) -> list[Path]:
    """The backups of killed runs."""
    return [path for path in _named(target, _OLD) if _is_proven(path)]


def refuse_unproven_backups(target: Path) -> None:
    """OutputError where `target` is missing, and what may be its backup is not proven."""
    if os.path.lexists(target):
        return
    for path in _named(target, _OLD):
        if not _is_proven(path):
            raise OutputError(
                f"{path}: may be what a killed run left of {target}, but that cannot be "
                f"proven. Rename it to {target.name}, or remove it"
            )


def _proven_path(directory: Path, target: Path, kind: str) -> Path:
    identity = _identity(directory.lstat())
    return _sibling(target, kind, secrets.token_hex(8), identity)


def _sibling(target: Path, *parts: str) -> Path:
    name = "-".join((f".{target.name}.postkiln", *parts))
    return target.with_name(name)


def _named(target: Path, kind: str) -> Iterator[Path]:
    """The directories with the name of a `kind`, whoever made them; no links."""
    start = _sibling(target, kind)
    try:
        names = os.listdir(start.parent)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in sorted(names):
        path = start.with_name(name)
        if name.startswith(start.name) and is_directory(path):
            yield path


def _is_proven(path: Path) -> bool:
    try:
        status = path.lstat()
    except FileNotFoundError:  # another run has just recovered from it
        return False
    named_after = path.name.endswith(f"-{_identity(status)}")
    return named_after and _is_trusted(status, path.parent)


def _identity(status: os.stat_result) -> str:
    return f"{status.st_dev:x}-{status.st_ino:x}"


def _is_trusted(status: os.stat_result, parent: Path) -> bool:
    """Whether its owner could as well have made the package itself.

    In a directory like /tmp anybody can make a directory and name it after its inode.
    """
    if sys.platform == "win32":
        return True
    return status.st_uid in (os.geteuid(), parent.stat().st_uid)


def _is_empty(path: Path) -> bool:
    try:
        return not os.listdir(path)
    except OSError:  # not ours to read, or gone
        return False

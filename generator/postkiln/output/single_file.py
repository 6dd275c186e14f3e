"""Single files: the lock of names beside a package, and collections that are kept.

`PACKAGE.lock` is one file, so that one rename puts it in place: whoever looks sees the
old one or the new one. What it must look like, the one who reads it says.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from postkiln.output.compare import Change, Kind
from postkiln.output.links import is_there, read, target_of
from postkiln.output.plan import refusals


def lock_beside(directory: Path) -> Path:
    """Where the lock of a package is kept."""
    return directory.with_name(f"{directory.name}.lock")


def lock_found(directory: Path) -> bytes | None:
    """The lock that is there, None for none. OutputError where another thing is, or a
    link that leads out of the directory."""
    return _found(lock_beside(directory))


def write_lock(text: str, directory: Path) -> bool:
    """Make the lock this text; the answer is whether that changed anything.

    The caller has read what was there, and knows that it may be replaced.
    """
    return write_document(text.encode(), lock_beside(directory))


def write_document(content: bytes, path: Path) -> bool:
    """Make a file the user named this; the answer is whether that changed anything.

    A link that leads to another place in the same directory stays, and the file there is
    replaced. OutputError for any other link.
    """
    if _found(path) == content:
        return False
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(target_of(path), content)
    return True


def _found(path: Path) -> bytes | None:
    with refusals(path):
        return read(target_of(path))


def _replace(target: Path, content: bytes) -> None:
    # The name is random: nobody can put a link there. Only a run that is killed here
    # leaves the file, which no later run takes for its own.
    stage = target.with_name(f".{target.name}.postkiln-{secrets.token_hex(8)}")
    try:
        with stage.open("xb") as file:
            _copy_mode(target, stage)  # before there is anything to read
            file.write(content)
        os.replace(stage, target)
    finally:
        stage.unlink(missing_ok=True)


def _copy_mode(target: Path, stage: Path) -> None:
    if is_there(target):
        stage.chmod(stat.S_IMODE(target.lstat().st_mode))


def compare_lock(text: str, directory: Path) -> tuple[Change, ...]:
    """What `write_lock` would change: one file, or nothing."""
    found, name = lock_found(directory), lock_beside(directory).name
    if found == text.encode():
        return ()
    kind = Kind.ADDED if found is None else Kind.CHANGED
    return (Change(name, kind, (found or b"").decode(errors="backslashreplace"), text),)

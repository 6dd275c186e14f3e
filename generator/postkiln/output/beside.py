"""Single files: the lock of names beside a package, and collections that are kept.

`PACKAGE.lock` is one file, so that one rename puts it in place: whoever looks sees the
old one or the new one. What it must look like, the one who reads it says.
"""

from __future__ import annotations

import os
from pathlib import Path

from postkiln.output.compare import Change, Kind
from postkiln.output.plan import refusals


def lock_beside(directory: Path) -> Path:
    """Where the lock of a package is kept."""
    return directory.with_name(f"{directory.name}.lock")


def lock_found(directory: Path) -> bytes | None:
    """The lock that is there, None for none. OutputError where another thing is."""
    path = lock_beside(directory)
    with refusals(path):
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None


def write_lock(text: str, directory: Path) -> bool:
    """Make the lock this text; the answer is whether that changed anything.

    The caller has read what was there, and knows that it may be replaced.
    """
    if lock_found(directory) == text.encode():
        return False
    _put(text.encode(), lock_beside(directory))
    return True


def write_document(content: bytes, path: Path) -> bool:
    """Make a file the user named this; the answer is whether that changed anything."""
    with refusals(path):
        if path.exists() and path.read_bytes() == content:
            return False
    _put(content, path)
    return True


def _put(content: bytes, path: Path) -> None:
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.resolve()  # behind a symlink, which stays
        stage = target.with_name(f".{target.name}.postkiln-new")
        try:
            stage.write_bytes(content)
            os.replace(stage, target)
        finally:
            stage.unlink(missing_ok=True)


def compare_lock(text: str, directory: Path) -> tuple[Change, ...]:
    """What `write_lock` would change: one file, or nothing."""
    found, name = lock_found(directory), lock_beside(directory).name
    if found == text.encode():
        return ()
    kind = Kind.ADDED if found is None else Kind.CHANGED
    return (Change(name, kind, (found or b"").decode(errors="backslashreplace"), text),)

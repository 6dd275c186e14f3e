"""Single files: the lock of a package, and collections that `pull` fetched.

One rename puts such a file in place: readers see the old one or the new one. What a lock
holds is the business of `postkiln.lockfile`.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from postkiln.output.compare import Change, ChangeKind
from postkiln.output.encoding import decode_for_display, encode
from postkiln.output.links import is_there, read, target_of
from postkiln.output.write_plan import explain_os_errors


def lock_file_path(directory: Path) -> Path:
    """The lock of a package stands beside its directory: `PACKAGE.lock`."""
    return directory.with_name(f"{directory.name}.lock")


def read_lock_file(directory: Path) -> bytes | None:
    """The content of the lock, None: there is none.

    Raises OutputError where it is no ordinary file, or a link out of its directory.
    """
    return _read(lock_file_path(directory))


def write_lock_file(text: str, directory: Path) -> bool:
    """Write the lock; returns whether that changed anything.

    The caller has read the old one, and knows that it may be replaced.
    """
    path = lock_file_path(directory)
    return write_document(encode(text, path.name), path)


def write_document(content: bytes, path: Path) -> bool:
    """Write a file that the user named; returns whether that changed anything.

    A link to another place in the same directory stays, and the file there is replaced.
    Raises OutputError for any other link.
    """
    if _read(path) == content:
        return False
    with explain_os_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(target_of(path), content)
    return True


def _read(path: Path) -> bytes | None:
    with explain_os_errors(path):
        return read(target_of(path))


def _replace(target: Path, content: bytes) -> None:
    # The name is random, so that nobody can put a link there. A run that is killed here
    # leaves the file, and no later run uses it.
    temporary = target.with_name(f".{target.name}.postkiln-{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            _copy_mode(target, temporary)  # before there is anything to read
            file.write(content)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _copy_mode(target: Path, temporary: Path) -> None:
    if is_there(target):
        temporary.chmod(stat.S_IMODE(target.lstat().st_mode))


def compare_lock_file(text: str, directory: Path) -> tuple[Change, ...]:
    """What `write_lock_file` would change: one file, or nothing."""
    name = lock_file_path(directory).name
    found = read_lock_file(directory)
    if found == encode(text, name):
        return ()
    if found is None:
        return (Change(name, ChangeKind.ADDED, "", text),)
    return (Change(name, ChangeKind.CHANGED, decode_for_display(found), text),)

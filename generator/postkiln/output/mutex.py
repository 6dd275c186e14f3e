"""One postkiln at a time per package directory: a directory in, a held lock out.

The lock is the operating system's, on a file beside the directory: it ends with the
process that holds it, however that ends. A file that merely exists would stay closed
for good when its maker is killed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from postkiln.diagnostics.errors import OutputError
from postkiln.output.links import NO_FOLLOW, is_there

PATIENCE = 30.0  # seconds; a run holds the lock for a fraction of one


def lock_path(target: Path) -> Path:
    """The file that is locked for `target`."""
    return target.with_name(f".{target.name}.postkiln-lock")


@contextmanager
def locked(target: Path, *, patience: float = PATIENCE) -> Generator[None, None, None]:
    """Hold the lock of `target`; waits at most `patience` seconds for another run."""
    path = lock_path(target)
    deadline = time.monotonic() + patience
    while (descriptor := _acquired(path)) is None:
        if time.monotonic() > deadline:
            raise OutputError(
                f"{target}: another postkiln is writing it. Run again when it is done"
            )
        time.sleep(0.02)
    try:
        yield
    finally:
        _release(path, descriptor)


def _acquired(path: Path) -> int | None:
    is_there(path)  # raises where that is a link
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | NO_FOLLOW, 0o666)
    if _lock(descriptor) and _is_at(path, descriptor):
        return descriptor
    os.close(descriptor)
    return None


def _is_at(path: Path, descriptor: int) -> bool:
    # The run before may have removed the file between our opening and our locking it.
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(path: Path, descriptor: int) -> None:
        os.close(descriptor)
        try:
            path.unlink()
        except OSError:
            return  # the next run has it open already, and will remove it

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(path: Path, descriptor: int) -> None:
        path.unlink()  # while it is locked, so that nobody else's file is removed
        os.close(descriptor)

"""One postkiln at a time per package directory: a directory in, a held lock out.

The lock is the operating system's, on a file beside the directory: it ends with the
process that holds it, however that ends. A run that merely created a file would stop
all later runs when it is killed.

`filelock` locks the file, and this module opens it: `filelock.FileLock` would create it
with a mode that keeps other users of a shared directory out, and would not remove it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from postkiln.diagnostics.errors import OutputError
from postkiln.output.links import NO_FOLLOW, is_there

PATIENCE = 30.0  # seconds; a run holds the lock for a fraction of one
_INTERVAL = 0.02  # seconds between two attempts


def mutex_path(target: Path) -> Path:
    """The file that is locked for `target`."""
    return target.with_name(f".{target.name}.postkiln-lock")


@contextmanager
def hold_mutex(
    target: Path, *, patience: float = PATIENCE
) -> Generator[None, None, None]:
    """Hold the lock of `target`.

    Waits `patience` seconds for another run, then raises OutputError.
    """
    path = mutex_path(target)
    deadline = time.monotonic() + patience
    descriptor = _acquired(path)
    while descriptor is None:
        if time.monotonic() > deadline:
            raise OutputError(
                f"{target}: another postkiln is writing it. Run again when it is done"
            )
        time.sleep(_INTERVAL)
        descriptor = _acquired(path)
    try:
        yield
    finally:
        _release(path, descriptor)


def _acquired(path: Path) -> int | None:
    """The descriptor of the locked file; None while another run has it."""
    from filelock import lock_descriptor  # only a run that writes pays for the import

    is_there(path)  # raises where that is a link
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | NO_FOLLOW, 0o666)
    with ExitStack() as unless_locked:
        unless_locked.callback(os.close, descriptor)
        if lock_descriptor(descriptor, blocking=False) and _is_at(path, descriptor):
            unless_locked.pop_all()  # the caller closes it
            return descriptor
    return None


def _is_at(path: Path, descriptor: int) -> bool:
    # The run before may have removed the file between our opening and our locking it.
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _release(path: Path, descriptor: int) -> None:
    """Remove the file and end the lock, which closing does."""
    if sys.platform == "win32":  # where no open file can be removed
        os.close(descriptor)
        with suppress(OSError):  # the next run has it open already, and will remove it
            path.unlink()
    else:
        path.unlink()  # while it is locked, so that nobody else's file is removed
        os.close(descriptor)

"""Places for the tests of `output`: private files that no run may touch."""

from __future__ import annotations

import os
import stat
from pathlib import Path

State = dict[str, tuple[int, int, int, bytes]]


def private(place: Path) -> Path:
    """A directory `home` in `place`, with files that are nobody else's business."""
    home = place / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh/id_ed25519").write_text("private key")
    (home / ".ssh/config").write_text("Host *\n")
    (home / ".bashrc").write_text("# mine\n")
    return home


def state(directory: Path) -> State:
    """(mode, links to it, time of change, content) of all there is, by path."""
    return {str(directory): _one(directory), **below(directory)}


def below(directory: Path) -> State:
    """The same without the directory itself, whose time any new file changes."""
    return {str(path): _one(path) for path in directory.rglob("*")}


def _one(path: Path) -> tuple[int, int, int, bytes]:
    status = path.lstat()
    content = b""
    if stat.S_ISREG(status.st_mode):
        content = path.read_bytes()
    elif stat.S_ISLNK(status.st_mode):
        content = os.fsencode(os.readlink(path))
    return status.st_mode, status.st_nlink, status.st_mtime_ns, content

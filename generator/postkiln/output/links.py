"""Links: a path in; where it leads, or the bytes that are there, out; or a refusal.

A checkout can hold links to any place of the disk. The directory of a path is what the
user named, so that links on the way to it are followed. The last part belongs to the
checkout: a link there may lead to another place in that directory, and nowhere else.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from postkiln.diagnostics.errors import OutputError

# Windows has no such flag. There, `is_there` alone refuses links.
NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)

_JUNCTION = 0xA0000003  # stat.IO_REPARSE_TAG_MOUNT_POINT, which only Windows has


def target_of(path: Path) -> Path:
    """Where `path` leads, absolute. OutputError where that is out of its directory."""
    directory = Path(os.path.realpath(path.parent))
    target = Path(os.path.realpath(path))
    if path.name not in ("", "..") and not _is_below(directory, target):
        raise OutputError(
            f"{path}: a link that leads out of its directory, or in a circle. Remove it, "
            "or name the place that it leads to"
        )
    return target


def _is_below(directory: Path, target: Path) -> bool:
    # `realpath` gives the link itself where links lead in a circle.
    if os.path.islink(target) or not target.is_relative_to(directory):
        return False
    parts = target.relative_to(directory).parts
    # No checkout can put a file into .git itself, so none may do it through a link.
    return parts != () and ".git" not in map(str.lower, parts)


def is_there(path: Path) -> bool:
    """Whether a file is there. OutputError for a link, a directory, a pipe and so on."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    if not stat.S_ISREG(mode):
        raise OutputError(f"{path}: must be an ordinary file. Move it away")
    return True


def read(path: Path) -> bytes | None:
    """The content of an ordinary file, None for none. OutputError as in `is_there`."""
    if not is_there(path):
        return None
    with open(path, "rb", opener=_unfollowed) as file:
        return file.read()


def _unfollowed(path: str, flags: int) -> int:
    return os.open(path, flags | NO_FOLLOW)


def is_directory(path: str | Path) -> bool:
    """Whether it is a directory itself: no link to one, and no junction of Windows."""
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    is_junction = getattr(status, "st_reparse_tag", 0) == _JUNCTION
    return stat.S_ISDIR(status.st_mode) and not is_junction

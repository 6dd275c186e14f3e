"""The paths of files that requests send -> the files, and notices of what is left out.

Anybody may have written these paths. So nothing is opened but regular files below the
directories that the user allows, whatever `..` and links in a path lead to.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice

ItemPath = tuple[str, ...]
"""The folder names and the name of an item."""

LONGEST = 4096
"""Longer paths (in characters) name no file: Linux has none, and resolving them is slow."""

_EXCERPT = 400  # characters of a path that a notice shows


class AllowedFiles:
    """Finds the files that requests send, and remembers those that are left out.

    `base` is the directory of the collection, None if it has none; `more` are further
    directories that the user allows. Relative paths are looked up in each, in this order.
    """

    def __init__(self, base: Path | None, more: Sequence[Path] = ()) -> None:
        directories = list(more)
        if base is not None:
            directories.insert(0, base)
        # Resolved once, as candidates are: else a link could lead out of a directory.
        self._allowed = tuple(map(_real_path, directories))
        self._left_out: dict[tuple[ItemPath, str], Notice] = {}

    @property
    def notices(self) -> tuple[Notice, ...]:
        """One for each file of each item."""
        return tuple(self._left_out.values())

    def find(self, path: ItemPath, source: str) -> Path | None:
        """The file that the item at `path` names, without links; None: it is left out."""
        is_outside = not self._allowed
        for candidate in self._candidates(source):
            if candidate is None:
                # The same whether there is such a file or not: a notice must not say that.
                is_outside = True
            elif os.path.isfile(candidate):
                return candidate
        self._left_out[path, source] = _left_out(path, source, is_outside=is_outside)
        return None

    def _candidates(self, source: str) -> Sequence[Path | None]:
        """Where the path leads from each directory; None: out of all of them."""
        if len(source) > LONGEST:
            return ()
        try:
            return [self._resolve(directory / source) for directory in self._allowed]
        except ValueError:  # a NUL or a lone surrogate, which no file has in its name
            return ()

    def _resolve(self, path: Path) -> Path | None:
        if not is_on_drive_of(path, self._allowed):
            return None
        resolved = _real_path(path)
        for directory in self._allowed:
            if resolved.is_relative_to(directory):
                return resolved
        return None


def _left_out(path: ItemPath, source: str, *, is_outside: bool) -> Notice:
    excerpt = source[:_EXCERPT]
    if is_outside:
        return notice(path, Code.OUTSIDE_FILE, file=excerpt)
    return notice(path, Code.MISSING_FILE, file=excerpt)


def _real_path(path: Path) -> Path:
    # Not Path.resolve(), which raises where links lead in a circle.
    return Path(os.path.realpath(path))


def is_on_drive_of(path: PurePath, allowed: Iterable[PurePath]) -> bool:
    r"""Whether a path is on the drive of one of these.

    Others are not even resolved: on Windows, `\\server\share` would ask that server.
    """
    drive = path.drive.casefold()
    return any(directory.drive.casefold() == drive for directory in allowed)

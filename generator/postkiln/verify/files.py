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

LONGEST = 4096
"""Paths of more characters name no file: Linux has none, and to resolve them takes long."""

_SHOWN = 400  # that much of a path stands in a notice


class Files:
    """Finds the files that requests send, and remembers those that are left out.

    `base` is the directory of the collection, None if it has none; `more` are further
    directories that the user allows. Relative paths are looked up in each, in this order.
    """

    def __init__(self, base: Path | None, more: Sequence[Path] = ()) -> None:
        named = more if base is None else (base, *more)
        self._allowed = tuple(Path(os.path.realpath(each)) for each in named)
        self._left_out: dict[tuple[tuple[str, ...], str], Notice] = {}

    @property
    def notices(self) -> tuple[Notice, ...]:
        """One for each file of each item."""
        return tuple(self._left_out.values())

    def find(self, path: tuple[str, ...], source: str) -> Path | None:
        """The file that the item at `path` names, without links; None: it is left out."""
        places = self._places(source)
        inside = [place for place in places if place is not None]
        found = next(filter(os.path.isfile, inside), None)
        if found is None:
            is_outside = not self._allowed or len(inside) < len(places)
            notice = _outside(path, source) if is_outside else _missing(path, source)
            self._left_out[path, source] = notice
        return found

    def _places(self, source: str) -> Sequence[Path | None]:
        """Where the path leads from each directory; None: out of all of them."""
        if len(source) > LONGEST:
            return ()
        try:
            return [self._resolved(top / source) for top in self._allowed]
        except ValueError:  # a NUL or a lone surrogate, which no file has in its name
            return ()

    def _resolved(self, path: Path) -> Path | None:
        if not on_drive_of(path, self._allowed):
            return None
        resolved = Path(os.path.realpath(path))
        return resolved if any(map(resolved.is_relative_to, self._allowed)) else None


def on_drive_of(path: PurePath, allowed: Iterable[PurePath]) -> bool:
    r"""Whether a path is on the drive of one of these.

    Others are not even resolved: on Windows, `\\server\share` would ask that server.
    """
    return path.drive.casefold() in [each.drive.casefold() for each in allowed]


def _missing(path: tuple[str, ...], source: str) -> Notice:
    return notice(path, Code.MISSING_FILE, file=source[:_SHOWN])


def _outside(path: tuple[str, ...], source: str) -> Notice:
    """The same for all of them, whether there is such a file or not."""
    return notice(path, Code.OUTSIDE_FILE, file=source[:_SHOWN])

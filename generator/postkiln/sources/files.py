"""A path in; the bytes of the file, or the documents of the directory, out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from postkiln.diagnostics.errors import DocumentProblem, InputError, Source, UsageError

FILES = 20_000
"""How many documents of a directory are read."""
BYTES = 256 * 1024 * 1024
"""How many bytes they may have together, and the answer of a server, unpacked."""

_V3 = re.compile(r".*\.(?:request|example)\.ya?ml|definition\.ya?ml", re.DOTALL)
_RESOURCES = ".resources"


def display_path(path: Path) -> str:
    """`path` as a person in the current directory would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def read(path: Path) -> bytes:
    """The content of a file the user named. Raises UsageError."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"{display_path(path)}: there is no such file") from error
    except IsADirectoryError as error:
        raise UsageError(
            f"{display_path(path)}: is a directory. Name a file in it"
        ) from error
    except OSError as error:
        raise UsageError(
            f"{display_path(path)}: cannot be read: {error.strerror}"
        ) from error
    except ValueError as error:  # a NUL in the name
        raise UsageError(f"{str(path)!r}: is no file name") from error


def read_file(path: Path) -> tuple[str, Source]:
    """A file; the file of one v3 request comes with the examples that belong to it."""
    source = read(path)
    stem, found, _ = path.name.rpartition(".request.y")
    beside = path.parent / _RESOURCES / f"{stem}.resources" / "examples"
    if not (found and beside.is_dir()):
        return display_path(path), source
    files = dict(_documents(beside, path.parent))
    place = display_path(path.parent)
    return "" if place == "." else place, {path.name: source, **files}


def read_directory(path: Path) -> dict[str, bytes]:
    """The documents below a directory by their paths in it. Raises UsageError, InputError.

    The files of v3 collections at any depth, and JSON files of the directory itself.
    What is hidden is not looked at, but for `.resources`; links are not followed.
    """
    return dict(_documents(path, path))


def _documents(top: Path, base: Path) -> Iterator[tuple[str, bytes]]:
    left, count = BYTES, 0
    for path in _paths(top):
        content = read(path)
        left, count = left - len(content), count + 1
        if left < 0 or count > FILES:
            problem = f"it holds more than {BYTES // 1024**2} MB or {FILES} documents"
            raise InputError(
                DocumentProblem(display_path(top), problem, "Name a directory in it")
            )
        yield path.relative_to(base).as_posix(), content


def _paths(top: Path) -> Iterator[Path]:
    for above, folders, names in os.walk(top, onerror=_refuse):
        folders[:] = sorted(f for f in folders if _is_looked_at(f))
        here = Path(above)
        for name in sorted(names):
            if _V3.fullmatch(name) or (here == top and name.endswith(".json")):
                yield here / name


def _is_looked_at(folder: str) -> bool:
    return folder == _RESOURCES or not folder.startswith((".", "node_modules"))


def _refuse(error: OSError) -> None:
    raise UsageError(f"{error.filename}: cannot be read: {error.strerror}") from error

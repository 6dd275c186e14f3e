"""A path in; the bytes of the file, or the documents of the directory, out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from postkiln.diagnostics.errors import InputError, Source, UsageError

FILES = 20_000
"""How many documents of a directory are read."""
BYTES = 256 * 1024 * 1024
"""How many bytes they may have together, and the answer of a server, unpacked."""

_V3 = re.compile(r".*\.(?:request|example)\.ya?ml|definition\.ya?ml", re.DOTALL)
_RESOURCES = ".resources"


def display_path(path: Path) -> str:
    """`path` as a person in the current directory would write it."""
    here = Path.cwd()
    if path.is_relative_to(here):
        path = path.relative_to(here)
    return str(path)


def read(path: Path) -> bytes:
    """The content of a file the user named. Raises UsageError."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"{display_path(path)}: there is no such file") from error
    except IsADirectoryError as error:
        problem = "is a directory. Name a file in it"
        raise UsageError(f"{display_path(path)}: {problem}") from error
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise UsageError(f"{display_path(path)}: {problem}") from error
    except ValueError as error:  # a NUL in the name
        raise UsageError(f"{str(path)!r}: is no file name") from error


def read_file(path: Path) -> tuple[str, Source]:
    """A file; the file of one v3 request comes with the examples that belong to it."""
    source = read(path)
    stem, found, _ = path.name.rpartition(".request.y")
    beside = path.parent / _RESOURCES / f"{stem}.resources" / "examples"
    if not (found and beside.is_dir()):
        return display_path(path), source
    examples = dict(_documents(beside, path.parent))
    place = display_path(path.parent)
    if place == ".":
        place = ""  # messages name `a.request.yaml`, not `./a.request.yaml`
    return place, {path.name: source, **examples}


def read_directory(path: Path) -> dict[str, bytes]:
    """The documents below a directory by their paths in it. Raises UsageError, InputError.

    The files of v3 collections at any depth, and JSON files of the directory itself.
    What is hidden is not looked at, but for `.resources`; links are not followed.
    """
    return dict(_documents(path, path))


def _documents(top: Path, base: Path) -> Iterator[tuple[str, bytes]]:
    bytes_left = BYTES
    for count, path in enumerate(_paths(top), start=1):
        content = read(path)
        bytes_left -= len(content)
        if bytes_left < 0 or count > FILES:
            problem = f"it holds more than {BYTES // 1024**2} MB or {FILES} documents"
            place = display_path(top)
            raise InputError.at(place, problem, "Name a directory in it")
        yield path.relative_to(base).as_posix(), content


def _paths(top: Path) -> Iterator[Path]:
    for above, folders, names in os.walk(top, onerror=_refuse):
        # `os.walk` goes into what is left in this list, in its order.
        folders[:] = sorted(filter(_is_looked_at, folders))
        here = Path(above)
        for name in sorted(names):
            is_json = here == top and name.endswith(".json")
            if is_json or _V3.fullmatch(name):
                yield here / name


def _is_looked_at(folder: str) -> bool:
    return folder == _RESOURCES or not folder.startswith((".", "node_modules"))


def _refuse(error: OSError) -> None:
    raise UsageError(f"{error.filename}: cannot be read: {error.strerror}") from error

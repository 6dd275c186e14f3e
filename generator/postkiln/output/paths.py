"""The paths of an output: {path: text or bytes} in, {path: bytes} out, all of them safe.

A path is relative, has `/` between its parts and stays below the package directory on
every platform. That is checked here, whatever made the path, so that nothing in a
collection can lead out of the output directory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from postkiln.diagnostics.errors import OutputError
from postkiln.output.encoding import encode

# Drive letters and streams (`:`) and the other separator (`\`) of Windows.
_FORBIDDEN = frozenset("\\:")
_NOT_BELOW = frozenset(("", ".", ".."))


def check_path(path: str) -> str:
    """`path` itself; OutputError when it could lead out of its directory."""
    # The manifest has a path on each line: `#` begins a comment, and blanks get lost.
    is_line = path.isprintable() and path == path.strip() and not path.startswith("#")
    is_below = _NOT_BELOW.isdisjoint(path.split("/"))
    is_portable = _FORBIDDEN.isdisjoint(path)
    if not (is_line and is_below and is_portable):
        raise OutputError(
            f"{path!r} is not a path below the package directory. Nothing was written; "
            "rename what it was made from"
        )
    return path


def encode_files(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The files as they will be on disk, sorted by path."""
    content: dict[str, bytes] = {}
    for path in sorted(files):
        content[check_path(path)] = encode(files[path], path)
    for parent in directories_of(content):
        if parent in content:
            raise OutputError(f"{parent!r} would be a file and a directory")
    return content


def directories_of(paths: Iterable[str]) -> set[str]:
    """Every directory that one of the paths lies in, the package directory aside."""
    found: set[str] = set()
    for path in paths:
        found.update(parents(path))
    return found


def parents(path: str) -> Iterator[str]:
    """The directories a path lies in, the innermost first: `a/b/c` is in `a/b`, `a`."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path

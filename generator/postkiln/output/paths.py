"""The paths of an output: {path: text or bytes} in, {path: bytes} out, all of them safe.

A path is relative, has `/` between its parts and stays below the package directory on
every platform. That is checked here, whatever made the path, so that nothing in a
collection can lead out of the output directory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from postkiln.diagnostics.errors import OutputError

# Drive letters and streams (`:`) and the other separator (`\`) of Windows.
_FORBIDDEN = frozenset("\\:")


def checked(path: str) -> str:
    """`path` itself; OutputError when it could lead out of its directory."""
    parts = path.split("/")
    if (
        not path.isprintable()
        or not _FORBIDDEN.isdisjoint(path)
        or any(part in ("", ".", "..") for part in parts)
        or path.startswith("#")  # would be a comment in the manifest
        or path != path.strip()
    ):
        raise OutputError(
            f"{path!r} is no path below the package directory. Nothing was written; "
            "rename what it was made from"
        )
    return path


def encoded(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The files as they will be on disk, sorted by path; UTF-8, newlines untouched."""
    content = {checked(path): _bytes(path, files[path]) for path in sorted(files)}
    for parent in above(content):
        if parent in content:
            raise OutputError(f"{parent!r} would be a file and a directory")
    return content


def above(paths: Iterable[str]) -> set[str]:
    """Every directory that one of the paths lies in, the package directory aside."""
    return {parent for path in paths for parent in parents(path)}


def parents(path: str) -> Iterator[str]:
    """The directories a path lies in, the innermost first: `a/b/c` is in `a/b`, `a`."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _bytes(path: str, content: str | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    try:
        return content.encode()
    except UnicodeEncodeError as error:
        raise OutputError(
            f"{path!r}: the character {content[error.start]!r} cannot be written as "
            "UTF-8. Remove it from the collection"
        ) from error

"""A location in, the document there out: a file, a directory, stdin, the web, Postman.

The only code, beside `output`, that reads disks, and the only that asks servers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from postkiln.diagnostics.errors import Source
from postkiln.sources.files import display_path, read_directory, read_file

STDIN = "-"
_ELSEWHERE = ("https://", "http://", "postman:")


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document, what to call it in messages, and where the files are that it names.

    `base` is the directory of the document; None: what comes from elsewhere has none.
    """

    place: str
    source: Source
    base: Path | None


def is_path(location: str) -> bool:
    """Whether a location is a file or a directory of this machine."""
    return location != STDIN and not location.startswith(_ELSEWHERE)


def display_location(location: str) -> str:
    """A location as a person in the current directory would write it."""
    return display_path(Path(location)) if is_path(location) else location


def open_location(location: str) -> SourceDocument:
    """What is at a location: a path, `-`, `https://...`, `postman:<collection uid>`.

    Raises UsageError for a path that cannot be read, InputError for an answer that is no
    document.
    """
    if location == STDIN:
        content = sys.stdin.buffer.read()
        return SourceDocument("stdin", content, None)
    if not is_path(location):
        from postkiln.sources.web import fetch

        place, content = fetch(location)
        return SourceDocument(place, content, None)
    path = Path(location)
    if path.is_dir():
        return SourceDocument(display_path(path), read_directory(path), path)
    place, source = read_file(path)
    # A pipe (`<(command)`, /dev/stdin) has a path, too, but no directory of its own.
    base = path.parent if path.is_file() else None
    return SourceDocument(place, source, base)

"""The content of a request: bytes, and files that are read while they are sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final, cast

from ..errors import RequestError

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"

_CHUNK: Final = 65_536


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file to send: by its path, or open and seekable, from `start` on."""

    size: int
    path: Path | None = None
    handle: IO[bytes] | None = None
    start: int = 0

    def chunks(self) -> Iterator[bytes]:
        """The file in chunks; a redirect reads it again."""
        if self.path is not None:
            with self.path.open("rb") as file:
                yield from _chunks(file)
        elif self.handle is not None:
            self.handle.seek(self.start)
            yield from _chunks(self.handle)


Segment = bytes | FileSource


@dataclass(frozen=True, slots=True)
class Content:
    """What a request carries, in segments, and the media type that goes with it.

    `forced`: the media type replaces one that the headers give.
    """

    segments: tuple[Segment, ...] = field(default=(), repr=False)
    media_type: str | None = None
    forced: bool = False

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(map(_size, self.segments))

    @property
    def in_memory(self) -> bool:
        """Whether no file has to be read while it is sent."""
        return all(isinstance(each, bytes) for each in self.segments)

    def chunks(self) -> Iterator[bytes]:
        """The content in chunks, from the beginning each time."""
        for each in self.segments:
            if isinstance(each, bytes):
                yield each
            else:
                yield from each.chunks()


NO_CONTENT: Final = Content()


def _size(segment: Segment) -> int:
    return len(segment) if isinstance(segment, bytes) else segment.size


@dataclass(frozen=True, slots=True)
class NamedFile:
    """The content of a file, the name that is sent, and the name it has on disk."""

    segment: Segment
    name: str | None = None
    source: str | None = None


def named_file(value: object, argument: str) -> NamedFile:
    """A file argument (a `FileInput`) to send. Raises RequestError for anything else."""
    if pair := name_and_content(value):
        name, content = pair
        return replace(named_file(content, argument), name=name)
    match value:
        case bytes():
            return NamedFile(value)
        case os.PathLike():
            return _from_path(Path(cast("os.PathLike[str]", value)), argument)
        case _ if hasattr(value, "read"):
            return _from_handle(cast("IO[Any]", value), argument)
        case _:
            wanted = "a pathlib.Path, bytes or a file opened in binary mode"
            found = type(value).__name__
            raise RequestError(f"{argument}: give {wanted}, not {found}")


def name_and_content(value: object) -> tuple[str, object] | None:
    """The two of a file that is given with a name of its own: `(name, content)`."""
    if not isinstance(value, tuple):
        return None
    pair = cast("tuple[object, ...]", value)
    if len(pair) == 2 and isinstance(pair[0], str) and is_file(pair[1]):
        return pair[0], pair[1]
    return None


def is_file(value: object) -> bool:
    """Whether a value can only be meant as a file."""
    if isinstance(value, bytes):
        return True
    return hasattr(value, "read") or hasattr(value, "__fspath__")


def utf8(text: str, place: str) -> bytes:
    """The octets of a text. Raises RequestError, naming the place, if it has none."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise RequestError(f"{place}: a lone surrogate cannot be sent") from None


def _from_path(path: Path, argument: str) -> NamedFile:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise RequestError(f"{argument}: {path}: {error.strerror}") from error
    source = FileSource(size, path=path)
    return NamedFile(source, path.name, path.name)


def _from_handle(file: IO[Any], argument: str) -> NamedFile:
    name = getattr(file, "name", None)  # a number where it was opened by a descriptor
    filename = os.path.basename(name) if isinstance(name, str) else None
    if isinstance(file.read(0), str):
        raise RequestError(f"{argument}: open the file in binary mode")
    if not _seekable(file):  # it can be read only once, and its size is not known
        return NamedFile(bytes(file.read()), filename, filename)
    start = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(start)
    source = FileSource(end - start, handle=file, start=start)
    return NamedFile(source, filename, filename)


def _seekable(file: IO[Any]) -> bool:
    return isinstance(file, BytesIO) or file.seekable()


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk

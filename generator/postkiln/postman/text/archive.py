"""The bytes of a zip in, the files in it out: bounded, and named by plain paths.

Nothing is unpacked to a disk; still no name may leave the tree, because what tools show
of it would lead elsewhere.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from postkiln.diagnostics.errors import InputError

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")  # the second is an empty one
FILES = 20_000
"""How many files a tree may have."""
BYTES = 256 * 1024 * 1024
"""How many bytes the files of a tree may have together."""
SMALL = 16 * 1024 * 1024
RATIO = 100
"""A zip may hold as many bytes as SMALL, or as many times its own size as RATIO."""

# What zipfile raises for bytes that are no zip: its own error, and those of its parts.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, LookupError),
)
_READ = (".json", ".yaml", ".yml")
_EXPORT_EACH = "Export the collections of it one by one"
_EXPORT_AGAIN = "Export or download it again"


def unzip(source: bytes, place: str) -> dict[str, bytes]:
    """The documents of a zip by their paths. Raises InputError."""
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            most = min(BYTES, max(SMALL, RATIO * len(source)))
            return dict(_files(archive, place, most))
    except NotImplementedError as error:  # zipfile's error for a compression
        problem = "the zip has a compression that is not supported"
        raise InputError.at(place, problem, _EXPORT_AGAIN) from error
    except RuntimeError as error:  # zipfile's error for a missing password
        problem = "the zip is encrypted"
        raise InputError.at(place, problem, "Give one without a password") from error
    except _DAMAGED as error:
        problem = f"the zip is damaged: {error}"
        raise InputError.at(place, problem, _EXPORT_AGAIN) from error


def _files(
    archive: zipfile.ZipFile, place: str, most: int
) -> Iterator[tuple[str, bytes]]:
    left = most
    wanted = [each for each in archive.infolist() if _is_wanted(each)]
    if len(wanted) > FILES:
        problem = f"the zip has more than {FILES} documents"
        raise InputError.at(place, problem, _EXPORT_EACH)
    for each in wanted:
        path = PurePosixPath(each.filename.replace("\\", "/"))
        if _leaves_tree(path):
            problem = f"the zip contains a path that leaves it: {each.filename[:80]!r}"
            raise InputError.at(place, problem, "Remove that file from it")
        with archive.open(each) as file:
            # The sizes that the zip declares need not be true.
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            problem = f"the zip contains more than {most // 1024**2} MB"
            raise InputError.at(place, problem, _EXPORT_EACH)
        yield path.as_posix(), content


def _is_wanted(each: zipfile.ZipInfo) -> bool:
    name = each.filename.lower()
    return name.endswith(_READ) and not each.is_dir()


def _leaves_tree(path: PurePosixPath) -> bool:
    first = path.parts[0]
    return path.is_absolute() or ".." in path.parts or ":" in first  # `C:` on Windows

"""The locks in a directory that may be those of a collection, whatever its title is now."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from postkiln.config import Client
from postkiln.lockfile import HEAD, read_identity
from postkiln.results import KnownLock
from postkiln.sources import is_path

_LONGEST_HEAD = 8192  # bytes: what stands before the tables of a lock is far shorter


def place_in_lock(client: Client) -> str:
    """Where a lock says that the collection is: a path from its directory, or an address.

    Stdin has no place. An address may hold a key behind its `?`, which no lock keeps.
    """
    location = client.collection
    if not is_path(location):
        is_address = location != "-"
        return location.partition("?")[0] if is_address else ""
    try:
        relative = os.path.relpath(location, client.output)
    except ValueError:  # another drive
        return ""
    return Path(relative).as_posix()


def known_locks(output: Path, place: str) -> tuple[KnownLock, ...]:
    """The locks below `output` that are not of another collection which is still there."""
    return tuple(_known_locks(output, place))


def _known_locks(output: Path, place: str) -> Iterator[KnownLock]:
    for path in sorted(output.glob("*.lock")):
        head = _head(path)
        if not head.startswith(HEAD.encode()):
            continue
        identity = read_identity(head)
        at = identity.collection
        is_here = at == place != ""
        is_elsewhere = at != "" and is_path(at) and (output / at).exists()
        if is_here or not is_elsewhere:
            yield KnownLock(path.stem, identity.id, is_here)


def _head(path: Path) -> bytes:
    """The first bytes of a file; nothing of what cannot be read, which is no lock then."""
    if not (path.is_file() and os.access(path, os.R_OK)):
        return b""
    with path.open("rb") as file:
        return file.read(_LONGEST_HEAD)

"""What writing would do: files and a directory in, a WritePlan out. Reads, never writes.

All that can be refused is refused here: a file of the user's where one of ours would
go, a file in the place of a directory, a symlink on the way.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from postkiln.diagnostics.errors import OutputError
from postkiln.output import manifest
from postkiln.output.leftovers import refuse_unproven_backups
from postkiln.output.links import is_directory, read, target_of
from postkiln.output.paths import directories_of, encode_files, parents


@dataclass(frozen=True, slots=True)
class Tree:
    """What is below a directory, by path. `others`: symlinks, sockets and the like.

    `__pycache__` directories are not part of it: Python makes them anew.
    """

    files: frozenset[str]
    others: frozenset[str]
    directories: frozenset[str]


@dataclass(frozen=True, slots=True)
class WritePlan:
    """`before`: the files of postkiln's that are there. `after`: those that will be.

    `foreign` are the files of the user's, `directories` all directories that remain.
    """

    directory: Path
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    foreign: tuple[str, ...]
    directories: tuple[str, ...]

    @property
    def written(self) -> tuple[str, ...]:
        """Paths whose content is new."""
        return tuple(path for path in self.after if not self._is_unchanged(path))

    @property
    def unchanged(self) -> tuple[str, ...]:
        """Paths whose content is there already."""
        return tuple(filter(self._is_unchanged, self.after))

    @property
    def removed(self) -> tuple[str, ...]:
        """Paths that postkiln wrote once and no longer does."""
        return tuple(path for path in self.before if path not in self.after)

    def _is_unchanged(self, path: str) -> bool:
        return self.before.get(path) == self.after[path]


def with_manifest(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The files as they will be on disk, and their manifest."""
    content = encode_files(files)
    if manifest.NAME in content:
        raise OutputError(f"{manifest.NAME!r} is the manifest's own name")
    return {**content, manifest.NAME: manifest.render(content)}


def plan(content: Mapping[str, bytes], directory: Path) -> WritePlan:
    """What has to be done so that `directory` holds `content`.

    `directory` comes from `resolve_target`, `content` from `with_manifest`. Raises
    OutputError where a file of the user's would be lost.
    """
    refuse_unproven_backups(directory)
    tree = scan(directory)
    owned = tree.files & manifest.read(directory)
    foreign = (tree.files - owned) | tree.others
    remaining = foreign | content.keys()
    removed = owned - content.keys()
    directories = _remaining_directories(tree, remaining, removed)
    _refuse_clashes(directory, content, foreign, directories)
    return WritePlan(
        directory,
        before=dict(_contents(directory, sorted(owned))),
        after=dict(sorted(content.items())),
        foreign=tuple(sorted(foreign)),
        directories=tuple(sorted(directories)),
    )


def _contents(directory: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        content = read(directory / path)
        if content is not None:
            yield path, content


def _remaining_directories(
    tree: Tree, remaining: frozenset[str], removed: frozenset[str]
) -> frozenset[str]:
    """The directories without those that become empty because files are removed."""
    # A directory that is empty already is the user's, and so are those it lies in.
    empty = tree.directories - directories_of(tree.files | tree.others)
    needed = directories_of(remaining | empty)
    emptied = directories_of(removed) - needed
    return tree.directories - emptied


def _refuse_clashes(
    directory: Path,
    paths: Iterable[str],
    foreign: frozenset[str],
    directories: frozenset[str],
) -> None:
    for path in paths:
        for each in (path, *parents(path)):
            if each in foreign:
                raise OutputError(
                    f"{directory / each}: postkiln did not write it and will not "
                    "overwrite it. Move it away, or choose another directory (-o) or "
                    "package name (-p)"
                )
        if path in directories:
            raise OutputError(
                f"{directory / path}: a directory where a file would be written. Move "
                "it away"
            )


def scan(directory: Path) -> Tree:
    """What is below `directory`; nothing when it does not exist. Follows no symlink."""
    files: set[str] = set()
    others: set[str] = set()
    directories: set[str] = set()
    # Relative paths of directories, with a `/` at the end; "" is the directory itself.
    waiting: list[str] = []
    if directory.exists():
        waiting.append("")
    while waiting:
        prefix = waiting.pop()
        for entry in os.scandir(directory / prefix):
            path = prefix + entry.name
            if entry.is_file(follow_symlinks=False):
                files.add(path)
            elif not is_directory(entry.path):
                others.add(path)
            elif entry.name != "__pycache__":
                directories.add(path)
                waiting.append(f"{path}/")
    return Tree(frozenset(files), frozenset(others), frozenset(directories))


def resolve_target(directory: Path) -> Path:
    """The directory that will be replaced: where a link leads that may be followed."""
    target = target_of(directory)
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    if not stat.S_ISDIR(mode):
        raise OutputError(f"{directory}: not a directory. Move it away")
    return target


@contextmanager
def explain_os_errors(directory: Path) -> Generator[None, None, None]:
    """Turn an error of the operating system into an OutputError that names the path."""
    try:
        yield
    except OSError as error:
        where = error.filename or directory
        raise OutputError(
            f"{where}: {error.strerror or error}. Put that right, or choose another "
            "directory (-o)"
        ) from error

"""What writing would do: files and a directory in, a Plan out. Reads, never writes.

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
from postkiln.output.leftovers import refuse_doubtful_backups
from postkiln.output.links import is_directory, read, target_of
from postkiln.output.paths import above, encoded, parents


@dataclass(frozen=True, slots=True)
class Tree:
    """What is below a directory, by path. `others`: symlinks, sockets and the like.

    `__pycache__` directories are not part of it: Python makes them anew.
    """

    files: frozenset[str]
    others: frozenset[str]
    directories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """`before`: postkiln's files that are there. `after`: those that will be.

    `foreign` are the files, and `directories` the directories, that stay whoever made
    them.
    """

    directory: Path
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    foreign: tuple[str, ...]
    directories: tuple[str, ...]

    @property
    def written(self) -> tuple[str, ...]:
        """Paths whose content is new."""
        return tuple(p for p in self.after if self.before.get(p) != self.after[p])

    @property
    def unchanged(self) -> tuple[str, ...]:
        """Paths whose content is there already."""
        return tuple(p for p in self.after if self.before.get(p) == self.after[p])

    @property
    def removed(self) -> tuple[str, ...]:
        """Paths that postkiln wrote once and no longer does."""
        return tuple(p for p in self.before if p not in self.after)


def complete(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The files as they will be on disk, checked, and their manifest with them."""
    content = encoded(files)
    if manifest.NAME in content:
        raise OutputError(f"{manifest.NAME!r} is the manifest's own name")
    return {**content, manifest.NAME: manifest.render(content)}


def plan(content: Mapping[str, bytes], directory: Path) -> Plan:
    """What it takes to make `directory` (resolved) hold `content` (complete).

    Raises OutputError where that would harm what is not postkiln's.
    """
    refuse_doubtful_backups(directory)
    tree = survey(directory)
    owned = tree.files & manifest.read(directory)
    foreign = (tree.files - owned) | tree.others
    staying = _staying(tree, foreign | content.keys(), owned - content.keys())
    _refuse_clashes(directory, content, foreign, staying)
    return Plan(
        directory,
        before=dict(_contents(directory, sorted(owned))),
        after={path: content[path] for path in sorted(content)},
        foreign=tuple(sorted(foreign)),
        directories=tuple(sorted(staying)),
    )


def _contents(directory: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        content = read(directory / path)
        if content is not None:
            yield path, content


def _staying(tree: Tree, kept: frozenset[str], stale: frozenset[str]) -> frozenset[str]:
    """The directories but those that are empty because what was in them is stale."""
    empty = tree.directories - above(tree.files | tree.others)
    return tree.directories - (above(stale) - above(kept | empty))


def _refuse_clashes(
    directory: Path,
    paths: Iterable[str],
    foreign: frozenset[str],
    directories: frozenset[str],
) -> None:
    for path in paths:
        blocking = next((p for p in (path, *parents(path)) if p in foreign), None)
        if blocking is not None:
            raise OutputError(
                f"{directory / blocking}: postkiln did not write it and will not "
                "overwrite it. Move it away, or choose another directory (-o) or "
                "package name (-p)"
            )
        if path in directories:
            raise OutputError(
                f"{directory / path}: a directory where a file would be written. Move "
                "it away"
            )


def survey(directory: Path) -> Tree:
    """What is below `directory`; nothing when it does not exist. Follows no symlink."""
    files: set[str] = set()
    others: set[str] = set()
    directories: set[str] = set()
    waiting = [""] if directory.exists() else []
    while waiting:
        prefix = waiting.pop()
        for entry in os.scandir(directory / prefix):
            path = prefix + entry.name
            if is_directory(entry.path):
                if entry.name != "__pycache__":
                    directories.add(path)
                    waiting.append(path + "/")
            elif entry.is_file(follow_symlinks=False):
                files.add(path)
            else:
                others.add(path)
    return Tree(frozenset(files), frozenset(others), frozenset(directories))


def resolved(directory: Path) -> Path:
    """`directory` itself, behind a link that may be followed: what will be replaced."""
    target = target_of(directory)
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    if not stat.S_ISDIR(mode):
        raise OutputError(f"{directory}: not a directory. Move it away")
    return target


@contextmanager
def refusals(directory: Path) -> Generator[None, None, None]:
    """Turn what the operating system refuses into an OutputError that says where."""
    try:
        yield
    except OSError as error:
        where = error.filename or directory
        raise OutputError(
            f"{where}: {error.strerror or error}. Put that right, or choose another "
            "directory (-o)"
        ) from error

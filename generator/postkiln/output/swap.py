"""A Plan in, the directory as planned out: a stage is built and takes its place.

Two renames do it, so that a kill at any point leaves one of three states, and `heal`
knows them by which directories are there:

stage                      killed while building: the stage goes
stage, backup, no target   killed between the renames: the backup comes back
backup, target             killed while clearing up: the backup goes
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from postkiln.output import manifest
from postkiln.output.lock import lock_path
from postkiln.output.plan import Plan, survey


def is_left_over(target: Path) -> bool:
    """Whether a run was killed here, or is under way."""
    paths = (_stage(target), _backup(target), lock_path(target))
    return any(os.path.lexists(path) for path in paths)


def heal(target: Path) -> None:
    """Put right what a killed run left. The caller holds the lock."""
    stage, backup = _stage(target), _backup(target)
    if backup.exists():
        if target.exists():
            _retire(backup, target)
        else:
            backup.rename(target)
    if stage.exists():
        shutil.rmtree(stage)


def replace(planned: Plan) -> None:
    """Make the directory as planned. The caller holds the lock and has healed."""
    target = planned.directory
    stage, backup = _stage(target), _backup(target)
    try:
        _build(planned, stage)
        if target.exists():
            target.rename(backup)
        stage.rename(target)
    finally:
        heal(target)


def _stage(target: Path) -> Path:
    return target.with_name(f".{target.name}.postkiln-new")


def _backup(target: Path) -> Path:
    return target.with_name(f".{target.name}.postkiln-old")


def _build(planned: Plan, stage: Path) -> None:
    for path in ("", *planned.directories):
        (stage / path).mkdir(parents=True, exist_ok=True)
    for path in (*planned.foreign, *planned.unchanged):
        _carry(planned.directory / path, _made_room(stage / path))
    for path in planned.written:
        # "x": two paths that a filesystem takes for one must not overwrite each other.
        with _made_room(stage / path).open("xb") as file:
            file.write(planned.after[path])
    if planned.directory.exists():
        for path in ("", *planned.directories):  # last: a mode may forbid writing
            shutil.copymode(planned.directory / path, stage / path)


def _made_room(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _carry(old: Path, new: Path) -> None:
    """The same file at a second place, or, where there are no hard links, its copy."""
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)


def _retire(backup: Path, target: Path) -> None:
    """Remove the backup; a user's file that came too late for the stage moves over."""
    tree = survey(backup)
    for path in sorted((tree.files | tree.others) - manifest.read(backup)):
        if not os.path.lexists(target / path):
            (backup / path).rename(_made_room(target / path))
    shutil.rmtree(backup)

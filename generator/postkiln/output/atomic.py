"""A Plan in, the directory as planned out: a stage is built and takes its place.

Two renames do it, so that a kill at any point leaves one of four states, and `recover` knows
them by which directories are there:

stage                      killed while building: the stage goes
stage, backup, no target   killed between the renames: the backup comes back
backup, target             killed after them: the backup becomes a stage, and goes
stage, target              killed while removing that: the stage goes

The renames are between neighbours, which takes no permission on the package itself.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from postkiln.output import manifest
from postkiln.output.leftovers import (
    backup_path,
    backups,
    new_stage,
    stage_path,
    stages,
)
from postkiln.output.mutex import mutex_path
from postkiln.output.plan import Plan, scan
from postkiln.output.stage import build
from postkiln.output.tree import make_parents, refuse_unremovable, remove


def has_leftovers(target: Path) -> bool:
    """Whether a run was killed here, or is under way."""
    found = stages(target) or backups(target)
    return bool(found) or os.path.lexists(mutex_path(target))


def recover(target: Path) -> None:
    """Repair what a killed run left. The caller holds the mutex."""
    for backup in backups(target):
        if os.path.lexists(target):
            _demote(backup, target)
        else:
            backup.rename(target)
    for stage in stages(target):
        with suppress(OSError):  # what cannot be removed must not stop every later run
            remove(stage)


def replace(planned: Plan) -> None:
    """Make the directory as planned. The caller holds the mutex and has recovered."""
    target = planned.directory
    refuse_unremovable(target)
    stage = new_stage(target)
    try:
        build(planned, stage)
        if os.path.lexists(target):
            _exchange(stage, target)
        else:
            stage.rename(target)
    finally:
        remove(stage)


def _exchange(stage: Path, target: Path) -> None:
    backup = target.rename(backup_path(target, target))
    try:
        stage.rename(target)
    except BaseException:
        backup.rename(target)
        raise
    remove(_demote(backup, target))


def _demote(backup: Path, target: Path) -> Path:
    """Rename the backup to a stage, which the next run may remove; returns its path.

    Files that the user added after the new package was built move there first.
    """
    tree = scan(backup)
    for path in sorted((tree.files | tree.others) - manifest.read(backup)):
        if not os.path.lexists(target / path):
            (backup / path).rename(make_parents(target, path))
    return backup.rename(stage_path(backup, target))

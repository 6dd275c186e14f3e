"""A WritePlan in; the directory as planned out. A staging directory takes its place.

Two renames do it, so that a kill at any point leaves one of four states. `recover` tells
them apart by the directories that are there:

staging                      killed while building: staging is removed
staging, backup, no target   killed between the renames: the backup comes back
backup, target               killed after them: the backup becomes staging, and is removed
staging, target              killed while removing that: staging is removed

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
    new_staging_directory,
    staging_directories,
    staging_path,
)
from postkiln.output.mutex import mutex_path
from postkiln.output.staging import fill_staging_directory
from postkiln.output.tree import make_parents, refuse_unremovable, remove
from postkiln.output.write_plan import WritePlan, scan


def has_leftovers(target: Path) -> bool:
    """Whether a run was killed here, or is under way."""
    found = staging_directories(target) or backups(target)
    return bool(found) or os.path.lexists(mutex_path(target))


def recover(target: Path) -> None:
    """Repair what a killed run left. The caller holds the mutex."""
    for backup in backups(target):
        if os.path.lexists(target):
            _demote(backup, target)
        else:
            backup.rename(target)
    for staging in staging_directories(target):
        with suppress(OSError):  # what cannot be removed must not stop every later run
            remove(staging)


def replace(planned: WritePlan) -> None:
    """Make the directory as planned. The caller holds the mutex and has recovered."""
    target = planned.directory
    refuse_unremovable(target)
    staging = new_staging_directory(target)
    try:
        fill_staging_directory(planned, staging)
        if os.path.lexists(target):
            _exchange(staging, target)
        else:
            staging.rename(target)
    finally:
        remove(staging)


def _exchange(staging: Path, target: Path) -> None:
    backup = target.rename(backup_path(target, target))
    try:
        staging.rename(target)
    except BaseException:
        backup.rename(target)
        raise
    remove(_demote(backup, target))


def _demote(backup: Path, target: Path) -> Path:
    """Rename the backup to a staging directory, which may be removed; returns its path.

    Files that the user added after the new package was built move there first.
    """
    tree = scan(backup)
    for path in sorted((tree.files | tree.others) - manifest.read(backup)):
        if not os.path.lexists(target / path):
            (backup / path).rename(make_parents(target, path))
    return backup.rename(staging_path(backup, target))

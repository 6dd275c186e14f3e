"""Files in, a directory that holds them out, in one step.

The new package is built beside the old one and then takes its place, so that whoever
looks sees the old files or the new ones. What a killed run left is put right by the
next one. When nothing would change, nothing is touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from postkiln.diagnostics.errors import OutputError
from postkiln.output.atomic import heal, is_left_over, replace
from postkiln.output.mutex import locked
from postkiln.output.plan import Plan, complete, plan, refusals, resolved


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did, by path below `directory`; each sorted, the manifest included."""

    directory: Path
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write(files: Mapping[str, str | bytes], directory: Path) -> Written:
    """Make `directory` hold `files`, and whatever in it is not postkiln's.

    `files` must be all of the package: what postkiln wrote before and is not among them
    is removed. Raises OutputError; then the directory is as it was.
    """
    content = complete(files)
    with refusals(directory):
        target = resolved(directory)
        done = _nothing_to_do(content, target) or _replaced(content, target)
    return Written(directory, done.written, done.unchanged, done.removed)


def _nothing_to_do(content: Mapping[str, bytes], target: Path) -> Plan | None:
    """The plan when it changes nothing. Without the lock, which would touch something."""
    try:
        if is_left_over(target):
            return None
        planned = plan(content, target)
    except (OutputError, OSError):
        # Perhaps because another run is renaming: with the lock it is seen for certain,
        # and what is truly wrong is raised there.
        return None
    return None if planned.written or planned.removed else planned


def _replaced(content: Mapping[str, bytes], target: Path) -> Plan:
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target):
        heal(target)
        planned = plan(content, target)
        if planned.written or planned.removed:
            replace(planned)
        return planned

"""Files in, a directory that holds them out, in one step.

The new package is built beside the old one and then takes its place, so that readers
see the old files or the new ones. The next run repairs what a killed run left. When
nothing would change, nothing is touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from postkiln.diagnostics.errors import OutputError
from postkiln.output.atomic import has_leftovers, recover, replace
from postkiln.output.mutex import hold_mutex
from postkiln.output.write_plan import (
    WritePlan,
    explain_os_errors,
    plan,
    resolve_target,
    with_manifest,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did, by path below `directory`; each sorted, the manifest included."""

    directory: Path
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write(files: Mapping[str, str | bytes], directory: Path) -> Written:
    """Write `files` to `directory`, where files that are not postkiln's stay.

    `files` are the whole package: what postkiln wrote before and is not among them is
    removed. Raises OutputError; then the directory is as it was.
    """
    content = with_manifest(files)
    with explain_os_errors(directory):
        target = resolve_target(directory)
        done = _plan_without_changes(content, target)
        if done is None:
            done = _replace(content, target)
    return Written(directory, done.written, done.unchanged, done.removed)


def _plan_without_changes(
    content: Mapping[str, bytes], target: Path
) -> WritePlan | None:
    """The plan if it changes nothing. Takes no lock, which would change the directory."""
    try:
        if has_leftovers(target):
            return None
        planned = plan(content, target)
    except (OutputError, OSError):
        # Another run may be renaming just now. `_replace` plans again with the lock, and
        # raises what is really wrong.
        return None
    if planned.written or planned.removed:
        return None
    return planned


def _replace(content: Mapping[str, bytes], target: Path) -> WritePlan:
    target.parent.mkdir(parents=True, exist_ok=True)
    with hold_mutex(target):
        recover(target)
        planned = plan(content, target)
        if planned.written or planned.removed:
            replace(planned)
        return planned

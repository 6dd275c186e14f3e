"""`postkiln generate` and `postkiln check`: one renders and writes, one compares."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postkiln.cli.documents import client_options, selected_clients
from postkiln.cli.rendering import RenderedClient, render_clients
from postkiln.cli.terminal import (
    count,
    notice_json,
    print_json,
    print_line,
    print_notices,
    progress,
)
from postkiln.config import Client
from postkiln.sources import display_location
from postkiln.sources.files import display_path

if TYPE_CHECKING:
    from postkiln.output import Change, Written


@click.command()
@client_options
def generate(
    collection: str | None, *, as_json: bool, strict: bool, **options: Any
) -> None:
    """Write the client of COLLECTION to DIR/PACKAGE.

    Without COLLECTION: every client of the nearest pyproject.toml
    ([[tool.postkiln.client]]) or postkiln.yaml. Files in the package that postkiln did
    not write stay as they are. DIR/PACKAGE.lock keeps the names that were given.

    \b
    postkiln generate bookshop.json
    postkiln generate bookshop.json -o src -p bookshop -e staging.json
    postkiln generate --exclude 'Tests/*'
    """
    from postkiln.output import write, write_lock_file

    for rendered in _render_all(selected_clients(collection, **options), strict):
        written = write(rendered.result.files, rendered.directory)
        is_new_lock = write_lock_file(rendered.result.lock, rendered.directory)
        if as_json:
            print_json(_written_json(rendered, written, is_new_lock))
        else:
            print_line(_written_line(rendered, written, is_new_lock))
            _print_notices(rendered)


@click.command()
@client_options
def check(
    collection: str | None, *, as_json: bool, strict: bool, **options: Any
) -> int:
    """Say what generate would change, as a diff, and write nothing.

    Takes the same arguments as generate. Exit status 1 when anything would change.

    \b
    postkiln check bookshop.json -o src
    postkiln check
    """
    from postkiln.output import compare, compare_lock_file

    differs = False
    for rendered in _render_all(selected_clients(collection, **options), strict):
        changes = compare(rendered.result.files, rendered.directory)
        lock_changes = compare_lock_file(rendered.result.lock, rendered.directory)
        differs = differs or bool(changes or lock_changes)
        if as_json:
            print_json(_changes_json(rendered, changes, lock_changes))
        else:
            _print_diff(changes, rendered.directory)
            _print_diff(lock_changes, rendered.directory.parent)
            _print_notices(rendered)
    return int(differs)


def _render_all(clients: tuple[Client, ...], strict: bool) -> list[RenderedClient]:
    with progress("generating", long=len(clients) > 1) as advance:
        return render_clients(clients, strict=strict, progress=advance)


def _written_json(
    rendered: RenderedClient, written: Written, is_new_lock: bool
) -> dict[str, Any]:
    lock = "unchanged"
    if is_new_lock:
        lock = "written"
    return {
        **_package_json(rendered),
        "written": list(written.written),
        "unchanged": list(written.unchanged),
        "removed": list(written.removed),
        "lock": lock,
        "moved": rendered.result.moved,
        "notices": list(map(notice_json, rendered.result.notices)),
    }


def _changes_json(
    rendered: RenderedClient,
    changes: tuple[Change, ...],
    lock_changes: tuple[Change, ...],
) -> dict[str, Any]:
    paths = [{"path": change.path, "kind": str(change.kind)} for change in changes]
    lock = "unchanged"
    if lock_changes:
        lock = str(lock_changes[0].kind)
    return {
        **_package_json(rendered),
        "changes": paths,
        "lock": lock,
        "moved": rendered.result.moved,
        "notices": list(map(notice_json, rendered.result.notices)),
    }


def _package_json(rendered: RenderedClient) -> dict[str, Any]:
    return {
        "package": rendered.result.package,
        "path": display_path(rendered.directory),
        "endpoints": rendered.result.endpoints,
        "models": rendered.result.models,
    }


def _written_line(rendered: RenderedClient, written: Written, is_new_lock: bool) -> str:
    files = len(written.written) + int(is_new_lock)
    outcome = "unchanged"
    if files or written.removed:
        outcome = f"{count(files, 'file')} written, {len(written.removed)} removed"
    place = display_path(rendered.directory)
    endpoints = count(rendered.result.endpoints, "endpoint")
    models = count(rendered.result.models, "model")
    return f"{place}: {endpoints}, {models}; {outcome}"


def _print_diff(changes: tuple[Change, ...], directory: Path) -> None:
    from postkiln.output import unified_diff

    under = Path(display_path(directory)).as_posix()
    if under == ".":
        under = ""
    # A diff is for `patch`, so that its characters are not escaped as in other lines.
    diff = unified_diff(changes, under=under)
    click.echo(diff, nl=False)


def _print_notices(rendered: RenderedClient) -> None:
    location = display_location(rendered.client.collection)
    print_notices(rendered.result.notices, rest=f"postkiln inspect {location}")

"""`postkiln generate` and `postkiln check`: one renders and writes, one compares."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postkiln.cli.inputs import clients, collections, of_client, scoped
from postkiln.cli.terminal import count, notice_json, progress, say, say_json, warn
from postkiln.config import Client
from postkiln.diagnostics.errors import InputError, Problem, StrictError, UsageError
from postkiln.diagnostics.notices import strict_errors, unsilenced
from postkiln.sources import display_location
from postkiln.sources.files import display_path

if TYPE_CHECKING:
    from postkiln.results import Document, LockFinder, Result
    from postkiln.sources import SourceDocument


@click.command()
@of_client
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
    from postkiln.output import write, write_lock

    made = _render(clients(collection, **options), strict)
    for client, result in made:
        directory = client.output / result.package
        done = write(result.files, directory)
        is_locked_anew = write_lock(result.lock, directory)
        if as_json:
            say_json(
                {
                    **_described(client, result),
                    "written": list(done.written),
                    "unchanged": list(done.unchanged),
                    "removed": list(done.removed),
                    "lock": "written" if is_locked_anew else "unchanged",
                    "notices": [notice_json(n) for n in result.notices],
                }
            )
        else:
            written = len(done.written) + is_locked_anew
            news = f"{count(written, 'file')} written, {len(done.removed)} removed"
            changed = written or done.removed
            say(f"{_summary(client, result)}; {news if changed else 'unchanged'}")
            _warn(client, result)


@click.command()
@of_client
def check(
    collection: str | None, *, as_json: bool, strict: bool, **options: Any
) -> int:
    """Say what generate would change, as a diff, and write nothing.

    Takes the same arguments as generate. Exit status 1 when anything would change.

    \b
    postkiln check bookshop.json -o src
    postkiln check
    """
    from postkiln.output import compare, compare_lock, unified_diff

    differs = False
    for client, result in _render(clients(collection, **options), strict):
        directory = client.output / result.package
        changes = compare(result.files, directory)
        names = compare_lock(result.lock, directory)
        differs = differs or bool(changes or names)
        if as_json:
            say_json(
                {
                    **_described(client, result),
                    "changes": [
                        {"path": change.path, "kind": str(change.kind)}
                        for change in changes
                    ],
                    "lock": str(names[0].kind) if names else "unchanged",
                    "notices": [notice_json(n) for n in result.notices],
                }
            )
        else:
            under = Path(display_path(directory)).as_posix()
            click.echo(unified_diff(changes, under=under), nl=False)
            above = Path(display_path(directory.parent)).as_posix()
            click.echo(
                unified_diff(names, under="" if above == "." else above), nl=False
            )
            _warn(client, result)
    return int(differs)


def _render(wanted: tuple[Client, ...], strict: bool) -> list[tuple[Client, Result]]:
    """Every client in memory: nothing is written until all of them are rendered."""
    made: list[tuple[Client, Result]] = []
    problems: list[Problem] = []
    with progress("generating", long=len(wanted) > 1) as advance:
        for done, client in enumerate(wanted, 1):
            try:
                made.extend((client, result) for result in _results(client))
            except InputError as error:  # of all clients, told at once
                problems.extend(error.problems)
            if advance:
                advance(done, len(wanted))
    if problems:
        raise InputError(*problems)
    _refuse_same_place(made)
    if strict:
        _refuse_notices(made)
    return made


def _refuse_notices(made: list[tuple[Client, Result]]) -> None:
    """All notices as one error: nothing is written then."""
    found = [str(each) for _, result in made for each in strict_errors(result.notices)]
    if found:
        raise StrictError(found)


def _results(client: Client) -> list[Result]:
    """The packages of a client's collection: one, but where it holds several.

    Of several, `package` chooses one; equal names are numbered in their order.
    """
    parts = list(collections(client.collection))
    if len(parts) == 1:
        return [_rendered(client, parts[0], client.package)]
    found: dict[str, Result] = {}
    for part in parts:
        result, number = _rendered(client, part, None), 2
        name = result.package
        while result.package in found:
            result, number = _rendered(client, part, f"{name}_{number}"), number + 1
        found[result.package] = result
    if client.package is None:
        return list(found.values())
    if client.package not in found:
        raise UsageError(
            f"{display_location(client.collection)}: holds {len(found)} collections, and none is package "
            f"{client.package!r}; they are {', '.join(found)}"
        )
    return [found[client.package]]


def _rendered(client: Client, part: SourceDocument, package: str | None) -> Result:
    from postkiln import generate as engine

    result = engine(
        part.source,
        place=part.place,
        package=package,
        dicts=client.dicts,
        objects=client.objects,
        names=client.names,
        env_prefix=client.env_prefix,
        lock=_lock_in(client.output),
        **scoped(client.environments, client.include, client.exclude),
    )
    return replace(result, notices=unsilenced(result.notices, client.ignore))


def _lock_in(output: Path) -> LockFinder:
    """What finds the locks of packages in a directory."""
    from postkiln.output import lock_beside, lock_found

    def found(package: str) -> Document | None:
        text = lock_found(output / package)
        place = display_path(lock_beside(output / package))
        return None if text is None else (place, text)

    return found


def _refuse_same_place(made: list[tuple[Client, Result]]) -> None:
    taken: dict[Path, Client] = {}
    for client, result in made:
        directory = (client.output / result.package).absolute()
        other = taken.setdefault(directory, client)
        if other is not client:
            raise UsageError(
                f"{display_path(directory)}: both {display_location(other.collection)} and "
                f"{display_location(client.collection)} would be written there. Give one another "
                "package or output"
            )


def _described(client: Client, result: Result) -> dict[str, Any]:
    return {
        "package": result.package,
        "path": display_path(client.output / result.package),
        "endpoints": result.endpoints,
        "models": result.models,
    }


def _summary(client: Client, result: Result) -> str:
    place = display_path(client.output / result.package)
    return f"{place}: {count(result.endpoints, 'endpoint')}, {count(result.models, 'model')}"


def _warn(client: Client, result: Result) -> None:
    warn(result.notices, rest=f"postkiln inspect {display_location(client.collection)}")

"""`postkiln pull`: a collection from the web or from Postman -> a file."""

from __future__ import annotations

from pathlib import Path

import click

from postkiln.cli.terminal import print_json, print_line
from postkiln.config import load_config
from postkiln.diagnostics.errors import Source, UsageError
from postkiln.sources import is_path, open_location
from postkiln.sources.files import display_path


@click.command(short_help="Save a collection of Postman's as a file.")
@click.argument("source", required=False)
@click.argument("file", type=Path, required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def pull(source: str | None, file: Path | None, *, as_json: bool) -> None:
    """Fetch the collection at SOURCE and save it as FILE, so that builds need no network.

    SOURCE is an https address or postman:UID, which takes the API key in the environment
    variable POSTMAN_API_KEY (and POSTMAN_API_URL for Postman's EU region). Without
    arguments: every configured client that has `pull`, to its `collection`.

    \b
    postkiln pull postman:12345678-aaaa-bbbb-cccc api/bookshop.json
    postkiln pull https://example.com/bookshop.json api/bookshop.json
    postkiln pull
    """
    from postkiln import tidied
    from postkiln.output import write_document

    # All are fetched before the first is written.
    pulled: list[tuple[Path, bytes]] = []
    for location, target in _pulls(source, file):
        place, content = _fetch(location)
        pulled.append((target, tidied(content, place=place)))
    for target, content in pulled:
        is_new = write_document(content, target)
        path = display_path(target)
        if as_json:
            print_json({"path": path, "written": is_new, "bytes": len(content)})
        elif is_new:
            print_line(f"{path}: {len(content):,} bytes; written")
        else:
            print_line(f"{path}: {len(content):,} bytes; unchanged")


def _pulls(source: str | None, file: Path | None) -> list[tuple[str, Path]]:
    """Each location to fetch from, and the file to write."""
    if source is None:
        return _configured()
    if file is None:
        raise UsageError("FILE is missing: name the file to write")
    return [(source, file)]


def _configured() -> list[tuple[str, Path]]:
    config = load_config(Path.cwd())
    found: list[tuple[str, Path]] = []
    for client in config.clients:
        if client.pull is None:
            continue
        if not is_path(client.collection):
            raise UsageError(
                f"{config.place}: {client.collection}: a client with pull has its "
                "collection in a file. Name that file"
            )
        found.append((client.pull, Path(client.collection)))
    if not found:
        raise UsageError(
            f'{config.place}: no client has a location to pull from. Add pull = "…"'
        )
    return found


def _fetch(location: str) -> tuple[str, bytes]:
    found = open_location(location)
    source: Source = found.source
    if not isinstance(source, bytes):
        raise UsageError(f"{location}: is a directory, which is on disk already")
    return found.place, source

"""`postkiln pull`: a collection from the web or from Postman, kept as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from postkiln.cli.terminal import say, say_json
from postkiln.config import load_config
from postkiln.diagnostics.errors import Source, UsageError
from postkiln.sources import is_path, open_location
from postkiln.sources.files import display_path


@click.command(short_help="Keep a collection of Postman's as a file.")
@click.argument("source", required=False)
@click.argument("file", type=Path, required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def pull(source: str | None, file: Path | None, *, as_json: bool) -> None:
    """Fetch the collection at SOURCE and keep it as FILE, so that builds need no network.

    SOURCE is an https address or postman:UID, which takes the API key in the environment
    variable POSTMAN_API_KEY (and POSTMAN_API_URL for Postman's EU region). Without
    arguments: every configured client that says `pull`, to its `collection`.

    \b
    postkiln pull postman:12345678-aaaa-bbbb-cccc api/bookshop.json
    postkiln pull https://example.com/bookshop.json api/bookshop.json
    postkiln pull
    """
    from postkiln import tidied
    from postkiln.output import write_document

    wanted = [_given(source, file)] if source is not None else list(_configured())
    fetched = [(target, *_fetched(location)) for location, target in wanted]
    kept = [
        (target, tidied(content, place=place)) for target, place, content in fetched
    ]
    for target, content in kept:
        is_new = write_document(content, target)
        if as_json:
            say_json(
                {"path": display_path(target), "written": is_new, "bytes": len(content)}
            )
        else:
            news = "written" if is_new else "unchanged"
            say(f"{display_path(target)}: {len(content):,} bytes; {news}")


def _given(source: str, file: Path | None) -> tuple[str, Path]:
    if file is None:
        raise UsageError("FILE is missing: say where to keep the collection")
    return source, file


def _configured() -> Iterator[tuple[str, Path]]:
    config = load_config(Path.cwd())
    found = [client for client in config.clients if client.pull is not None]
    if not found:
        raise UsageError(
            f'{config.place}: no client says whence to pull. Add pull = "…"'
        )
    for client in found:
        if not is_path(client.collection):
            raise UsageError(
                f"{config.place}: {client.collection}: a client that says pull keeps its "
                "collection in a file. Name that"
            )
        yield client.pull or "", Path(client.collection)


def _fetched(location: str) -> tuple[str, bytes]:
    found = open_location(location)
    source: Source = found.source
    if not isinstance(source, bytes):
        raise UsageError(f"{location}: is a directory. It is kept already")
    return found.place, source

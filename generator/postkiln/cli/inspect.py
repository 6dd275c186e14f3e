"""`postkiln inspect`: the endpoint model of a collection, as a tree or as JSON.

With `--stage`: what single items are after one of the stages of the generator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from postkiln.cli.documents import document_options, open_collections, selection
from postkiln.cli.terminal import notice_json, print_json, print_line
from postkiln.diagnostics.errors import UsageError
from postkiln.results import Stage

if TYPE_CHECKING:
    from postkiln.results import Inspection


@click.command(short_help="Show the resources and methods it would have.")
@click.argument("collection")
@click.argument("item", required=False)
@document_options
@click.option("--types", is_flag=True, help="Show the examples behind each class.")
@click.option(
    "--stage",
    type=click.Choice(get_args(Stage)),
    help="Show what requests are after this stage of the generator, secrets as ***. "
    "ITEM chooses them, as 'Folder/Item'.",
)
def inspect(
    collection: str,
    item: str | None,
    *,
    as_json: bool,
    types: bool,
    stage: Stage | None,
    **chosen: Any,
) -> None:
    """Show the resources and methods of COLLECTION's client, and all its notices.

    \b
    postkiln inspect bookshop.json
    postkiln inspect bookshop.json --include 'Books/*'
    postkiln inspect bookshop.json --types
    postkiln inspect bookshop.json --json
    postkiln inspect bookshop.json --stage model 'Books/Add a book'
    """
    from postkiln import inspect as engine

    if stage is not None:
        if as_json or types:
            raise UsageError(
                "--stage shows text for people: leave out --json and --types"
            )
        _print_stage(collection, stage, item or "*", **chosen)
        return
    if item is not None:
        raise UsageError("ITEM needs --stage; --include chooses items without it")
    for part in open_collections(collection):
        seen = engine(part.source, place=part.place, **selection(**chosen))
        if as_json:
            notices = list(map(notice_json, seen.notices))
            print_json({**seen.json, "notices": notices})
        else:
            _print_inspection(seen, types)


def _print_stage(collection: str, stage: Stage, item: str, **chosen: Any) -> None:
    from postkiln import inspect_stage

    for part in open_collections(collection):
        lines = inspect_stage(
            part.source, place=part.place, stage=stage, item=item, **selection(**chosen)
        )
        for line in lines:
            print_line(line)


def _print_inspection(inspection: Inspection, types: bool) -> None:
    for line in inspection.lines:
        print_line(line)
    if types:
        for line in ("", *inspection.types):
            print_line(line)
    # Notices are part of the result here, so they go to stdout, and all of them.
    for notice in inspection.notices:
        print_line(f"notice: {notice}")

"""`postkiln inspect`: the endpoint model of a collection, as a tree or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from postkiln.cli.inputs import document_options, open_collections, selection
from postkiln.cli.terminal import notice_json, print_json, print_line

if TYPE_CHECKING:
    from postkiln.results import Inspection


@click.command(short_help="Show the resources and methods it would have.")
@click.argument("collection")
@document_options
@click.option("--types", is_flag=True, help="Show the examples behind each class.")
def inspect(collection: str, *, as_json: bool, types: bool, **chosen: Any) -> None:
    """Show the resources and methods of COLLECTION's client, and all its notices.

    \b
    postkiln inspect bookshop.json
    postkiln inspect bookshop.json --include 'Books/*'
    postkiln inspect bookshop.json --types
    postkiln inspect bookshop.json --json
    """
    from postkiln import inspect as engine

    for part in open_collections(collection):
        seen = engine(part.source, place=part.place, **selection(**chosen))
        if as_json:
            notices = [notice_json(notice) for notice in seen.notices]
            print_json({**seen.json, "notices": notices})
        else:
            _print_inspection(seen, types)


def _print_inspection(inspection: Inspection, types: bool) -> None:
    for line in inspection.lines:
        print_line(line)
    if types:
        for line in ("", *inspection.types):
            print_line(line)
    # Notices are part of the result here, so they go to stdout, and all of them.
    for notice in inspection.notices:
        print_line(f"notice: {notice}")

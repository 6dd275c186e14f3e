"""`postkiln inspect`: the endpoint model of a collection, as a tree or as JSON."""

from __future__ import annotations

from typing import Any

import click

from postkiln.cli.inputs import collections, of_document, scoped
from postkiln.cli.terminal import notice_json, say, say_json


@click.command(short_help="Show the resources and methods it would have.")
@click.argument("collection")
@of_document
@click.option("--types", is_flag=True, help="Show what each class rests on.")
def inspect(collection: str, *, as_json: bool, types: bool, **chosen: Any) -> None:
    """Show the resources and methods of COLLECTION's client, and all its notices.

    \b
    postkiln inspect bookshop.json
    postkiln inspect bookshop.json --include 'Books/*'
    postkiln inspect bookshop.json --types
    postkiln inspect bookshop.json --json
    """
    from postkiln import inspect as engine

    for part in collections(collection):
        seen = engine(part.source, place=part.place, **scoped(**chosen))
        if as_json:
            said = [notice_json(each) for each in seen.notices]
            say_json({**seen.json, "notices": said})
            continue
        for line in (*seen.lines, *(("", *seen.types) if types else ())):
            say(line)
        # Here they are part of what was asked for, so stdout and without a limit.
        for notice in seen.notices:
            say(f"notice: {notice}")

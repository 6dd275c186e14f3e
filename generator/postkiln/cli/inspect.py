"""`postkiln inspect`: the endpoint model of a collection, as a tree or as JSON.

With `--why`: what each value of its requests became. With `--stage`: what single items are
after one of the stages of the generator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from postkiln.cli.documents import (
    open_collections,
    package_options,
    selected_clients,
    selection,
)
from postkiln.cli.rendering import configured_at, settings_of
from postkiln.cli.terminal import notice_json, print_json, print_line
from postkiln.config import Client
from postkiln.diagnostics.errors import UsageError
from postkiln.results import Stage

if TYPE_CHECKING:
    from postkiln.results import Inspection
    from postkiln.sources import SourceDocument


@click.command(short_help="Show the resources and methods it would have.")
@package_options
@click.argument("item", required=False)
@click.option("--types", is_flag=True, help="Show the examples behind each class.")
@click.option(
    "--why",
    is_flag=True,
    help="Show what each value of a request became, and why. ITEM chooses requests.",
)
@click.option(
    "--stage",
    type=click.Choice(get_args(Stage)),
    help="Show what requests are after this stage of the generator, secrets as ***. "
    "ITEM chooses them, as 'Folder/Item'.",
)
def inspect(
    collection: str | None,
    item: str | None,
    *,
    as_json: bool,
    types: bool,
    why: bool,
    stage: Stage | None,
    **chosen: Any,
) -> None:
    """Show the resources and methods of COLLECTION's client, and all its notices.

    Without COLLECTION: those of the configured clients. The answer in JSON has the reasons
    of --why, too.

    \b
    postkiln inspect bookshop.json
    postkiln inspect bookshop.json --include 'Books/*'
    postkiln inspect bookshop.json --types
    postkiln inspect bookshop.json --why 'Books/Add a book'
    postkiln inspect bookshop.json --json
    postkiln inspect bookshop.json --stage model 'Books/Add a book'
    """
    _check_usage(item, stage, why=why, shows_more=as_json or types)
    for client in selected_clients(collection, **chosen):
        parts = list(open_collections(client.collection))
        for part in parts:
            if stage is not None:
                _print_stage(client, part, stage, item or "*")
                continue
            seen = _inspected(client, part, item or "*", is_alone=len(parts) == 1)
            if as_json:
                _print_json(seen)
            elif why:
                _print_why(seen, part, item)
            else:
                _print_inspection(seen, types)


def _check_usage(
    item: str | None, stage: Stage | None, *, why: bool, shows_more: bool
) -> None:
    """`shows_more`: --json or --types is given."""
    if stage is not None and (shows_more or why):
        raise UsageError(
            "--stage shows text for people: leave out --json, --types and --why"
        )
    if item is not None and stage is None and not why:
        raise UsageError(
            "ITEM needs --stage or --why; --include chooses items without it"
        )


def _print_json(inspection: Inspection) -> None:
    notices = list(map(notice_json, inspection.notices))
    print_json({**inspection.json, "notices": notices})


def _inspected(
    client: Client, part: SourceDocument, item: str, *, is_alone: bool
) -> Inspection:
    """`is_alone`: of several collections, none has the package that the client names."""
    from postkiln import inspect as engine

    settings = settings_of(
        client, client.package if is_alone else None, is_alone=is_alone
    )
    with configured_at(client):
        return engine(part.source, place=part.place, item=item, **settings)


def _print_stage(client: Client, part: SourceDocument, stage: Stage, item: str) -> None:
    from postkiln import inspect_stage

    chosen = selection(client.environments, client.include, client.exclude)
    for line in inspect_stage(
        part.source, place=part.place, stage=stage, item=item, **chosen
    ):
        print_line(line)


def _print_why(inspection: Inspection, part: SourceDocument, item: str | None) -> None:
    if item is not None and "" not in inspection.why:  # no table but the client's
        raise UsageError(
            f"{part.place}: no request matches {item!r}; `postkiln inspect --json` has "
            "the path of each"
        )
    for line in inspection.why:
        print_line(line)


def _print_inspection(inspection: Inspection, types: bool) -> None:
    for line in inspection.lines:
        print_line(line)
    if types:
        for line in ("", *inspection.types):
            print_line(line)
    for what, names in inspection.moved.items():
        print_line(f"moved: {what}: {', '.join(names)}")
    # Notices are part of the result here, so they go to stdout, and all of them.
    for notice in inspection.notices:
        print_line(f"notice: {notice}")

"""`postkiln explain`: what a notice means, by its code."""

from __future__ import annotations

import textwrap

import click

from postkiln.cli.terminal import print_line
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.errors import UsageError
from postkiln.diagnostics.notices import unknown_code


@click.command(short_help="Say what a notice means.")
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what the notices of CODE mean and what to do about them; without CODE, of all.

    A code stands in brackets at the end of a notice. In the configuration, `ignore`
    silences it: ignore = ["no-example", "Admin/*: bad-header"].

    \b
    postkiln explain no-example
    """
    known = {str(each): each.meaning for each in Code}
    if code is not None and code not in known:
        raise UsageError(unknown_code(code))
    for each, text in known.items():
        if code in (None, each):
            print_line(each)
            for line in textwrap.wrap(text, 84):
                print_line(f"    {line}")

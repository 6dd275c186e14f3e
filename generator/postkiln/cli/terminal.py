"""How the commands print: values in, lines on stdout and stderr out.

Results go to stdout, notices and progress to stderr; colour and progress bars only to
a terminal.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

import click

from postkiln.diagnostics.notices import Notice

MOST_NOTICES = 20  # per client: as many as a terminal shows at once


def escape_unencodable(stream: TextIO) -> None:
    """Let `stream` write characters that its encoding lacks as escapes, and never fail."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def printable(text: str) -> str:
    """`text` on one line, with control characters escaped.

    Names come from the collection, and must not give commands to the terminal.
    """
    return "".join(map(_printable_character, text))


def _printable_character(character: str) -> str:
    if character.isprintable():
        return character
    return ascii(character)[1:-1]  # without its quotes: `\x1b`


def print_line(text: str) -> None:
    """One line of the result."""
    click.echo(printable(text))


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on one line of the result."""
    click.echo(json.dumps(value))


def notice_json(notice: Notice) -> dict[str, Any]:
    """A notice as `--json` shows it; `place` and `pointer` are null where unknown."""
    pointer = None
    if notice.spot.steps:
        pointer = notice.spot.pointer
    return {
        "path": list(notice.path),
        "code": str(notice.code),
        "text": notice.text,
        "place": notice.spot.place or None,
        "pointer": pointer,
    }


def print_notices(notices: Sequence[Notice], *, rest: str) -> None:
    """The first notices, one per line; `rest` says where the others can be seen."""
    label = click.style("notice:", fg="yellow")
    for notice in notices[:MOST_NOTICES]:
        click.echo(f"{label} {printable(str(notice))}", err=True)
    more = len(notices) - MOST_NOTICES
    if more > 0:
        click.echo(f"{label} and {more} more: {printable(rest)}", err=True)


def print_error(text: str, excerpt: Sequence[str] = ()) -> None:
    """One error, and the lines of the document that it is about."""
    label = click.style("error:", fg="red", bold=True)
    click.echo(f"postkiln: {label} {printable(text)}", err=True)
    for line in excerpt:
        click.echo(printable(line), err=True)


def count(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    if number == 1:
        return f"1 {thing}"
    return f"{number} {thing}s"


@contextmanager
def progress(
    title: str, *, long: bool = True
) -> Generator[Callable[[int, int], None] | None, None, None]:
    """A progress bar: what to call with (done, total).

    None where stderr is not a terminal, or the work is not `long`.
    """
    if not (long and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance

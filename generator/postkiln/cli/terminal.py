"""How postkiln speaks: values in, lines on stdout and stderr out.

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

from postkiln.diagnostics.errors import Notice

NOTICES_SHOWN = 20  # per client: what a terminal shows at once


def any_character(stream: TextIO) -> None:
    """Let `stream` write every character, if need be as an escape, and never fail."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def printable(text: str) -> str:
    """`text` on one line and without what a terminal obeys: names come from outside."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def say(text: str) -> None:
    """One line of the result."""
    click.echo(printable(text))


def say_json(value: dict[str, Any]) -> None:
    """One JSON object on one line of the result."""
    click.echo(json.dumps(value))


def notice_json(notice: Notice) -> dict[str, Any]:
    """A notice as `--json` shows it; `place` and `pointer` are null where unknown."""
    return {
        "path": list(notice.path),
        "code": str(notice.code),
        "text": notice.text,
        "place": notice.spot.place or None,
        "pointer": notice.spot.pointer if notice.spot.steps else None,
    }


def warn(notices: Sequence[Notice], *, rest: str) -> None:
    """The first notices, one per line; `rest` says where the others can be seen."""
    label = click.style("notice:", fg="yellow")
    for notice in notices[:NOTICES_SHOWN]:
        click.echo(f"{label} {printable(str(notice))}", err=True)
    if len(notices) > NOTICES_SHOWN:
        more = len(notices) - NOTICES_SHOWN
        click.echo(f"{label} and {more} more: {printable(rest)}", err=True)


def print_error(text: str, excerpt: Sequence[str] = ()) -> None:
    """One error, and the lines it is about."""
    label = click.style("error:", fg="red", bold=True)
    click.echo(f"postkiln: {label} {printable(text)}", err=True)
    for line in excerpt:
        click.echo(printable(line), err=True)


def count(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


@contextmanager
def progress(
    title: str, *, long: bool = True
) -> Generator[Callable[[int, int], None] | None, None, None]:
    """What to call with (done, total); None when nobody is looking or it is not `long`."""
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

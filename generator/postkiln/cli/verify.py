"""`postkiln verify`: whether the client sends and reads what the collection has."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postkiln.cli.documents import (
    document_options,
    open_collections,
    read_documents,
    selection,
)
from postkiln.cli.terminal import count, print_json, print_line, print_notices, progress
from postkiln.diagnostics.errors import OutputError, UsageError
from postkiln.sources.files import display_path

if TYPE_CHECKING:
    from postkiln.sources import SourceDocument
    from postkiln.verify import Report


@click.command(short_help="Call every method and play every example back.")
@click.argument("collection")
@document_options
@click.option(
    "--env-var",
    "variables",
    metavar="NAME=VALUE",
    multiple=True,
    help="The value of a variable. Wins over -e. Repeatable.",
)
@click.option("-g", "--globals", "globals_", metavar="FILE", type=Path, help="Globals.")
@click.option(
    "--files",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    help="Requests may send files below DIR, too, and not only below the directory of "
    "COLLECTION. Repeatable.",
)
@click.option(
    "--record",
    metavar="FILE",
    type=Path,
    help="Write each request that was sent to FILE, one JSON object per line. A variable "
    "without a value is sent as it is written, and gets no stand-in.",
)
def verify(
    collection: str,
    *,
    variables: tuple[str, ...],
    globals_: Path | None,
    files: tuple[Path, ...],
    record: Path | None,
    as_json: bool,
    **chosen: Any,
) -> int:
    """Call every method of COLLECTION's client and play its examples back.

    Nothing is written and nothing goes over the network: the client is made in memory,
    and a mock server answers with the saved examples. Exit status 1 when anything does
    not match.

    \b
    postkiln verify bookshop.json
    postkiln verify bookshop.json -e staging.json --env-var token=abc --json
    postkiln verify bookshop.json --record requests.jsonl
    postkiln verify api/bookshop.json --files pictures
    """
    settings: dict[str, Any] = {
        "variables": dict(map(_variable, variables)),
        "globals": None,
        "files": files,
        **selection(**chosen),
    }
    if globals_ is not None:
        (settings["globals"],) = read_documents([globals_])
    has_problems = False
    with _record_file(record) as add_record:
        for part in open_collections(collection):
            report = _verify(part, as_json, record=add_record, **settings)
            has_problems = has_problems or bool(report.problems)
    return int(has_problems)


def _verify(part: SourceDocument, as_json: bool, **settings: Any) -> Report:
    """The report of one collection, after it was printed."""
    from postkiln.verify import verify as engine

    with progress("verifying") as advance:
        report = engine(
            part.source, place=part.place, base=part.base, progress=advance, **settings
        )
    if as_json:
        print_json(_report_json(report))
    else:
        _print_report(report)
        print_notices(report.notices, rest=f"postkiln inspect {part.place}")
    return report


def _variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        # The message does not show the text, which may be a secret.
        raise UsageError("--env-var: must be NAME=VALUE")
    return name, value


@contextmanager
def _record_file(
    path: Path | None,
) -> Generator[Callable[[dict[str, Any]], None] | None, None, None]:
    """What to call with each request that was sent; None: there is no file for them."""
    if path is None:
        yield None
        return
    from postkiln.output.encoding import encode

    try:
        file = path.open("wb")
    except OSError as error:
        raise OutputError(f"{display_path(path)}: {error.strerror}") from error
    with file:

        def add(entry: dict[str, Any]) -> None:
            line = json.dumps(entry) + "\n"
            file.write(encode(line, path.name))

        yield add


def _report_json(report: Report) -> dict[str, Any]:
    problems: list[dict[str, str]] = []
    for problem in report.problems:
        item = "/".join(problem.path)
        problems.append({"item": item, "code": problem.code, "text": problem.text})
    return {
        "items": report.items,
        "requests": {"sent": report.sent, "failed": report.failed},
        "examples": {
            "total": report.examples_total,
            "json": report.json,
            "decoded": report.decoded,
            "equal": report.equal,
        },
        "problems": problems,
    }


def _print_report(report: Report) -> None:
    by_item: dict[tuple[str, ...], list[str]] = {}
    for problem in report.problems:
        by_item.setdefault(problem.path, []).append(f"{problem.text} [{problem.code}]")
    for path, texts in by_item.items():
        item = " / ".join(path) or "collection"
        problems = "; ".join(texts)
        print_line(f"{item}: {problems}")
    totals = (
        count(report.items, "item"),
        f"requests: {report.sent} sent, {report.failed} failed",
        f"examples: {report.examples_total}, {report.json} JSON, {report.decoded} decoded, "
        f"{report.equal} equal",
        f"problems: {len(report.problems)}",
    )
    print_line(" | ".join(totals))

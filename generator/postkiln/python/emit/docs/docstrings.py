"""Endpoints -> docstrings: description, arguments, statuses shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from postkiln.model.api import Endpoint, Outcome
from postkiln.python.emit.arguments import Argument
from postkiln.python.emit.docs.argument_docs import argument_lines
from postkiln.python.emit.docs.request_lines import request_line
from postkiln.python.naming.statuses import error_name, reason, succeeded
from postkiln.python.syntax.source import (
    Source,
    docstring,
    first_paragraph,
    one_line,
    sentence,
)


def method_docstring(
    endpoint: Endpoint, arguments: Sequence[Argument], options: Mapping[str, Source]
) -> Source:
    """First paragraph, request line, `Args`, `Returns`, `Raises`.

    `options` are the constructor's arguments by the variable that each fills.
    """
    title = one_line(endpoint.name) or request_line(endpoint)
    summary = first_paragraph(endpoint.description) or sentence(title)
    returned: list[str] = []
    raised: list[str] = []
    for outcome in endpoint.outcomes:
        if succeeded(outcome.status):
            returned.append(_returned(outcome))
        else:
            raised.append(_raised(outcome))
    lines = [
        *(summary, "", f"`{request_line(endpoint)}`"),
        *_section("Args", argument_lines(arguments, endpoint, options)),
        *_section("Returns", returned),
        *_section("Raises", raised),
    ]
    if not _shows_answer(endpoint):
        lines += ("", "The collection shows no answer, so its type is not known.")
    return docstring(lines, 8)


def _section(title: str, lines: Iterable[str]) -> Iterable[str]:
    body = [f"    {line}" for line in lines]
    if body:
        yield from ("", f"{title}:", *body)


def _shows_answer(endpoint: Endpoint) -> bool:
    """Whether a success is shown: the body of a redirect is not what a method returns."""
    return any(outcome.status < 300 for outcome in endpoint.outcomes)


def _returned(outcome: Outcome) -> str:
    return f"{outcome.status}: {_names(outcome)}"


def _raised(outcome: Outcome) -> str:
    return f"{error_name(outcome.status)}: {outcome.status}: {_names(outcome)}"


def _names(outcome: Outcome) -> str:
    names = [one_line(name, 60) for name in outcome.names if name.strip()]
    return "; ".join(dict.fromkeys(names)) or reason(outcome.status) or "shown"

"""What docstrings say: descriptions, arguments with an example each, statuses shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from postkiln.model.api import BodyKind, Endpoint, Outcome, Parameter, Place, Secret
from postkiln.python.naming.statuses import error_name, reason, succeeded
from postkiln.python.syntax.source import Source, docstring, first_paragraph, one_line


def method_docstring(
    endpoint: Endpoint,
    arguments: Sequence[tuple[Source, Parameter | None]],
) -> Source:
    """First paragraph, request line, `Args`, `Returns`, `Raises`."""
    title = one_line(endpoint.name) or request_line(endpoint)
    summary = first_paragraph(endpoint.description) or _sentence(title)
    shown = [o for o in endpoint.outcomes if succeeded(o.status)]
    known = any(200 <= outcome.status < 300 for outcome in shown)
    failed = [o for o in endpoint.outcomes if not succeeded(o.status)]
    lines = [
        *(summary, "", f"`{request_line(endpoint)}`"),
        *_section("Args", (_argument(name, p, endpoint) for name, p in arguments)),
        *_section("Returns", map(_answer, shown)),
        *_section("Raises", map(_failure, failed)),
        *(
            ()
            if known
            else ("", "The collection shows no answer, so its type is not known.")
        ),
    ]
    return docstring(lines, 8)


def request_line(endpoint: Endpoint) -> str:
    """`GET /orders/{order_id}`: the method and the path, without the host."""
    address = re.sub(r"^\{\{[^{}]*\}\}(?=/)", "", endpoint.url)
    path = one_line(_HOLE.sub(r"{\1}", address))
    return f"{endpoint.method} {path}"


_HOLE = re.compile(r"\{\{:?([^{}]*)\}\}")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _section(title: str, lines: Iterable[str]) -> Iterable[str]:
    body = [f"    {line}" for line in lines]
    return ("", f"{title}:", *body) if body else ()


def _argument(name: Source, parameter: Parameter | None, endpoint: Endpoint) -> str:
    if parameter is None:
        return f"{name}: {_BODIES[endpoint.body.kind] if endpoint.body else ''}"
    says = [
        first_paragraph(parameter.description),
        *_example(parameter),
        *_absent(parameter),
    ]
    known = [_sentence(text) for text in says if text] or [_PLACES[parameter.place]]
    return f"{name}: {' '.join(known)}"


_BODIES = {
    BodyKind.JSON: "The JSON to send; text and bytes are sent as they are.",
    BodyKind.TEXT: "The text to send.",
    BodyKind.FORM: "The fields of the form.",
    BodyKind.MULTIPART: "The fields of the form; files by path, as bytes, or open.",
    BodyKind.FILE: "The file to send: a path, bytes, or an open file.",
    BodyKind.GRAPHQL: "The variables of the query.",
}
_PLACES = {
    Place.PATH: "A part of the path.",
    Place.QUERY: "A query parameter.",
    Place.VARIABLE: "A variable of the collection.",
}


def _example(parameter: Parameter) -> Iterable[str]:
    """The collection's own values, unless they are secret, empty or templates."""
    shown = [
        one_line(sample, 60)
        for sample in parameter.samples
        if isinstance(sample, str) and sample.strip() and "{{" not in sample
    ]
    if shown and not any(isinstance(sample, Secret) for sample in parameter.samples):
        yield "For example " + ", ".join(f"`{text}`" for text in dict.fromkeys(shown))


def _absent(parameter: Parameter) -> Iterable[str]:
    if parameter.option is not None:
        yield "Left out, the client's own is sent"
    elif parameter.place is Place.QUERY and not parameter.sent:
        yield "Disabled in the collection"


def _answer(outcome: Outcome) -> str:
    return f"{outcome.status}: {_names(outcome)}"


def _failure(outcome: Outcome) -> str:
    return f"{error_name(outcome.status)}: {outcome.status}: {_names(outcome)}"


def _names(outcome: Outcome) -> str:
    names = [one_line(name, 60) for name in outcome.names if name.strip()]
    return "; ".join(dict.fromkeys(names)) or reason(outcome.status) or "shown"

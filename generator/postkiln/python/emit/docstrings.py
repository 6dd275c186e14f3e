"""Endpoints -> docstrings: description, arguments with an example each, statuses shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from postkiln.model.api import BodyKind, Endpoint, Outcome, Parameter, Place, Secret
from postkiln.model.template import Variable, is_open, parse
from postkiln.python.emit.arguments import Argument
from postkiln.python.naming.statuses import error_name, reason, succeeded
from postkiln.python.syntax.source import Source, docstring, first_paragraph, one_line


def method_docstring(endpoint: Endpoint, arguments: Sequence[Argument]) -> Source:
    """First paragraph, request line, `Args`, `Returns`, `Raises`."""
    title = one_line(endpoint.name) or request_line(endpoint)
    summary = first_paragraph(endpoint.description) or _sentence(title)
    described = [_argument(each, endpoint) for each in arguments]
    returned: list[str] = []
    raised: list[str] = []
    for outcome in endpoint.outcomes:
        if succeeded(outcome.status):
            returned.append(_returned(outcome))
        else:
            raised.append(_raised(outcome))
    lines = [
        *(summary, "", f"`{request_line(endpoint)}`"),
        *_section("Args", described),
        *_section("Returns", returned),
        *_section("Raises", raised),
    ]
    if not _shows_answer(endpoint):
        lines += ("", "The collection shows no answer, so its type is not known.")
    return docstring(lines, 8)


def _shows_answer(endpoint: Endpoint) -> bool:
    """Whether a success is shown: the body of a redirect is not what a method returns."""
    return any(outcome.status < 300 for outcome in endpoint.outcomes)


def request_line(endpoint: Endpoint) -> str:
    """`GET /orders/{order_id}`: the method and the path, without the host."""
    address = parse(endpoint.url)
    match address:
        case (Variable(), str(path), *_) if path.startswith("/"):
            address = address[1:]  # a variable in front of the path is the host
        case _:
            pass
    path = "".join(map(_address_part, address))
    return f"{endpoint.method} {one_line(path)}"


def _address_part(part: str | Variable) -> str:
    """A variable as readers of API documentation know it: `{id}`, as of OpenAPI."""
    if isinstance(part, str):
        return part
    return "{" + part.name.removeprefix(":") + "}"


def _sentence(text: str) -> str:
    if text.endswith((".", "!", "?")):
        return text
    return f"{text}."


def _section(title: str, lines: Sequence[str]) -> Iterable[str]:
    if lines:
        yield from ("", f"{title}:")
    for line in lines:
        yield f"    {line}"


def _argument(argument: Argument, endpoint: Endpoint) -> str:
    meaning = ""
    if argument.parameter is not None:
        meaning = _meaning(argument.parameter)
    elif endpoint.body is not None:
        meaning = _BODIES[endpoint.body.kind]
    return f"{argument.name}: {meaning}"


def _meaning(parameter: Parameter) -> str:
    parts = (
        first_paragraph(parameter.description),
        _example(parameter),
        _default(parameter),
    )
    known = " ".join(_sentence(text) for text in parts if text)
    return known or _PLACES[parameter.place]


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


def _example(parameter: Parameter) -> str:
    """The collection's own values, unless they are secret, empty or templates."""
    if any(isinstance(sample, Secret) for sample in parameter.samples):
        return ""
    shown: dict[str, None] = {}
    for sample in parameter.samples:
        if isinstance(sample, str) and sample.strip() and not is_open(parse(sample)):
            text = one_line(sample, 60)
            shown[f"`{text}`"] = None
    if not shown:
        return ""
    examples = ", ".join(shown)
    return f"For example {examples}"


def _default(parameter: Parameter) -> str:
    """What is sent where the argument is left out."""
    if parameter.option is not None:
        return "Left out, the client's own is sent"
    if parameter.place is Place.QUERY and not parameter.sent:
        return "Disabled in the collection"
    return ""


def _returned(outcome: Outcome) -> str:
    return f"{outcome.status}: {_names(outcome)}"


def _raised(outcome: Outcome) -> str:
    return f"{error_name(outcome.status)}: {outcome.status}: {_names(outcome)}"


def _names(outcome: Outcome) -> str:
    names = [one_line(name, 60) for name in outcome.names if name.strip()]
    return "; ".join(dict.fromkeys(names)) or reason(outcome.status) or "shown"

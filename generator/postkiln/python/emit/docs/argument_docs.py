"""The arguments of a method -> lines of its docstring.

Each line has the description, an example where the collection has a real one, and what is
sent when the argument is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from postkiln.model.api import (
    Body,
    BodyKind,
    Endpoint,
    Parameter,
    Place,
    Sample,
    Secret,
)
from postkiln.model.template import is_open, parse
from postkiln.python.emit.arguments import Argument
from postkiln.python.emit.docs.request_lines import named_template
from postkiln.python.syntax.source import (
    Source,
    first_paragraph,
    one_line,
    sentence,
)
from postkiln.python.types.forms import BodyField, spreads


def argument_lines(
    arguments: Sequence[Argument], endpoint: Endpoint, options: Mapping[str, Source]
) -> Iterator[str]:
    """A line for each argument; none for a field of which there is nothing to say.

    `options` are the constructor's arguments by the variable that each fills.
    """
    for each in arguments:
        match each.stands_for:
            case Parameter() as parameter:
                facts = _parameter(parameter, endpoint, options)
                yield _line(each, facts, _fallback(parameter))
            case BodyField() as field:
                line = _line(each, _field(field), _key(each, field))
                if line:
                    yield line
            case Body() as body:
                yield _line(each, (_whole(body),))


def _line(argument: Argument, facts: Iterable[str], fallback: str = "") -> str:
    known = " ".join(sentence(text) for text in facts if text) or fallback
    return f"{argument.name}: {known}" if known else ""


def _parameter(
    parameter: Parameter, endpoint: Endpoint, options: Mapping[str, Source]
) -> Iterator[str]:
    description = first_paragraph(parameter.description)
    yield description
    yield _choices(parameter.choices, description)
    yield _example(parameter.samples, parameter.default)
    yield _left_out(parameter, endpoint, options)


def _field(field: BodyField) -> Iterator[str]:
    description = first_paragraph(field.description)
    yield description
    yield _choices(field.choices, description)
    default = None if field.default is None else str(field.default)
    yield _example(field.samples, default)
    if field.required:
        yield "OMIT where `body` has it"


def _key(argument: Argument, field: BodyField) -> str:
    """The key of a field, where its name is another."""
    return (
        "" if argument.name == field.key else f"The field `{one_line(field.key, 60)}`."
    )


def _fallback(parameter: Parameter) -> str:
    match parameter.place:
        case Place.PATH:
            return "A part of the path."
        case Place.QUERY:
            return "A query parameter."
        case Place.HEADER:
            return f"The header `{one_line(parameter.key, 60)}`."
        case Place.VARIABLE if parameter.required:
            return "The whole address; credentials go along to their own origins only."
        case Place.VARIABLE:
            return "A variable of the collection."


def _whole(body: Body) -> str:
    match body.kind:
        case BodyKind.JSON if spreads(body):
            return "A whole body: a mapping, an answer or text; keywords win over its fields."
        case BodyKind.JSON:
            return "The JSON to send; text and bytes are sent as they are."
        case BodyKind.TEXT if body.default is not None:
            return "The text to send. Left out: that of the collection."
        case BodyKind.TEXT:
            return "The text to send."
        case BodyKind.FORM | BodyKind.MULTIPART:
            return "A whole form: a mapping, or pairs; keywords win over its fields."
        case BodyKind.FILE:
            return "The file to send: a path, bytes, or an open file."
        case BodyKind.GRAPHQL:
            return (
                "A whole request: a mapping, or text; keywords win over its variables."
            )


def _choices(choices: Sequence[str], description: str) -> str:
    """The values that are known, unless the description has them all."""
    if all(each in description for each in choices):
        return ""
    return f"One of {_listed(choices)}, or another text"


def _example(samples: Iterable[Sample], default: str | None) -> str:
    """The collection's own values, unless they are secret, or stand for others."""
    texts = tuple(samples)
    if any(isinstance(sample, Secret) for sample in texts):
        return ""
    real = [each for each in texts if isinstance(each, str) and _is_real(each)]
    others = [text for text in real if text.strip() != default]
    shown = dict.fromkeys(one_line(text, 60) for text in others)
    return f"For example {_listed(shown)}" if shown else ""


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(f"`{one_line(text, 60)}`" for text in texts)


def _is_real(text: str) -> bool:
    if is_open(parse(text)) or not text.strip():
        return False
    return _PLACE_HOLDER.fullmatch(text.strip()) is None


_PLACE_HOLDER = re.compile(
    r"<.*>|your[ _-].*|.*_example|string|null|\.+|…", re.I | re.S
)


def _left_out(
    parameter: Parameter, endpoint: Endpoint, options: Mapping[str, Source]
) -> str:
    """What is sent where the argument is left out; "" for nothing, or what the signature says."""
    if parameter.option is not None:
        name = options.get(parameter.option)
        return "" if name is None else f"Default: the client's `{name}`"
    if parameter.required or parameter.default is not None:
        return ""
    sent = _sent_anyway(parameter, endpoint)
    if sent in _DRAWN:
        return f"Left out: {_DRAWN[sent]}"
    if sent:
        return f"Left out: `{one_line(named_template(sent), 60)}`"
    is_disabled = not parameter.sent and parameter.place is not Place.VARIABLE
    return "Disabled in the collection" if is_disabled else ""


_DRAWN = {
    "{{$guid}}": "a fresh UUID",
    "{{$randomUUID}}": "a fresh UUID",
    "{{$timestamp}}": "the time, in seconds",
    "{{$isoTimestamp}}": "the time",
}


def _sent_anyway(parameter: Parameter, endpoint: Endpoint) -> str:
    """The template that goes out when a call gives nothing."""
    match parameter.place:
        case Place.QUERY:
            sent = [q.default for q in endpoint.query if q.key == parameter.key]
        case Place.HEADER:
            sent = [h.value for h in endpoint.headers if h.name == parameter.key]
        case _:
            sent = []
    return ", ".join(filter(None, sent))

"""A saved body, parsed once: one JSON document, a stream of them, or no JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from postkiln.model.responses import Streamed, chunks
from postkiln.shapes.json_text import NotJsonError, value_of

_LABELS = {
    "text/event-stream": Streamed.EVENTS,
    "application/x-ndjson": Streamed.LINES,
    "application/ndjson": Streamed.LINES,
    "application/jsonl": Streamed.LINES,
    "application/x-jsonlines": Streamed.LINES,
    "application/json-lines": Streamed.LINES,
    "application/stream+json": Streamed.LINES,
    "application/json-seq": Streamed.LINES,
}


@dataclass(frozen=True, slots=True)
class ParsedBody:
    """The JSON documents of a body; None where any of it is no JSON.

    `error` says why the body as a whole is not one document, "" where it is.
    """

    streamed: Streamed = Streamed.NO
    documents: tuple[Any, ...] | None = None
    error: str = ""


def labelled(media_type: str) -> Streamed:
    """How an answer with this media type comes."""
    return _LABELS.get(media_type, Streamed.NO)


def parse_body(media_type: str, text: str) -> ParsedBody:
    """The body by its label; else as JSON lines, if that is what it is.

    One JSON document in several lines comes as a whole, whatever the label says.
    """
    label = labelled(media_type)
    try:
        document = value_of(text)
    except NotJsonError as error:
        return _parse_stream(label, text, str(error))
    is_line = label is Streamed.LINES and len(chunks(label, text)) == 1
    return ParsedBody(Streamed.LINES if is_line else Streamed.NO, (document,))


def _parse_stream(label: Streamed, text: str, error: str) -> ParsedBody:
    if label is not Streamed.NO:
        return ParsedBody(label, _documents(chunks(label, text)), error)
    lines = chunks(Streamed.LINES, text)
    # A number or a word alone in a line is more often text than JSON.
    if len(lines) > 1 and all(line[0] in "{[" for line in lines):
        documents = _documents(lines)
        if documents is not None:
            return ParsedBody(Streamed.LINES, documents, error)
    return ParsedBody(error=error)


def _documents(texts: Iterable[str]) -> tuple[Any, ...] | None:
    try:
        return tuple(map(value_of, texts))
    except NotJsonError:
        return None

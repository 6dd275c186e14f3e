"""Answers that come piece by piece: what the label or the saved text says of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from postkiln.model.api import Streamed

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


def labelled(media_type: str) -> Streamed:
    """What a media type says."""
    return _LABELS.get(media_type, Streamed.NO)


def streamed(media_type: str, text: str) -> Streamed:
    """How an answer comes: by its label; else as JSON lines, if that is what it is.

    One JSON document in several lines comes as a whole, whatever the label says.
    """
    told = labelled(media_type)
    lines = [line for line in text.split("\n") if line.strip()]
    if _is_json(text):
        return told if told is Streamed.LINES and len(lines) == 1 else Streamed.NO
    if told is not Streamed.NO:
        return told
    if len(lines) > 1 and all(map(_is_container, lines)):
        return Streamed.LINES
    return Streamed.NO


def pieces(kind: Streamed, text: str) -> Iterator[str]:
    """The text of each piece: a line, or the data of an event."""
    lines = text.replace("\r\n", "\n").split("\n")
    if kind is Streamed.LINES:
        yield from (line for each in lines if (line := each.strip("\x1e\ufeff \t\r")))
        return
    data: list[str] = []
    for line in (*lines, ""):
        if line.startswith("data:"):
            data.append(line.removeprefix("data:").removeprefix(" "))
        elif not line and data:
            yield "\n".join(data)
            data = []


def _is_json(text: str) -> bool:
    try:
        json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def _is_container(line: str) -> bool:
    return line.lstrip()[:1] in ("{", "[") and _is_json(line)

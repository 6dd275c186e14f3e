"""The source of a document in, the same as it is kept in a repository out.

JSON gets a line for each member, as Postman's own exports have, so that a diff shows what
changed; its strings and numbers stay as they are written. Other files stay byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.postman.load import load
from postkiln.postman.split import split
from postkiln.postman.text.archive import MAGIC
from postkiln.postman.text.decode import read_text
from postkiln.postman.text.json_events import events
from postkiln.postman.text.location import is_json


def format_document(source: bytes, place: str) -> bytes:
    """The document for a file. Raises InputError for what holds no collection."""
    for at, part in split(source, place):
        load(part, at)
    if source.startswith(MAGIC):
        return source
    text = read_text(source, place)
    if not is_json(text):
        return source
    formatted = "".join(_lines(text)) + "\n"
    return formatted.encode("utf-8", "surrogatepass")


def _lines(text: str) -> Iterator[str]:
    """The tokens of a document, and the white space and commas between them."""
    depth = 0
    is_first = is_after_key = True  # the root begins no line of its own
    for event in events(text):
        token = event.token(text)
        if event.kind == "close":
            depth -= 1
            if not is_first:
                yield _new_line(depth)
            yield token
            is_first = is_after_key = False
            continue
        if not is_after_key:
            if not is_first:
                yield ","
            yield _new_line(depth)
        yield token
        is_after_key = event.kind == "key"
        is_first = event.kind == "open"
        if is_after_key:
            yield ": "
        if is_first:
            depth += 1


def _new_line(depth: int) -> str:
    return "\n" + "\t" * depth

"""The source of a document in, the same as it is kept in a repository out.

JSON gets a line for each member, as Postman's own exports have, so that a diff shows what
changed; its texts and numbers stay as they are written. Other files stay byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.postman.load import load
from postkiln.postman.split import split
from postkiln.postman.text.archive import MAGIC
from postkiln.postman.text.decode import read_text
from postkiln.postman.text.json_events import events


def tidied(source: bytes, place: str) -> bytes:
    """The document for a file. Raises InputError for what holds no collection."""
    for at, part in split(source, place):
        load(part, at)
    if source.startswith(MAGIC):
        return source
    text = read_text(source, place)
    if text.lstrip()[:1] not in ("{", "["):
        return source
    return ("".join(_laid_out(text)) + "\n").encode("utf-8", "surrogatepass")


def _laid_out(text: str) -> Iterator[str]:
    depth, first, after_key = 0, True, True
    for event in events(text):
        token = text[event.start : event.end]
        if event.kind == "close":
            depth -= 1
            yield token if first else "\n" + "\t" * depth + token
            first, after_key = False, False
            continue
        if not after_key:
            yield ("" if first else ",") + "\n" + "\t" * depth
        yield token + (": " if event.kind == "key" else "")
        after_key, first = event.kind == "key", event.kind == "open"
        depth += first

"""Fields of a form -> `multipart/form-data` as Postman writes it (postman-format 5.3).

Names and file names are sent as they are, in UTF-8 and without escapes (RFC 7578 leaves
the choice), unless that would make them more than a name; what would end a line is
refused.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from typing import Final, cast

from ..errors import RequestError
from .content import (
    Content,
    NamedFile,
    Segment,
    is_file,
    name_and_content,
    named_file,
    utf8,
)
from .form import Fields, field_text
from .media_types import media_type
from .spec import Part

_BOUNDARY: Final = re.compile(r'boundary=(?:"([^"]+)"|([^;\s]+))', re.IGNORECASE)
_LINE_END: Final = re.compile("[\r\n\x00]")


def multipart(fields: Fields, parts: tuple[Part, ...], stated: str) -> Content:
    """The form; it uses the boundary of the media type that the headers state, if any."""
    own = _stated_boundary(stated)
    boundary = own or _new_boundary()
    known = {part.name: part for part in parts}
    segments: list[Segment] = []
    for name, value in fields:
        part = known.get(name, Part(name))
        for each in _repeated(value):
            segments += _part(part, each, boundary)
    segments.append(f"--{boundary}--\r\n".encode("latin-1"))
    sent = stated if own else f"multipart/form-data; boundary={boundary}"
    return Content(tuple(_joined(segments)), sent, forced=True)


def _stated_boundary(stated: str) -> str | None:
    if not stated.lower().startswith("multipart/"):
        return None
    match = _BOUNDARY.search(stated)
    if match is None:
        return None
    return match[1] or match[2]


def _new_boundary() -> str:
    number = secrets.randbelow(10**24)
    return "-" * 26 + f"{number:024}"


def _part(part: Part, value: object, boundary: str) -> Iterator[Segment]:
    disposition = f'name="{_quoted(part.name)}"'
    place = f"body.{part.name}"
    if not (part.is_file or _means_file(value)):
        text = field_text(value, part.name)
        yield _head(boundary, disposition, part.content_type)
        yield utf8(text, place)
    elif value is None:  # no file chosen: browsers and Postman send an empty part
        yield _head(boundary, f'{disposition}; filename=""', part.content_type)
    else:
        file = named_file(value, place)
        name = part.name if file.name is None else file.name
        if name:
            disposition += f'; filename="{_quoted(name)}"'
        yield _head(boundary, disposition, part.content_type or _media_type(file))
        yield file.segment
    yield b"\r\n"


def _repeated(value: object) -> Iterable[object]:
    """The values of a field: one, or those of a list. A file with its name is a tuple."""
    if not isinstance(value, list | tuple):
        return (value,)
    several = cast("list[object] | tuple[object, ...]", value)
    return several if name_and_content(several) is None else (several,)


def _means_file(value: object) -> bool:
    return is_file(value) or name_and_content(value) is not None


def _media_type(file: NamedFile) -> str:
    """By the file itself, else by the name it goes by."""
    for name in (file.source, file.name):
        if known := media_type(name or ""):
            return known
    return "application/octet-stream"


def _quoted(name: str) -> str:
    """The name as it is, as Postman sends it. Browsers write its quotes as `%22`.

    So do we where quotes and `;` could begin another parameter.
    """
    if ";" in name:
        return name.replace('"', "%22")
    return name


def _head(boundary: str, disposition: str, content_type: str | None) -> bytes:
    lines = [f"--{boundary}", f"Content-Disposition: form-data; {disposition}"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    if any(map(_LINE_END.search, lines)):
        raise RequestError("body: a name or type in a form must not end the line")
    lines += ["", ""]
    return utf8("\r\n".join(lines), "body: a name")


def _joined(segments: list[Segment]) -> Iterator[Segment]:
    """The segments, those that are bytes joined to one where they follow each other."""
    pending: list[bytes] = []
    for each in segments:
        if isinstance(each, bytes):
            pending.append(each)
        else:
            yield b"".join(pending)
            pending.clear()
            yield each
    yield b"".join(pending)

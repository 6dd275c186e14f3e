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
from .content import Content, NamedFile, Segment, is_file, name_and_content, named_file
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
    return None if match is None else match[1] or match[2]


def _new_boundary() -> str:
    return "-" * 26 + "".join(secrets.choice("0123456789") for _ in range(24))


def _part(part: Part, value: object, boundary: str) -> Iterator[Segment]:
    if not (part.is_file or _means_file(value)):
        text = field_text(value, part.name)
        yield _head(boundary, f'name="{_quoted(part.name)}"', part.content_type)
        yield _utf8(text, part.name)
    elif value is None:  # no file chosen: browsers and Postman send an empty part
        shown = f'name="{_quoted(part.name)}"; filename=""'
        yield _head(boundary, shown, part.content_type)
    else:
        file = named_file(value, f"body.{part.name}")
        name = part.name if file.name is None else file.name
        named = f'; filename="{_quoted(name)}"' if name else ""
        shown = f'name="{_quoted(part.name)}"{named}'
        yield _head(boundary, shown, part.content_type or _media_type(file))
        yield file.segment
    yield b"\r\n"


def _repeated(value: object) -> Iterable[object]:
    """The parts of a field: one, or one for each of a list. A named file is a tuple."""
    if not isinstance(value, list | tuple):
        return (value,)
    several = cast("list[object] | tuple[object, ...]", value)
    return several if name_and_content(several) is None else (several,)


def _means_file(value: object) -> bool:
    return is_file(value) or name_and_content(value) is not None


def _media_type(file: NamedFile) -> str:
    """By the file itself, else by the name it goes by."""
    names = (file.source or "", file.name or "")
    return next(filter(None, map(media_type, names)), "application/octet-stream")


def _quoted(name: str) -> str:
    """The name as it is; where its quotes could begin a parameter, as browsers write it."""
    return name.replace('"', "%22") if ";" in name else name


def _head(boundary: str, disposition: str, content_type: str | None) -> bytes:
    lines = [f"--{boundary}", f"Content-Disposition: form-data; {disposition}"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    if any(_LINE_END.search(line) for line in lines):
        raise RequestError("body: a name or type in a form must not end the line")
    return _utf8("\r\n".join([*lines, "", ""]), "a name")


def _utf8(text: str, name: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise RequestError(f"body.{name}: a lone surrogate cannot be sent") from None


def _joined(segments: list[Segment]) -> Iterator[Segment]:
    """The segments with neighbouring bytes in one."""
    pending: list[bytes] = []
    for each in segments:
        if isinstance(each, bytes):
            pending.append(each)
        else:
            yield b"".join(pending)
            pending.clear()
            yield each
    yield b"".join(pending)

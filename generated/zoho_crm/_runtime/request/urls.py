"""The URL template of an operation -> the address of one call.

Client options are structure: `{{base_url}}` may hold a scheme, a port and a path. What
the call gives is data: in a path it is encoded so that it stays within its segment.
"""

from __future__ import annotations

import re
from typing import Final

from ..errors import RequestError
from ..template.fill import Data, Lookup, fill, fill_once, holes
from .arguments import Arguments, label
from .percent import SEGMENT_DATA, percent

_AUTHORITY: Final = re.compile(
    r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:[/\\]{2})?(?:\{\{[^{}]*\}\}|[^/\\?#])*"
)
_SEGMENT: Final = re.compile(r"(?:\{\{[^{}]*\}\}|[^/\\?#])+")
_NO_HOST_DATA: Final = re.compile(r"[\s/\\?#@%]")


def url_text(template: str, arguments: Arguments, lookup: Lookup) -> str:
    """The URL before its query is added and its parts are encoded."""
    outside = _escaped(_or_path_variable(lookup, arguments), arguments)
    text = fill(template, arguments.shadow(outside))
    cut = _authority_end(text)
    path = _SEGMENT.sub(lambda match: _segment(match[0], arguments), text[cut:])
    return _authority(text[:cut], arguments) + path


def _escaped(lookup: Lookup, arguments: Arguments) -> Lookup:
    """The lookup with the braces of data encoded that would be a hole of the call."""

    def value(hole: str) -> str | None:
        found = lookup(hole)
        if isinstance(found, Data) and not arguments.texts.keys().isdisjoint(
            holes(found)
        ):
            return Data(found.replace("{", "%7B").replace("}", "%7D"))
        return found

    return value


def _or_path_variable(lookup: Lookup, arguments: Arguments) -> Lookup:
    """Where nothing fills it, a path variable stands as it is written: `:id`."""

    def value(hole: str) -> str | None:
        found = lookup(hole)
        if found is None and hole in arguments.left_out:
            raise RequestError(f"{label(hole)}: is needed in the URL")
        return hole if found is None and hole.startswith(":") else found

    return value


def _authority_end(text: str) -> int:
    match = _AUTHORITY.match(text)
    return 0 if match is None else match.end()


def _authority(text: str, arguments: Arguments) -> str:
    """Fill the part before the path; an argument that begins the URL is an origin."""

    def value(hole: str) -> str | None:
        data = arguments.texts.get(hole)
        if data is None or text.startswith("{{" + hole + "}}"):
            return data
        if _NO_HOST_DATA.search(data):
            raise RequestError(f"{label(hole)}: holds characters no host name has")
        return data

    return fill_once(text, value)


def _segment(text: str, arguments: Arguments) -> str:
    given = [hole for hole in holes(text) if hole in arguments.texts]
    if not given:
        return text
    data = {hole: percent(arguments.texts[hole], SEGMENT_DATA) for hole in given}
    filled = fill_once(text, data.get)
    # Servers and proxies resolve such segments, some of them without what follows `;`:
    # the call would reach another address.
    bare = filled.lower().replace("%2e", ".").partition(";")[0]
    if bare in (".", "..") or not (bare or text.startswith(";")):
        raise RequestError(f"{label(given[0])}: must not make an empty or dot segment")
    return filled

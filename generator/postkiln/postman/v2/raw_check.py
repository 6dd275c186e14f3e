"""A `Url` in; the part in which its `raw` text disagrees with its parts, if any, out.

Exporters are careless with `raw`: it leaves out disabled parameters, may show the values
of path variables, encode what the parts do not, or drop the protocol. None of that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from postkiln.postman.collection import Entry, Url
from postkiln.postman.v2.url_text import parse_url, path_text, query_text

_PROTOCOL = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_USUAL_PORT = re.compile(r":(?:80|443)?$")
_NO_PARAMETER = ("", "")  # what is between the two `&` of `a=1&&b=2`


def disagreement(url: Url) -> str | None:
    """Which part is another in `url.raw`: "host", "path" or "query"; None if none is."""
    whole = url.origin + path_text(url.path) + query_text(url.query)
    if not url.raw.strip() or url.raw == whole:
        return None
    raw = parse_url(url.raw)
    if raw.origin and _host(raw.origin) != _host(url.origin):
        return "host"
    if not _is_same_path(raw.path or (), url.path or ()):
        return "path"
    if not _is_same_query(raw.query, url.query):
        return "query"
    return None


def _host(origin: str) -> str:
    """The host of an origin, with its port where that is not a usual one."""
    address = _PROTOCOL.sub("", origin.strip())
    _, _, host = address.rpartition("@")
    return _USUAL_PORT.sub("", host).casefold()


def _is_same_path(raw: Iterable[str], parts: Iterable[str]) -> bool:
    theirs = list(filter(None, raw))
    ours = list(filter(None, parts))
    if len(ours) != len(theirs):
        return False
    return all(map(_is_same_segment, ours, theirs))


def _is_same_segment(ours: str, theirs: str) -> bool:
    if ours.startswith(":") or theirs.startswith(":"):
        return True  # `raw` may have the value of a path variable
    return _plain(ours) == _plain(theirs)


def _is_same_query(raw: Iterable[Entry], parts: Iterable[Entry]) -> bool:
    """Whether each parameter of `raw` is among the parts with one of their values."""
    theirs = set(map(_plain_entry, raw))
    ours = set(map(_plain_entry, parts))
    ours.add(_NO_PARAMETER)
    return theirs <= ours


def _plain_entry(entry: Entry) -> tuple[str, str]:
    return _plain(entry.key), _plain(entry.value)


def _plain(text: str | None) -> str:
    decoded = unquote(text or "")
    return decoded.replace("+", " ").strip()

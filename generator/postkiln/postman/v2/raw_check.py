"""A `Url` in; out comes how its `raw` text disagrees with its parts, if it truly does.

Exporters are careless with `raw`: it leaves out disabled parameters, may show the values
of path variables, encode what the parts do not, or drop the protocol. None of that counts.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from postkiln.postman.collection import Entry, Url
from postkiln.postman.v2.url_text import parse_url, path_text, query_text

_PROTOCOL = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def disagreement(url: Url) -> str | None:
    """Which part `url.raw` spells otherwise: "host", "path" or "query"; None if none."""
    if not url.raw.strip() or url.raw == _whole(url):
        return None
    raw = parse_url(url.raw)
    if raw.origin and _host(raw.origin) != _host(url.origin):
        return "host"
    if not _same_path(raw.path or (), url.path or ()):
        return "path"
    return None if _same_query(raw.query, url.query) else "query"


def _whole(url: Url) -> str:
    return url.origin + path_text(url.path) + query_text(url.query)


def _host(origin: str) -> str:
    bare = _PROTOCOL.sub("", origin.strip()).rpartition("@")[2]
    return re.sub(r":(?:80|443)?$", "", bare).casefold()


def _same_path(raw: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    ours, theirs = list(filter(None, parts)), list(filter(None, raw))
    return len(ours) == len(theirs) and all(map(_same_segment, ours, theirs))


def _same_segment(ours: str, theirs: str) -> bool:
    variable = ours.startswith(":") or theirs.startswith(":")
    return variable or _plain(ours) == _plain(theirs)


def _same_query(raw: tuple[Entry, ...], parts: tuple[Entry, ...]) -> bool:
    """Whether each parameter of `raw` is among the parts with one of their values."""
    known = {(_plain(entry.key), _plain(entry.value)) for entry in parts}
    said = {(_plain(entry.key), _plain(entry.value)) for entry in raw}
    return said - {("", "")} <= known


def _plain(text: str | None) -> str:
    return unquote(text or "").replace("+", " ").strip()

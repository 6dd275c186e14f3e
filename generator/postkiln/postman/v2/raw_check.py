"""A `Url` in; the part in which its `raw` text disagrees with its parts, if any, out.

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
    if not _is_same_path(raw.path or (), url.path or ()):
        return "path"
    if not _is_same_query(raw.query, url.query):
        return "query"
    return None


def _whole(url: Url) -> str:
    return url.origin + path_text(url.path) + query_text(url.query)


def _host(origin: str) -> str:
    bare = _PROTOCOL.sub("", origin.strip()).rpartition("@")[2]
    return re.sub(r":(?:80|443)?$", "", bare).casefold()


def _is_same_path(raw: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    ours = [segment for segment in parts if segment]
    theirs = [segment for segment in raw if segment]
    return len(ours) == len(theirs) and all(map(_is_same_segment, ours, theirs))


def _is_same_segment(ours: str, theirs: str) -> bool:
    is_variable = ours.startswith(":") or theirs.startswith(":")
    return is_variable or _plain(ours) == _plain(theirs)


def _is_same_query(raw: tuple[Entry, ...], parts: tuple[Entry, ...]) -> bool:
    """Whether each parameter of `raw` is among the parts with one of their values."""
    return set(map(_plain_entry, raw)) - {("", "")} <= set(map(_plain_entry, parts))


def _plain_entry(entry: Entry) -> tuple[str, str]:
    return _plain(entry.key), _plain(entry.value)


def _plain(text: str | None) -> str:
    return unquote(text or "").replace("+", " ").strip()

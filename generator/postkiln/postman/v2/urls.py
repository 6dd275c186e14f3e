"""The `url` of a request in, `Url` out (postman-format 2): text, an object in parts, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from postkiln.postman.collection import Entry, Url
from postkiln.postman.javascript import (
    Json,
    Object,
    description,
    is_disabled,
    mapping,
    member_text,
    one_or_more,
    rows,
    string,
    string_or_none,
    text,
    text_or_none,
    truthy,
)
from postkiln.postman.v2.url_text import (
    masked,
    parse_query,
    parse_url,
    path_text,
    query_text,
)

_QUERY_OR_FRAGMENT = re.compile(r"[?#]")
_SEPARATOR = re.compile(r"[?#\\]")
_SEPARATOR_OR_SLASH = re.compile(r"[/?#\\]")


def read_url(value: Json) -> Url | None:
    """None when there is neither a host nor a path nor a `raw` text to take them from."""
    match value:
        case str():
            return parse_url(value) if value.strip() else None
        case dict():
            return _from_object(value)
        case _:
            return None


def _from_object(value: Object) -> Url | None:
    raw = string(value.get("raw"))
    query = read_query(value.get("query"))
    variables = path_variables(value.get("variable"))
    host = _joined_host(value.get("host"))
    path = _path(value.get("path"))
    if host:
        origin = _origin(value, host)
        url = Url(origin, path, query, variables, raw)
        return _resplit(url) if _is_structural(url) else url
    if raw.strip():
        # Without a host Postman sends nothing; the text may have one.
        url = parse_url(raw)
        return replace(url, query=query or url.query, variables=variables)
    if path:
        return Url("", path, query, variables, raw)
    return None


def _origin(value: Object, host: str) -> str:
    scheme = _scheme(value.get("protocol"))
    user_info = _user_info(mapping(value.get("auth")))
    port = text_or_none(value.get("port"))
    origin = scheme + user_info + host
    if port is None:
        return origin
    return f"{origin}:{port}"


def _scheme(protocol: Json) -> str:
    if not truthy(protocol):
        return ""
    scheme = text(protocol)
    if scheme and not scheme.endswith("://"):
        scheme += "://"
    return scheme


def _user_info(auth: Object) -> str:
    user = auth.get("user")
    password = auth.get("password")
    if not truthy(user):
        return ""
    name = text(user)
    if isinstance(password, str):
        return f"{name}:{password}@"
    return f"{name}@"


def _joined_host(value: Json) -> str:
    labels = one_or_more(value)
    return ".".join(map(_segment, labels))


def _path(value: Json) -> tuple[str, ...] | None:
    """The segments of a path given as list or text; one leading slash of a text goes."""
    if isinstance(value, list):
        return tuple(map(_segment, value))
    if not isinstance(value, str) or value == "":
        return None
    if value in ("/", "//"):
        return ("",)
    return tuple(value.removeprefix("/").split("/"))


def _segment(value: Json) -> str:
    """A label or segment: text, or `{"type": ..., "value": ...}` as the schema allows."""
    if isinstance(value, dict):
        value = value.get("value")
    return text_or_none(value) or ""


def _is_structural(url: Url) -> bool:
    """Whether the parts hold separators that Postman finds when it parses the whole again."""
    path = masked("/".join(url.path or ()))
    if _SEPARATOR.search(path):
        return True
    host = masked(url.origin)
    _, protocol, rest = host.partition("://")
    if protocol:
        host = rest
    return _SEPARATOR_OR_SLASH.search(host) is not None


def _resplit(url: Url) -> Url:
    """The address parsed again from its whole text, as Postman does before it sends."""
    address = url.origin + path_text(url.path)
    again = parse_url(address + query_text(url.query))
    if _QUERY_OR_FRAGMENT.search(masked(address)):
        disabled = tuple(entry for entry in url.query if entry.disabled)
        url = replace(url, query=again.query + disabled)
    return replace(url, origin=again.origin, path=again.path)


def read_query(value: Json) -> tuple[Entry, ...]:
    """The query of an address given as text, list or map (postman-format 2.3)."""
    if isinstance(value, str):
        return parse_query(value) if value else ()
    return tuple(_query_entries(value))


def _query_entries(value: Json) -> Iterator[Entry]:
    for row in rows(value):
        if isinstance(row, str):
            yield from parse_query(row)
        else:
            yield _query_entry(row)


def _query_entry(row: Object) -> Entry:
    return Entry(
        text_or_none(row.get("key")),
        string_or_none(row.get("value")),
        is_disabled(row),
        description(row.get("description")),
        string_or_none(row.get("$type")),
    )


def path_variables(value: Json) -> tuple[Entry, ...]:
    """What fills `:name` segments; of duplicates the last counts (postman-format 2.2)."""
    found: dict[str, Entry] = {}
    for row in map(mapping, rows(value)):
        key = row.get("key") or row.get("id")
        if isinstance(key, str):
            found[key] = Entry(
                key,
                _variable_text(row),
                is_disabled(row),
                description(row.get("description")),
                string_or_none(row.get("$type")),
            )
    return tuple(found.values())


def _variable_text(row: Object) -> str | None:
    if row.get("type") == "string":
        return member_text(row, "value") or None
    return string(row.get("value")) or None

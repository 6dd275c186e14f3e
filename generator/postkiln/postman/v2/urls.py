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
    mapping,
    rows,
    string,
    string_or_none,
    text,
    truthy,
)
from postkiln.postman.v2.url_text import (
    masked,
    parse_query,
    parse_url,
    path_text,
    query_text,
)

_AFTER_PROTOCOL = re.compile(r"(?:.*?://)?(.*)", re.DOTALL)


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
    host, path = _joined_host(value.get("host")), _path(value.get("path"))
    if host:
        url = Url(_origin(value, host), path, query, variables, raw)
        return _resplit(url) if _is_structural(url) else url
    if raw.strip():
        # Without a host Postman sends nothing; the text is the better witness.
        url = parse_url(raw)
        return replace(url, query=query or url.query, variables=variables)
    return Url("", path, query, variables, raw) if path else None


def _origin(value: Object, host: str) -> str:
    protocol = value.get("protocol")
    scheme = text(protocol) if truthy(protocol) else ""
    separator = "" if not scheme or scheme.endswith("://") else "://"
    port = value.get("port")
    port_text = "" if port is None else f":{text(port)}"
    return f"{scheme}{separator}{_user_info(value.get('auth'))}{host}{port_text}"


def _user_info(value: Json) -> str:
    auth = mapping(value)
    user, password = auth.get("user"), auth.get("password")
    if not truthy(user):
        return ""
    return (
        f"{text(user)}:{password}@" if isinstance(password, str) else f"{text(user)}@"
    )


def _joined_host(value: Json) -> str:
    labels: list[Json] = value if isinstance(value, list) else [value]
    return ".".join(map(_segment, labels))


def _path(value: Json) -> tuple[str, ...] | None:
    """The segments of a path given as list or text; one leading slash of a text goes."""
    match value:
        case list():
            return tuple(map(_segment, value))
        case "" | None:
            return None
        case str():
            rest = value[1:] if len(value) > 1 and value.startswith("/") else value
            return ("",) if rest == "/" else tuple(rest.split("/"))
        case _:
            return None


def _segment(value: Json) -> str:
    """A label or segment: text, or `{"type": ..., "value": ...}` as the schema allows."""
    inner = value.get("value") if isinstance(value, dict) else value
    return "" if inner is None else text(inner)


def _is_structural(url: Url) -> bool:
    """Whether the parts hold separators that Postman finds when it parses the whole again."""
    origin, path = masked(url.origin), masked("/".join(url.path or ()))
    after = _AFTER_PROTOCOL.fullmatch(origin)
    in_origin = after is not None and re.search(r"[/?#\\]", after[1]) is not None
    return in_origin or re.search(r"[?#\\]", path) is not None


def _resplit(url: Url) -> Url:
    """The address parsed again from its whole text, as Postman does before it sends."""
    address = url.origin + path_text(url.path)
    again = parse_url(address + query_text(url.query))
    if re.search(r"[?#]", masked(address)):
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
            key, given = row.get("key"), row.get("value")
            yield Entry(
                None if key is None else text(key),
                given if isinstance(given, str) else None,
                truthy(row.get("disabled")),
                description(row.get("description")),
                string_or_none(row.get("$type")),
            )


def path_variables(value: Json) -> tuple[Entry, ...]:
    """What fills `:name` segments; of duplicates the last counts (postman-format 2.2)."""
    found: dict[str, Entry] = {}
    for row in rows(value):
        if isinstance(row, str):
            continue
        key = row.get("key") or row.get("id")
        if isinstance(key, str):
            off, about = truthy(row.get("disabled")), description(
                row.get("description")
            )
            hint = string_or_none(row.get("$type"))
            found[key] = Entry(key, _variable_text(row), off, about, hint)
    return tuple(found.values())


def _variable_text(row: Object) -> str | None:
    given = row.get("value")
    if row.get("type") == "string" and "value" in row:
        given = text(given)
    return given if isinstance(given, str) and given else None

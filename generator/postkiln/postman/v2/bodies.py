"""The `body` of a request in, `RequestBody` out, or None where Postman sends none (postman-format 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postkiln.postman.collection import Entry, FormPart, Graphql, RequestBody
from postkiln.postman.javascript import (
    Json,
    Object,
    description,
    is_disabled,
    json_or_text,
    mapping,
    member_text,
    one_or_more,
    rows,
    string,
    string_or_none,
    stringify,
    text,
    text_or_none,
    truthy,
)
from postkiln.postman.v2.urls import read_query


def read_body(value: Json) -> RequestBody | None:
    """None for no body: missing, disabled, empty, or of a mode Postman does not know."""
    if isinstance(value, str):
        return _raw(value, {})
    body = mapping(value)
    if is_disabled(body):
        return None
    match string(body.get("mode")).lower():
        case "raw":
            return _raw(body.get("raw"), body)
        case "urlencoded":
            return _urlencoded(body.get("urlencoded"))
        case "formdata":
            return _formdata(body.get("formdata"))
        case "file":
            return _file(body.get("file"))
        case "graphql":
            return _graphql(body.get("graphql"))
        case _:
            return None


def _raw(value: Json, body: Object) -> RequestBody | None:
    if value is None or value == "":
        return None
    options = mapping(body.get("options"))
    raw_options = mapping(options.get("raw"))
    language = string_or_none(raw_options.get("language"))
    return RequestBody("raw", raw=json_or_text(value), language=language)


def _urlencoded(value: Json) -> RequestBody | None:
    fields = tuple(_form_entries(value))
    if not fields:
        return None
    return RequestBody("urlencoded", urlencoded=fields)


def _form_entries(value: Json) -> Iterator[Entry]:
    """Fields of an urlencoded form; a field whose value is a list is repeated."""
    if isinstance(value, str):
        yield from _form_text(value)
        return
    for row in rows(value):
        if isinstance(row, str):
            yield from _form_text(row)
        else:
            yield from _form_row(row)


def _form_text(value: str) -> Iterator[Entry]:
    for entry in read_query(value):
        # A form sends `k=` where a query sends `k`.
        yield replace(entry, value=entry.value or "", type=None)


def _form_row(row: Object) -> Iterator[Entry]:
    values = one_or_more(row.get("value"))
    key = member_text(row, "key", missing="undefined")  # JavaScript's own word
    about = description(row.get("description"))
    for value in values:
        yield Entry(key, _form_value(value), is_disabled(row), about)


def _form_value(value: Json) -> str:
    if value is None or isinstance(value, dict):
        return ""
    return text(value)


def _formdata(value: Json) -> RequestBody | None:
    parts = tuple(_parts(value))
    if not parts:
        return None
    return RequestBody("formdata", formdata=parts)


def _parts(value: Json) -> Iterator[FormPart]:
    for row in rows(value):
        if isinstance(row, dict):
            yield _part(row)


def _part(row: Object) -> FormPart:
    return FormPart(
        text_or_none(row.get("key")) or "",
        _part_text(row.get("value")),
        is_file=row.get("type") == "file",
        sources=_sources(row.get("src")),
        content_type=string(row.get("contentType")) or None,
        file_name=string(row.get("fileName")) or None,
        disabled=is_disabled(row),
        description=description(row.get("description")),
    )


def _part_text(value: Json) -> str:
    """Objects as JSON; 0, false and null are empty, as Postman sends them."""
    return json_or_text(value) if truthy(value) else ""


def _sources(value: Json) -> tuple[str, ...]:
    sources = map(string, one_or_more(value))
    return tuple(filter(None, sources))


def _file(value: Json) -> RequestBody:
    """A file body; without source or content it still says that a file belongs there."""
    if isinstance(value, str):
        return RequestBody("file", source=value or None)
    file = mapping(value)
    sources = _sources(file.get("src"))
    source = sources[0] if sources else None
    content = string_or_none(file.get("content"))
    return RequestBody("file", source=source, content=content)


def _graphql(value: Json) -> RequestBody | None:
    if not truthy(value):
        return None
    given = mapping(value)
    graphql = Graphql(
        text_or_none(given.get("query")),
        text_or_none(given.get("operationName")),
        _graphql_variables(given.get("variables")),
    )
    return RequestBody("graphql", graphql=graphql)


def _graphql_variables(value: Json) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case _:
            return stringify(value)

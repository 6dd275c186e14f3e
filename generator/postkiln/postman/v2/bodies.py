"""The `body` of a request in, `Body` out, or None where Postman sends none (postman-format 5)."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.postman.collection import Body, Entry, Graphql, Part
from postkiln.postman.javascript import (
    Json,
    Object,
    description,
    mapping,
    rows,
    string,
    string_or_none,
    stringify,
    text,
    truthy,
)
from postkiln.postman.v2.urls import read_query


def read_body(value: Json) -> Body | None:
    """None for no body: missing, disabled, empty, or of a mode Postman does not know."""
    if isinstance(value, str):
        return _raw(value, {})
    body = mapping(value)
    if truthy(body.get("disabled")):
        return None
    match string(body.get("mode")).lower():
        case "raw":
            return _raw(body.get("raw"), body)
        case "urlencoded":
            fields = tuple(_form_entries(body.get("urlencoded")))
            return Body("urlencoded", urlencoded=fields) if fields else None
        case "formdata":
            parts = tuple(_parts(body.get("formdata")))
            return Body("formdata", formdata=parts) if parts else None
        case "file":
            return _file(body.get("file"))
        case "graphql":
            query = body.get("graphql")
            return Body("graphql", graphql=_graphql(query)) if truthy(query) else None
        case _:
            return None


def _raw(value: Json, body: Object) -> Body | None:
    if value is None or value == "":
        return None
    content = stringify(value) if isinstance(value, dict | list) else text(value)
    options = mapping(mapping(body.get("options")).get("raw"))
    return Body("raw", raw=content, language=string_or_none(options.get("language")))


def _form_entries(value: Json) -> Iterator[Entry]:
    """Fields of an urlencoded form; a field whose value is a list is repeated."""
    if isinstance(value, str):
        yield from (_sent(entry) for entry in read_query(value))
        return
    for row in rows(value):
        if isinstance(row, str):
            yield from (_sent(entry) for entry in read_query(row))
        else:
            yield from _form_row(row)


def _sent(entry: Entry) -> Entry:
    # A form sends `k=` where a query sends `k`.
    return Entry(entry.key, entry.value or "", entry.disabled, entry.description)


def _form_row(row: Object) -> Iterator[Entry]:
    key, given = row.get("key"), row.get("value")
    values = given if isinstance(given, list) else [given]
    for value in values:
        yield Entry(
            text(key) if "key" in row else "undefined",  # as JavaScript says it
            "" if value is None or isinstance(value, dict) else text(value),
            truthy(row.get("disabled")),
            description(row.get("description")),
        )


def _parts(value: Json) -> Iterator[Part]:
    for row in rows(value):
        if isinstance(row, dict):
            yield _part(row)


def _part(row: Object) -> Part:
    key = row.get("key")
    return Part(
        "" if key is None else text(key),
        _part_text(row.get("value")),
        row.get("type") == "file",
        _sources(row.get("src")),
        string(row.get("contentType")) or None,
        string(row.get("fileName")) or None,
        truthy(row.get("disabled")),
        description(row.get("description")),
    )


def _part_text(value: Json) -> str:
    """Objects as JSON; 0, false and null are empty, as Postman sends them."""
    if isinstance(value, dict | list):
        return stringify(value)
    return text(value) if value else ""


def _sources(value: Json) -> tuple[str, ...]:
    sources = value if isinstance(value, list) else [value]
    return tuple(source for source in sources if isinstance(source, str) and source)


def _file(value: Json) -> Body:
    """A file body; without source or content it still says that a file belongs there."""
    if isinstance(value, str):
        return Body("file", source=value or None)
    file = mapping(value)
    sources = (*_sources(file.get("src")), None)
    return Body("file", source=sources[0], content=string_or_none(file.get("content")))


def _graphql(value: Json) -> Graphql:
    graphql = mapping(value)
    name, variables = graphql.get("operationName"), graphql.get("variables")
    return Graphql(
        None if graphql.get("query") is None else text(graphql["query"]),
        None if name is None else text(name),
        "" if variables is None else _variables(variables),
    )


def _variables(value: Json) -> str:
    return value if isinstance(value, str) else stringify(value)

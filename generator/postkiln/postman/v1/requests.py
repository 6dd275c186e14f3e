"""The address, headers and body of a v1 request in, in the shape of v2.1 out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postkiln.postman.javascript import (
    Json,
    Object,
    is_disabled,
    listing,
    mapping,
    string,
    truthy,
)

# Modes of a body, in v1 and in v2.1.
_MODES = {
    "binary": "file",
    "graphql": "graphql",
    "params": "formdata",
    "raw": "raw",
    "urlencoded": "urlencoded",
}
# A header that begins with `//` is disabled.
_HEADER = re.compile(r"^((?://\s*)?\S+):(.*)$", re.MULTILINE)
# A line that begins with a blank continues the header before it.
_FOLD = re.compile(r"\r\n([ \t])")


def convert_url(row: Object) -> Json:
    """The address: a text, with path variables and parameters if they are given apart."""
    query = [_parameter(each) for each in _maps(row.get("queryParams"))]
    variables = list(_path_variables(row))
    if not (query or variables):
        return row.get("url")
    url = string(row.get("url"))
    address, mark, query_text = url.partition("?")
    parts = _address_parts(address)
    parts["raw"] = url
    parts["variable"] = variables
    if query:
        parts["query"] = query
    elif mark:
        parts["query"] = query_text
    return parts


def _maps(value: Json) -> Iterator[Object]:
    """The objects of a list; anything else in it counts as an empty one."""
    return map(mapping, listing(value))


def _address_parts(address: str) -> Object:
    parts: Object = {}
    protocol, separator, rest = address.partition("://")
    if separator:
        parts["protocol"] = protocol
        address = rest
    host, slash, path = address.partition("/")
    parts["host"] = host
    if slash:
        parts["path"] = list[Json](path.split("/"))
    return parts


def _parameter(row: Object) -> Json:
    value = row.get("value")
    if "equals" in row and not value:
        # `equals` says whether it is `k=` or `k`.
        value = "" if truthy(row["equals"]) else None
    return {**row, "value": value, "disabled": _is_disabled(row)}


def _is_disabled(row: Object) -> bool:
    return row.get("enabled") is False or is_disabled(row)


def _path_variables(row: Object) -> Iterator[Json]:
    """The rows, then what only the map of values has."""
    known: set[str] = set()
    for each in _maps(row.get("pathVariableData")):
        if each:
            known.add(string(each.get("key")))
            yield each
    values = mapping(row.get("pathVariables"))
    for key, value in values.items():
        if key not in known:
            yield {"key": key, "value": value}


def convert_headers(row: Object) -> Iterator[Json]:
    """Headers as rows, then those that only the text has; `//` disables one."""
    headers = row.get("headers")
    if isinstance(headers, list):
        yield from headers
        return
    known: set[str] = set()
    for each in _maps(row.get("headerData")):
        key = string(each.get("key"))
        name = _header_name(key)
        known.add(name)
        disabled = _is_disabled(each) or key.startswith("//")
        yield {**each, "key": name, "disabled": disabled}
    text = _FOLD.sub(r"\1", string(headers))
    for key, value in _HEADER.findall(text):
        name = _header_name(key)
        if name not in known:
            disabled = key.startswith("//")
            yield {"key": name, "value": value.strip(), "disabled": disabled}


def _header_name(key: str) -> str:
    return key.removeprefix("//").strip()


def convert_body(row: Object) -> Json:
    """The body; without a mode it is what its data look like."""
    if "dataMode" in row and row["dataMode"] is None:
        return None
    own = string(row.get("dataMode"))
    mode = _MODES.get(own) or _mode_of_data(row)
    if mode is None:
        return None
    given = mapping(row.get("dataOptions"))
    options: Object = {}
    for key, name in _MODES.items():
        if key in given:
            options[name] = given[key]
    return {
        "mode": mode,
        mode: _content(mode, row),
        "options": options,
        "disabled": truthy(row.get("dataDisabled")),
    }


def _raw_text(row: Object) -> str:
    """The text of a body, which some files wrap in a list of one."""
    value = row.get("rawModeData")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return string(value)


def _mode_of_data(row: Object) -> str | None:
    """What the data of a body without a mode look like."""
    data = row.get("data")
    if _raw_text(row):
        return "raw"
    if data and isinstance(data, list):
        return "formdata"
    if row.get("graphqlModeData"):
        return "graphql"
    return "raw" if data else None


def _content(mode: str, row: Object) -> Json:
    data = row.get("data")
    match mode:
        case "raw":
            return _raw_text(row) or string(data)
        case "file":
            return {"src": _raw_text(row) or None}
        case "graphql":
            return row.get("graphqlModeData") or data
        case _:
            return list(_fields(data))


def _fields(data: Json) -> Iterator[Json]:
    """The fields of a form; the path of a file stands in its value."""
    if isinstance(data, str):
        for item in data.split("&"):
            key, _, value = item.partition("=")
            yield {"key": key, "value": value}
        return
    for row in _maps(data):
        field: Object = {**row, "disabled": _is_disabled(row)}
        if row.get("type") == "file" and "src" not in row:
            field["src"] = field.pop("value", None)
        yield field

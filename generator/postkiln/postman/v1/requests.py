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

_MODES = {
    "binary": "file",
    "graphql": "graphql",
    "params": "formdata",
    "raw": "raw",
    "urlencoded": "urlencoded",
}
_HEADER = re.compile(r"^((?://\s*)?\S+):(.*)$", re.MULTILINE)
_FOLD = re.compile(r"\r\n([ \t])")


def convert_url(row: Object) -> Json:
    """The address: a text, with path variables and parameters if they are given apart."""
    query = list(map(_parameter, _maps(row.get("queryParams"))))
    variables = list(_path_variables(row))
    if not (query or variables):
        return row.get("url")
    url = string(row.get("url"))
    address, mark, query_text = url.partition("?")
    return {
        "raw": url,
        **_address_parts(address),
        "query": query or (query_text if mark else None),
        "variable": variables,
    }


def _maps(value: Json) -> Iterator[Object]:
    """The objects of a list; what is none is an empty one."""
    return map(mapping, listing(value))


def _address_parts(address: str) -> Object:
    parts: Object = {}
    protocol, separator, rest = address.partition("://")
    if separator:
        parts["protocol"] = protocol
    host, slash, path = (rest if separator else address).partition("/")
    parts["host"] = host
    if slash:
        parts["path"] = list[Json](path.split("/"))
    return parts


def _parameter(row: Object) -> Json:
    value = row.get("value")
    if "equals" in row and not value:
        # Whether there is an equals sign tells `k=` from `k`.
        value = "" if truthy(row["equals"]) else None
    return {**row, "value": value, "disabled": _is_disabled(row)}


def _is_disabled(row: Object) -> bool:
    return row.get("enabled") is False or is_disabled(row)


def _path_variables(row: Object) -> Iterator[Json]:
    """The rows, then what only the map of values has."""
    rows = list(filter(None, _maps(row.get("pathVariableData"))))
    yield from rows
    known = {string(each.get("key")) for each in rows}
    for key, value in mapping(row.get("pathVariables")).items():
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
    mode = _MODES.get(string(row.get("dataMode"))) or _mode_of_data(row)
    if mode is None:
        return None
    options = mapping(row.get("dataOptions"))
    return {
        "mode": mode,
        mode: _content(mode, row),
        "options": {_MODES[key]: options[key] for key in _MODES if key in options},
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

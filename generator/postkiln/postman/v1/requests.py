"""The address, headers and body of a v1 request in, in the shape of v2.1 out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postkiln.postman.javascript import Json, Object, listing, mapping, string, truthy

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
    query = [_parameter(each) for each in map(mapping, listing(row.get("queryParams")))]
    variables = list(_path_variables(row))
    if not (query or variables):
        return row.get("url")
    url = string(row.get("url"))
    address, mark, rest = url.partition("?")
    parts: Object = {"raw": url, "variable": variables}
    parts["query"] = query if query else (rest if mark else None)
    return {**parts, **_split(address)}


def _split(address: str) -> Object:
    protocol, separator, rest = address.partition("://")
    if not separator:
        protocol, rest = "", address
    host, slash, path = rest.partition("/")
    parts: Object = {"host": host, "path": list(path.split("/")) if slash else None}
    return {"protocol": protocol, **parts} if protocol else parts


def _parameter(row: Object) -> Json:
    value = row.get("value")
    if "equals" in row:  # `k=` against `k`
        value = (value or "") if truthy(row["equals"]) else (value or None)
    return {**row, "value": value, "disabled": _is_off(row)}


def _is_off(row: Object) -> bool:
    return row.get("enabled") is False or truthy(row.get("disabled"))


def _path_variables(row: Object) -> Iterator[Json]:
    told = [each for each in listing(row.get("pathVariableData")) if mapping(each)]
    yield from told
    known = [mapping(each).get("key") for each in told]
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
    for each in map(mapping, listing(row.get("headerData"))):
        key = string(each.get("key"))
        name = key.removeprefix("//").strip()
        known.add(name)
        yield {**each, "key": name, "disabled": _is_off(each) or key.startswith("//")}
    text = _FOLD.sub(r"\1", string(headers))
    for key, value in _HEADER.findall(text):
        name = key.removeprefix("//").strip()
        if name not in known:
            disabled = key.startswith("//")
            yield {"key": name, "value": value.strip(), "disabled": disabled}


def convert_body(row: Object) -> Json:
    """The body; without a mode it is what its data look like."""
    raw, data = _raw(row.get("rawModeData")), row.get("data")
    if "dataMode" in row and row["dataMode"] is None:
        return None
    graphql = row.get("graphqlModeData")
    mode = _MODES.get(string(row.get("dataMode"))) or _guessed(raw, data, graphql)
    if mode is None:
        return None
    options = mapping(row.get("dataOptions"))
    body: Object = {
        "mode": mode,
        mode: _content(mode, raw, data, graphql),
        "options": {_MODES[key]: options[key] for key in _MODES if key in options},
        "disabled": truthy(row.get("dataDisabled")),
    }
    return body


def _raw(value: Json) -> str:
    """The text of a body, which some files wrap in a list of one."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return string(value)


def _guessed(raw: str, data: Json, graphql: Json) -> str | None:
    if raw:
        return "raw"
    if isinstance(data, list) and data:
        return "formdata"
    if graphql:
        return "graphql"
    return "raw" if data else None


def _content(mode: str, raw: str, data: Json, graphql: Json) -> Json:
    match mode:
        case "raw":
            return raw or string(data)
        case "file":
            return {"src": raw or None}
        case "graphql":
            return graphql or data
        case _:
            return list(_fields(data))


def _fields(data: Json) -> Iterator[Json]:
    """The fields of a form; the path of a file stands in its value."""
    if isinstance(data, str):
        for item in data.split("&"):
            key, _, value = item.partition("=")
            yield {"key": key, "value": value}
        return
    for row in map(mapping, listing(data)):
        field: Object = {**row, "disabled": _is_off(row)}
        if row.get("type") == "file" and "src" not in row:
            field["src"] = field.pop("value", None)
        yield field

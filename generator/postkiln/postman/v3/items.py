"""A request or an example of a v3 tree in, the same in the shape of v2.1 out."""

from __future__ import annotations

import re
from dataclasses import replace

from postkiln.diagnostics.codes import Code
from postkiln.postman.collection import Entry
from postkiln.postman.javascript import Json, Object, Placed
from postkiln.postman.v2.url_text import parse_url
from postkiln.postman.v3.files import KNOWN, V3File, V3Map
from postkiln.postman.v3.parts import (
    convert_auth,
    convert_body,
    convert_rows,
    convert_scripts,
    convert_settings,
)

HTTP, GRAPHQL = "http-request", "graphql-request"


def convert_item(file: V3File, name: str, examples: list[Json]) -> Object | None:
    """The item; None and a notice for a kind of request that is not HTTP."""
    top = file.top
    kind = file.kind or HTTP
    if kind not in (HTTP, GRAPHQL):
        top.notice(Code.UNSUPPORTED_KIND, "$kind", kind=kind[:40])
        return None
    top.check_keys(kind)
    if "$kind" not in top.value:
        top.notice(Code.UNUSABLE_VALUE, case="no_kind", kind=HTTP)
    item: Object = {
        "name": name,
        "id": top.text("id"),
        "request": _request(top, is_graphql=kind == GRAPHQL),
        "response": examples,
        "event": convert_scripts(top),
        "protocolProfileBehavior": convert_settings(top),
    }
    return Placed.at(file.spot(), item)


def _request(top: V3Map, *, is_graphql: bool) -> Object:
    return {
        **_without_auth(top, is_graphql=is_graphql),
        "auth": convert_auth(top),
        "description": top.text("description"),
    }


def _without_auth(request: V3Map, *, is_graphql: bool) -> Object:
    """What is sent but for the auth."""
    usual_method = "POST" if is_graphql else "GET"
    graphql = _graphql(request) if is_graphql else None
    return {
        "method": request.text("method") or usual_method,
        "url": _url(request),
        "header": convert_rows(request, "headers"),
        "body": graphql or convert_body(request),
    }


def _url(request: V3Map) -> Json:
    """The address as it is; where parameters are given apart, the query is theirs alone."""
    url = request.text("url")
    query = convert_rows(request, "queryParams")
    variables = convert_rows(request, "pathVariables")
    is_alone = query is None and variables is None
    if url is None or is_alone:
        return url
    parts = parse_url(url)
    if query is None:
        query = list(map(_parameter, parts.query))
    return {
        "host": parts.origin,
        "path": None if parts.path is None else list(parts.path),
        "query": query,
        "variable": variables or [],
    }


def _parameter(entry: Entry) -> Json:
    return {"key": entry.key, "value": entry.value}


def _graphql(request: V3Map) -> Json:
    if request.value.get("query") is None:
        return None
    keys = ("query", "variables", "operationName")
    graphql: Object = {key: request.text(key) for key in keys}
    return {"mode": "graphql", "graphql": graphql}


def convert_example(file: V3File, name: str, parent: Object) -> Object:
    """The saved response; what its request does not say is as in the parent request."""
    top = file.top
    is_graphql = file.kind.startswith("graphql")
    top.check_keys("graphql-example" if is_graphql else "http-example")
    own = top.map("request")
    response = top.map("response")
    body = response.map("body")
    own.check_keys("request")
    # Only for its notices. Those about what is inherited, the parent request has already.
    _without_auth(own, is_graphql=is_graphql)
    response.check_keys("response")
    body.check_keys("body")
    inherited = {key: parent[key] for key in _INHERITED if key in parent}
    quiet = replace(file, notices=[])
    merged = V3Map(quiet, inherited | own.value, own.steps)
    return {
        "name": name,
        "originalRequest": _without_auth(merged, is_graphql=is_graphql),
        "code": _status(response),
        "status": response.text("statusText"),
        "header": convert_rows(response, "headers"),
        "body": body.text("content"),
        "_postman_previewlanguage": body.text("type"),
        "$type_body": body.text("$type"),
    }


_INHERITED = KNOWN["request"] - {"auth"}
_STATUS_CODE = re.compile(r"\d{3}", re.ASCII)


def _status(response: V3Map) -> Json:
    code = response.text("statusCode") or ""
    if _STATUS_CODE.fullmatch(code):
        return int(code)
    response.reject("statusCode", "a number of three digits")
    return None


def name_of(file: V3File, stem: str) -> str:
    """The name in the file, an empty one included; else what the file is called."""
    name = file.top.value.get("name")
    if isinstance(name, str):
        return str(name)
    return stem

"""A request or an example of a v3 tree in, the same in the shape of v2.1 out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.places import Steps
from postkiln.postman.javascript import Json, Object, Placed
from postkiln.postman.v2.url_text import parse_url
from postkiln.postman.v3.files import KNOWN, V3File
from postkiln.postman.v3.parts import (
    convert_auth,
    convert_body,
    convert_rows,
    convert_scripts,
    convert_settings,
)

HTTP, GRAPHQL = "http-request", "graphql-request"


def convert_item(file: V3File, name: str, examples: Iterable[Object]) -> Object | None:
    """The item; None and a notice for a kind of request that is not HTTP."""
    root, kind = file.root, file.kind or HTTP
    if kind not in (HTTP, GRAPHQL):
        file.notice(Code.UNSUPPORTED_KIND, ("$kind",), kind=kind[:40])
        return None
    file.check(root, kind)
    if "$kind" not in root:
        file.notice(Code.UNUSABLE_VALUE, case="no_kind", kind=HTTP)
    item: Object = {
        "name": name,
        "id": file.text(root, "id", ()),
        "request": _request(file, root, (), kind),
        "response": list(examples),
        "event": convert_scripts(file, root),
        "protocolProfileBehavior": convert_settings(file, root),
    }
    return Placed.at(file.spot(), item)


def _request(file: V3File, value: Object, steps: Steps, kind: str) -> Object:
    return {
        **_sent(file, value, steps, kind),
        "auth": convert_auth(file, value, steps),
        "description": file.text(value, "description", steps),
    }


def _sent(file: V3File, value: Object, steps: Steps, kind: str) -> Object:
    """What goes over the wire but for the auth."""
    is_graphql = kind.startswith("graphql")
    body = _graphql(file, value, steps) if is_graphql else None
    return {
        "method": file.text(value, "method", steps)
        or ("POST" if is_graphql else "GET"),
        "url": _url(file, value, steps),
        "header": convert_rows(file, value, "headers", steps),
        "body": body or convert_body(file, value, steps),
    }


def _url(file: V3File, value: Object, steps: Steps) -> Json:
    """The address as it is; where parameters are given apart, the query is theirs alone."""
    url = file.text(value, "url", steps)
    query = convert_rows(file, value, "queryParams", steps)
    variables = convert_rows(file, value, "pathVariables", steps)
    if url is None or (query is None and variables is None):
        return url
    parts = parse_url(url)
    own: list[Json] = [{"key": row.key, "value": row.value} for row in parts.query]
    return {
        "host": parts.origin,
        "path": None if parts.path is None else list(parts.path),
        "query": own if query is None else query,
        "variable": variables or [],
    }


def _graphql(file: V3File, value: Object, steps: Steps) -> Json:
    if value.get("query") is None:
        return None
    keys = ("query", "variables", "operationName")
    said: Object = {key: file.text(value, key, steps) for key in keys}
    return {"mode": "graphql", "graphql": said}


def convert_example(file: V3File, name: str, parent: Object) -> Object:
    """The saved answer; what its request does not say is as in the request it is of."""
    root = file.root
    kind = "graphql-example" if file.kind.startswith("graphql") else "http-example"
    file.check(root, kind)
    own = file.part(root, "request", ())
    response = file.part(root, "response", ())
    body = file.part(response, "body", ("response",))
    file.check(own, "request", ("request",))
    _sent(file, own, ("request",), kind)
    file.check(response, "response", ("response",))
    file.check(body, "body", ("response", "body"))
    # The request of the example has its own notices about what comes from it.
    merged, quiet = {**_asked(parent), **own}, replace(file, notices=[])
    return {
        "name": name,
        "originalRequest": _sent(quiet, merged, ("request",), kind),
        "code": _status(file, response),
        "status": file.text(response, "statusText", ("response",)),
        "header": convert_rows(file, response, "headers", ("response",)),
        "body": file.text(body, "content", ("response", "body")),
        "_postman_previewlanguage": file.text(body, "type", ("response", "body")),
        "$type_body": file.text(body, "$type", ("response", "body")),
    }


def _asked(parent: Object) -> Object:
    keys = KNOWN["request"] - {"auth"}
    return {key: parent[key] for key in keys if key in parent}


def _status(file: V3File, response: Object) -> Json:
    text = file.text(response, "statusCode", ("response",)) or ""
    if text.isdecimal() and text.isascii() and len(text) == 3:
        return int(text)
    file.wrong("statusCode", "a number of three digits", ("response", "statusCode"))
    return None


def name_of(file: V3File, stem: str) -> str:
    """The name in the file, an empty one included; else what the file is called."""
    said = file.root.get("name")
    return str(said) if isinstance(said, str) else stem

"""A collection in, the same as a v3 tree out; and what of a collection v3 can say.

Written from the format's description, not from the reader: it shares no code with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import yaml

from postkiln.postman import collection as tree

RAW = ("json", "text", "xml", "html", "javascript")
SHOWN = (*RAW, "yaml")
SETTINGS = {
    "followRedirects": "follow_redirects",
    "maxRedirects": "max_redirects",
    "disableUrlEncoding": "disable_url_encoding",
    "disableCookies": "disable_cookies",
    "followOriginalHttpMethod": "follow_original_http_method",
    "followAuthorizationHeader": "follow_authorization_header",
    "removeRefererHeaderOnRedirect": "remove_referer_header_on_redirect",
}
MODES = {"prerequest": "beforeRequest", "test": "afterResponse"}


# What v3 can say


def expressible(collection: tree.Collection) -> tree.Collection:
    """The collection less what v3 has no place for (the losses of the format)."""
    root = _folder(collection.root)
    shown = tuple(replace(each, enabled=True) for each in collection.variables)
    return tree.Collection(root, shown)


def _folder(folder: tree.Folder) -> tree.Folder:
    kept = [
        _folder(x) if isinstance(x, tree.Folder) else _item(x) for x in folder.items
    ]
    return replace(
        folder,
        items=tuple(each for each in kept if each is not None),
        auth=_auth(folder.auth),
        scripts=_scripts(folder.scripts),
        behavior=tree.ProtocolProfileBehavior(),
        id=folder.id or None,
    )


def _item(item: tree.Item) -> tree.Item | None:
    request = _request(item.request)
    if request is None:
        return None
    examples = (_example(each, request) for each in item.examples)
    return replace(
        item,
        request=request,
        examples=tuple(each for each in examples if each is not None),
        scripts=_scripts(item.scripts),
        behavior=replace(item.behavior, disable_body_pruning=None, others=()),
        id=item.id or None,
    )


def _request(request: tree.ItemRequest) -> tree.ItemRequest | None:
    url = request.url
    if url is not None:
        if not (url.origin + _path(url)).strip() or url.origin != url.origin.lstrip():
            return None
        # A separator in a part would be one of the text; an address is read as a text.
        if re.search(r"[?#\\]", url.origin + _path(url)) or not _splits_back(url):
            return None
        url = replace(url, raw="")
    body = request.body
    if body is not None and (body := _body(body)) is None:
        return None
    return replace(request, url=url, body=body, auth=_auth(request.auth))


def _path(url: tree.Url) -> str:
    return "" if url.path is None else "/" + "/".join(url.path)


def _splits_back(url: tree.Url) -> bool:
    rest = url.origin.partition("://")[2] if "://" in url.origin else url.origin
    segments = url.path or ()
    is_plain = not any(
        "/" in each or ("{{" in each and "/" in each) for each in segments
    )
    return "/" not in rest and is_plain


def _body(body: tree.RequestBody) -> tree.RequestBody | None:
    if body.mode == "raw":
        language = body.language if body.language in RAW else "text"
        return replace(body, language=language) if body.raw else None
    if body.mode == "file":
        return None if body.content is not None else body
    # Of fields, v3 has no name for a file and no content of one.
    fields = tuple(
        replace(p, file_name=None, value="" if p.is_file else p.value)
        for p in body.formdata
    )
    return replace(body, formdata=fields)


def _auth(auth: tree.AuthBlock | None) -> tree.AuthBlock | None:
    if auth is None or auth.type == "inherit":
        return None
    rows = (
        (k, v if isinstance(v, bool) else tree.text_of(v)) for k, v in auth.parameters
    )
    return tree.AuthBlock(auth.type, tuple(rows))


def _scripts(scripts: tuple[tree.Script, ...]) -> tuple[tree.Script, ...]:
    lines = ((each, tuple("\n".join(each.lines).splitlines())) for each in scripts)
    return tuple(replace(each, lines=text) for each, text in lines)


def _example(
    example: tree.SavedResponse, parent: tree.ItemRequest
) -> tree.SavedResponse | None:
    if example.code is None:
        return None
    request = parent if example.request is None else _request(example.request)
    if request is None or request.url is None:
        return None
    return replace(
        example,
        request=replace(request, auth=None, description=""),
        language=example.language if example.language in SHOWN else "text",
        body=example.body or "",
    )


# The writer


def written(collection: tree.Collection) -> dict[str, bytes]:
    """The files of a v3 tree, by their paths."""
    return {path: _yaml(value) for path, value in _files(collection)}


def _files(collection: tree.Collection) -> Iterator[tuple[str, Any]]:
    variables = [
        {
            "key": each.key,
            "value": each.value,
            "disabled": each.disabled,
            "secret": each.secret,
            "description": each.description,
        }
        for each in collection.variables
    ]
    yield from _directory(collection.root, "", 0, {"variables": variables})


def _directory(
    folder: tree.Folder, at: str, order: int, more: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    definition: dict[str, Any] = {
        "$kind": "collection",
        "name": folder.name,
        "description": folder.description,
        "scripts": [_script(each, "http:") for each in folder.scripts],
        **_authed([_credentials(folder.auth)] if folder.auth else None),
        **more,
    }
    if folder.id:
        definition["id"] = folder.id
    if at:
        definition["order"] = order
    yield f"{at}.resources/definition.yaml", definition
    taken: set[str] = set()
    for position, child in enumerate(folder.items, 1):
        stem = _stem(child.name, taken)
        if isinstance(child, tree.Folder):
            yield from _directory(child, f"{at}{stem}/", position * 1000, {})
        else:
            yield from _request_files(child, at, stem, position * 1000)


def _stem(name: str, taken: set[str]) -> str:
    plain = re.sub(r'[/?<>\\:*|"\x00-\x1f\x7f-\x9f]+', "-", name)[:40] or "http-request"
    plain = plain.strip(". ") or "http-request"
    stem, number = plain, 0
    while stem.lower() in taken:
        number += 1
        stem = f"{plain}-{number}"
    taken.add(stem.lower())
    return stem


def _request_files(
    item: tree.Item, at: str, stem: str, order: int
) -> Iterator[tuple[str, Any]]:
    request: dict[str, Any] = {
        "$kind": "http-request",
        "name": item.name,
        "description": item.request.description,
        **_sent(item.request),
        **_authed(_credentials(item.request.auth) if item.request.auth else None),
        "scripts": [_script(each) for each in item.scripts],
        "settings": _settings(item.behavior),
        "order": order,
    }
    if item.id:
        request["id"] = item.id
    yield f"{at}{stem}.request.yaml", request
    taken: set[str] = set()
    for position, example in enumerate(item.examples, 1):
        name = _stem(example.name, taken)
        where = f"{at}.resources/{stem}.resources/examples/{name}.example.yaml"
        yield where, _saved(example, position * 1000)


def _saved(example: tree.SavedResponse, order: int) -> dict[str, Any]:
    assert example.request is not None
    body: dict[str, Any] = {"type": example.language, "content": example.body}
    if example.type is not None:
        body["$type"] = example.type
    return {
        "$kind": "http-example",
        "name": example.name,
        "request": _sent(example.request),
        "response": {
            "statusCode": example.code,
            "statusText": example.status,
            "headers": [_row(each) for each in example.headers],
            "body": body,
        },
        "order": order,
    }


def _sent(request: tree.ItemRequest) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "method": request.method,
        "headers": [_row(each) for each in request.headers],
        "body": _content(request.body) if request.body else {"type": "none"},
    }
    if request.url is not None:
        sent["url"] = request.url.origin + _path(request.url)
        sent["queryParams"] = [_row(each) for each in request.url.query]
        sent["pathVariables"] = [_row(each) for each in request.url.variables]
    return sent


def _row(entry: tree.Entry) -> dict[str, Any]:
    row: dict[str, Any] = {"key": entry.key, "value": entry.value}
    if entry.disabled:
        row["disabled"] = True
    if entry.description:
        row["description"] = entry.description
    if entry.type is not None:
        row["$type"] = entry.type
    return row


def _content(body: tree.RequestBody) -> dict[str, Any]:
    match body.mode:
        case "raw":
            return {"type": body.language, "content": body.raw}
        case "urlencoded":
            return {"type": "urlencoded", "content": [_row(e) for e in body.urlencoded]}
        case "formdata":
            return {"type": "formdata", "content": [_part(p) for p in body.formdata]}
        case "file":
            return {"type": "file", "content": {"src": body.source}}
        case "graphql":
            assert body.graphql is not None
            said = {
                "query": body.graphql.query,
                "variables": body.graphql.variables,
                "operationName": body.graphql.operation_name,
            }
            content = {key: each for key, each in said.items() if each is not None}
            return {"type": "graphql", "content": content}


def _part(part: tree.FormPart) -> dict[str, Any]:
    row: dict[str, Any] = {"type": "file" if part.is_file else "text", "key": part.key}
    if part.is_file:
        row["src"] = list(part.sources)
    else:
        row["value"] = part.value
    if part.content_type:
        row["contentType"] = part.content_type
    if part.disabled:
        row["disabled"] = True
    if part.description:
        row["description"] = part.description
    return row


def _authed(auth: Any) -> dict[str, Any]:
    return {} if auth is None else {"auth": auth}


def _credentials(auth: tree.AuthBlock) -> dict[str, Any]:
    rows = [{"key": key, "value": value} for key, value in auth.parameters]
    return {"type": auth.type, "credentials": rows}


def _script(script: tree.Script, protocol: str = "") -> dict[str, Any]:
    return {
        "type": protocol + MODES[script.listen],
        "language": "text/javascript",
        "code": "\n".join(script.lines),
    }


def _settings(behavior: tree.ProtocolProfileBehavior) -> dict[str, Any]:
    said = {key: getattr(behavior, name) for key, name in SETTINGS.items()}
    if behavior.disabled_system_headers is not None:
        said["disabledSystemHeaders"] = list(behavior.disabled_system_headers)
    return {key: each for key, each in said.items() if each is not None}


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Texts in quotes, so that each stays one."""


def _quoted(dumper: Any, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


_YAML: Any = yaml
_YAML.add_representer(str, _quoted, Dumper=_Dumper)


def _yaml(value: Any) -> bytes:
    text = _YAML.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    return str(text).encode()

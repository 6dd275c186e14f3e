"""Sends an item of a collection as Postman would: a second opinion, apart from the generator.

`items(document)` gives every request with its inherited auth; `prepare` makes an
`httpx2.Request` of one. It knows as much of Postman as the bookshop's collection needs.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx2

COLLECTIONS = Path(__file__).parents[2] / "collections"


@dataclass(frozen=True, slots=True)
class Item:
    """A request with its path of names and the auth that counts for it."""

    path: tuple[str, ...]
    data: dict[str, Any]
    auth: dict[str, Any]

    @property
    def key(self) -> str:
        return "/".join(self.path)


def read(name: str) -> dict[str, Any]:
    """The collection of that name among the samples."""
    path = COLLECTIONS / f"{name}.postman_collection.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def items(document: dict[str, Any]) -> Iterator[Item]:
    """Every request in document order; auth falls through to the nearest that has a type."""
    root: dict[str, Any] = document.get("auth") or {}
    stack = [Item((node["name"],), node, root) for node in reversed(document["item"])]
    while stack:
        item = stack.pop()
        own = item.data if "item" in item.data else item.data["request"]
        auth = own.get("auth") or item.auth
        if "item" not in item.data:
            yield Item(item.path, item.data, auth)
        below = reversed(item.data.get("item", []))
        stack.extend(Item((*item.path, node["name"]), node, auth) for node in below)


def usable(item: Item) -> bool:
    """Whether the item has an address that speaks HTTP."""
    raw: str = item.data["request"].get("url", {}).get("raw", "")
    return bool(raw) and not raw.startswith("ws://")


def values_of(document: dict[str, Any], **given: str) -> dict[str, str]:
    """The collection's variables, and those that the caller gives."""
    own = {entry["key"]: entry.get("value", "") for entry in document["variable"]}
    return own | given


def prepare(
    request: dict[str, Any], auth: dict[str, Any], values: Mapping[str, str]
) -> httpx2.Request:
    headers = [
        (h["key"], fill(h["value"], values)) for h in request["header"] if _on(h)
    ]
    query: list[str] = []
    _sign(auth, values, headers, query)
    url = _url(request["url"], values, query)
    body, media_type = _body(request.get("body") or {}, values)
    if media_type and not any(key.lower() == "content-type" for key, _ in headers):
        headers.append(("Content-Type", media_type))
    if request["method"] == "GET":
        body = b""
    return httpx2.Request(request["method"], url, headers=headers, content=body)


def fill(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{\{([^{}]*)\}\}", lambda m: values.get(m[1], m[0]), text)


def _on(entry: dict[str, Any]) -> bool:
    return not entry.get("disabled")


def _url(url: dict[str, Any], values: Mapping[str, str], signed: list[str]) -> str:
    own = {f":{entry['key']}": entry["value"] for entry in url.get("variable", [])}
    path = "/".join(own.get(segment, segment) for segment in url["path"])
    query = [_pair(entry) for entry in url.get("query", []) if _on(entry)] + signed
    address = (
        ".".join(url["host"]) + "/" + path + ("?" + "&".join(query) if query else "")
    )
    return fill(address, values)


def _pair(entry: dict[str, Any]) -> str:
    """A key without a value goes alone (postman-format 2.3)."""
    value: str | None = entry["value"]
    key: str = entry["key"]
    return key if value is None else f"{key}={value}"


def _sign(
    auth: dict[str, Any],
    values: Mapping[str, str],
    headers: list[tuple[str, str]],
    query: list[str],
) -> None:
    """Add what the auth adds to headers or query (postman-format 4)."""
    kind: str = auth.get("type", "noauth")
    given = {
        entry["key"]: fill(str(entry["value"]), values) for entry in auth.get(kind, [])
    }
    match kind:
        case "bearer":
            headers.append(("Authorization", f"Bearer {given['token']}"))
        case "oauth2":
            headers.append(("Authorization", f"Bearer {given['accessToken']}"))
        case "basic":
            pair = f"{given['username']}:{given['password']}".encode()
            headers.append(
                ("Authorization", f"Basic {base64.b64encode(pair).decode()}")
            )
        case "apikey" if given.get("in") == "query":
            query.append(f"{given['key']}={given['value']}")
        case "apikey":
            headers.append((given["key"], given["value"]))
        case _:
            assert kind == "noauth", kind


def _body(body: dict[str, Any], values: Mapping[str, str]) -> tuple[bytes, str | None]:
    """The bytes of a body and the Content-Type it asks for (postman-format 5.3)."""
    match body.get("mode"):
        case "raw":
            language = body.get("options", {}).get("raw", {}).get("language", "text")
            text = fill(body["raw"], values)
            if language == "json":
                return re.sub(r"(?m)^\s*//.*$", "", text).encode(), "application/json"
            return text.encode(), {"xml": "application/xml"}.get(language, "text/plain")
        case "urlencoded":
            pairs = [
                (e["key"], fill(e["value"], values))
                for e in body["urlencoded"]
                if _on(e)
            ]
            return (
                urlencode(pairs, quote_via=quote).encode(),
                "application/x-www-form-urlencoded",
            )
        case "formdata":
            return _multipart(body["formdata"])
        case "file":
            return (COLLECTIONS / body["file"]["src"]).read_bytes(), "image/png"
        case "graphql":
            graphql: dict[str, str] = body["graphql"]
            data = {
                "query": graphql["query"],
                "variables": json.loads(graphql["variables"]),
            }
            return json.dumps(data).encode(), "application/json"
        case _:
            return b"", None


def _multipart(fields: list[dict[str, Any]]) -> tuple[bytes, str]:
    data = {f["key"]: f["value"] for f in fields if f["type"] == "text" and _on(f)}
    files: list[tuple[str, tuple[str, bytes]]] = []
    for field in fields:
        src: str | list[str] = field.get("src") or []
        for source in [src] if isinstance(src, str) else src:
            path = COLLECTIONS / source
            files.append((field["key"], (path.name, path.read_bytes())))
    request = httpx2.Request("POST", "http://localhost", data=data, files=files)
    return request.read(), request.headers["Content-Type"]

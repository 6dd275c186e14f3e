"""What the author typed into an item, read from the document by a few lines of its own.

In: an item as JSON, and the values of the collection's variables. Out: its literals, each
with its place (`path`, `query`, `header`, `body`, `auth`, `variable`) and key. No role, no
model: this is what the judgement of generated calls starts from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from corpus.written import Json, Object

VARIABLE = re.compile(r"\{\{([^{}]+)\}\}")


@dataclass(frozen=True, slots=True)
class Literal:
    """A text without variables that stands in an item."""

    place: str
    key: str
    text: str


def items(document: Json) -> Iterator[tuple[str, Object]]:
    """Folder names and its own, joined with `/`, and the item itself; v2 alone."""
    stack = [("", each) for each in rows(_top(document).get("item"))]
    while stack:
        above, node = stack.pop()
        name = above + str(node.get("name") or "")
        if isinstance(node.get("item"), list):
            stack.extend((f"{name}/", each) for each in rows(node["item"]))
        else:
            yield name, node


def variables(document: Json) -> dict[str, str]:
    """The values of the collection's variables."""
    found = rows(_top(document).get("variable"))
    return {str(each.get("key")): as_text(each.get("value")) for each in found}


def _top(document: Json) -> Object:
    """The collection, also in an envelope."""
    top = document.get("collection", document) if isinstance(document, dict) else None
    return top if isinstance(top, dict) else {}


def literals(item: Object, values: Mapping[str, str]) -> Iterator[Literal]:
    """The literals of an item, disabled ones too, and values of variables it names."""
    request = item.get("request")
    if isinstance(request, str):
        request = {"url": request}
    if not isinstance(request, dict):
        return
    yield from _url(request.get("url"))
    for key, text in headers(request.get("header")):
        yield from _literal("header", key, text)
    yield from _body(request.get("body"))
    yield from _auth(request.get("auth"))
    for name in dict.fromkeys(VARIABLE.findall(json.dumps(request))):
        yield from _literal("variable", name, values.get(name, ""))


def _literal(place: str, key: str, text: str) -> Iterator[Literal]:
    """The text, or what stands between the variables in it."""
    for part in VARIABLE.split(text)[::2]:
        if part.strip():
            yield Literal(place, key, part.strip())


def _url(url: Json) -> Iterator[Literal]:
    raw = url if isinstance(url, str) else ""
    parts: Object = url if isinstance(url, dict) else {}
    if parts:
        raw = as_text(parts.get("raw"))
    before, _, query = raw.partition("#")[0].partition("?")
    for segment in _segments(parts.get("path")) or before.split("/")[3:]:
        if not segment.startswith(":"):
            yield from _literal("path", "", unquote(segment))
    for row in rows(parts.get("variable")):
        yield from _literal("path", str(row.get("key")), as_text(row.get("value")))
    for row in rows(parts.get("query")):
        yield from _literal("query", str(row.get("key")), as_text(row.get("value")))
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        yield from _literal("query", unquote(key), unquote(value))


def _segments(path: Json) -> list[str]:
    if isinstance(path, str):
        return path.split("/")
    found = path if isinstance(path, list) else []
    return [
        as_text(each.get("value")) if isinstance(each, dict) else as_text(each)
        for each in found
    ]


def headers(header: Json) -> Iterator[tuple[str, str]]:
    """Names and values of headers: rows, or text with a line for each."""
    for row in rows(header):
        yield str(row.get("key")), as_text(row.get("value"))
    lines = header if isinstance(header, list) else [header]
    for text in (each for each in lines if isinstance(each, str)):
        for line in text.splitlines():
            key, _, value = line.partition(":")
            yield key.strip(), value.strip()


def _body(body: Json) -> Iterator[Literal]:
    if not isinstance(body, dict):
        return
    for mode in ("urlencoded", "formdata"):
        for row in rows(body.get(mode)):
            yield from _literal("body", str(row.get("key")), as_text(row.get("value")))
    for text in (body.get("raw"), body.get("graphql")):
        if text:
            yield Literal("body", "", as_text(text))


def _auth(auth: Json) -> Iterator[Literal]:
    block = auth.get(str(auth.get("type"))) if isinstance(auth, dict) else None
    pairs = list(block.items()) if isinstance(block, dict) else []
    pairs += [(str(row.get("key")), row.get("value")) for row in rows(block)]
    for key, value in pairs:
        yield from _literal("auth", key, as_text(value))


def rows(value: Json) -> list[Object]:
    """The objects of a list."""
    found = value if isinstance(value, list) else []
    return [each for each in found if isinstance(each, dict)]


def as_text(value: Json) -> str:
    """A value as it would be typed."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

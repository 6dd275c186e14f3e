"""A collection read once more, by a few lines that share nothing with the reader.

In: the JSON value of a file. Out: the names of its requests, the secrets of its auths.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | None"
Object: TypeAlias = dict[str, Json]

_SECRET = frozenset(
    (
        *("password", "value", "token", "accessToken", "refreshToken", "sessionToken"),
        *("secret", "clientSecret", "consumerSecret", "tokenSecret", "secretKey"),
        *("privateKey", "authKey", "secretAccessKey"),
    )
)
"""Parameters of Postman's auth types that hold a secret (postman-format 4)."""

_HEADERS = frozenset(("authorization", "proxy-authorization", "cookie", "x-api-key"))

_SHORTEST = 6


def documents(file: Path) -> list[Json]:
    """The collections of a file: those that a data dump holds, or the one that it is."""
    value: Json = json.loads(file.read_bytes())
    held = value.get("collections") if isinstance(value, dict) else None
    return list(held) if isinstance(held, list) else [value]


def requests(value: Json) -> Iterator[str]:
    """Folder names and its own, joined with `/`, of all in an `item` list but folders."""
    if isinstance(value, dict) and "item" not in value and "requests" in value:
        yield from _v1_requests(value)
        return
    stack: list[tuple[str, Object]] = [("", each) for each in _items(value)]
    while stack:
        above, node = stack.pop()
        name = above + str(node.get("name") or "")
        if isinstance(node.get("item"), list):
            stack.extend((f"{name}/", each) for each in _rows(node["item"]))
        else:
            yield name


def _v1_requests(value: Object) -> Iterator[str]:
    """The requests of a v1 collection, below the folder whose list names them."""
    names = {
        str(row.get("id")): str(row.get("name")) for row in _rows(value["requests"])
    }
    folders = {str(row.get("id")): row for row in _rows(value.get("folders"))}
    above = {
        str(inner): key
        for key, row in folders.items()
        for inner in _ids(row.get("folders_order"))
    }
    for key, row in (("", value), *folders.items()):
        path = ""
        while key:
            path, key = f"{folders[key].get('name')}/{path}", above.get(key, "")
        for each in _ids(row.get("order")):
            if each in names:
                yield path + names.pop(each)
    yield from names.values()


def _ids(value: Json) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _items(value: Json) -> list[Object]:
    """The topmost items: of a collection, its envelope, a list, or an item by itself."""
    top = value.get("collection", value) if isinstance(value, dict) else value
    return _rows(top.get("item", [top]) if isinstance(top, dict) else top)


def _rows(value: Json) -> list[Object]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict)]


def secrets(value: Json) -> frozenset[str]:
    """Literal secrets of all auth blocks and credential headers, in examples too.

    Left out are short ones, and a password that is the word `password`.
    """
    found = (text for node in _objects(value) for text in _secrets(node))
    return frozenset(text for text in found if _is_telling(text))


def _is_telling(text: str) -> bool:
    return len(text) >= _SHORTEST and "{{" not in text and text not in _SECRET


def _objects(value: Json) -> Iterator[Object]:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


def _secrets(node: Object) -> Iterator[str]:
    for key, value in _parameters(node.get("auth")):
        if key in _SECRET and isinstance(value, str):
            yield value
    for key, value in _headers(node.get("header")):
        if key.strip().lower() in _HEADERS:
            # The scheme (`Bearer`) is no secret; what follows it is.
            yield value.strip().rpartition(" ")[2]


def _parameters(auth: Json) -> Iterator[tuple[str, Json]]:
    """The parameters of an auth block: rows in v2.1, a map in v2.0."""
    block = auth.get(str(auth.get("type"))) if isinstance(auth, dict) else None
    if isinstance(block, dict):
        yield from block.items()
    yield from ((str(row.get("key")), row.get("value")) for row in _rows(block))


def _headers(header: Json) -> Iterator[tuple[str, str]]:
    """Names and values of headers: rows, or text with a line for each."""
    yield from ((str(row.get("key")), str(row.get("value"))) for row in _rows(header))
    lines = header if isinstance(header, list) else [header]
    for text in (each for each in lines if isinstance(each, str)):
        for line in text.splitlines():
            key, _, value = line.partition(":")
            yield key, value

"""A v1 collection in, the same in the shape of v2.1 out (postman-format 1.4).

v1 is flat: folders and requests by their ids, the tree in lists of ids. What no list names
does not show in Postman, and is left out with a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice
from postkiln.diagnostics.places import NOWHERE, Spot
from postkiln.postman.document import Converted, Document
from postkiln.postman.javascript import (
    Json,
    Object,
    Placed,
    listing,
    mapping,
    string,
    truthy,
)
from postkiln.postman.v1.auths import convert_auth
from postkiln.postman.v1.requests import convert_body, convert_headers, convert_url

_SHARED_KEYS = ("description", "protocolProfileBehavior")


_KEYS = frozenset(("order", "folders", "folders_order", "id"))
"""A v1 collection has one of these beside its requests."""


def reads(document: Document) -> bool:
    """Whether a document is a v1 collection."""
    root = document.root
    has_requests = isinstance(root.get("requests"), list)
    return has_requests and "item" not in root and not _KEYS.isdisjoint(root)


@dataclass(frozen=True, slots=True)
class _Lists:
    """The flat lists of a collection by ids, and the requests that are not placed yet."""

    requests: dict[str, Object]
    folders: dict[str, Object]
    not_placed: dict[str, Object]


def convert(document: Document) -> Converted:
    """The collection as v2.1 has it, and a notice for each request that no list names.

    Of several lists that name the same, the first counts: the tree stays as small as the
    document, and has no circle.
    """
    value = document.root
    requests = _by_id(value.get("requests"), "requests")
    folders = _by_id(value.get("folders"), "folders")
    lists = _Lists(requests, folders, dict(requests))
    parents = _parents(folders)
    top = _top_folders(value.get("folders_order"), folders, parents)
    converted = _convert_folders(lists, parents, top)
    inner: list[Json] = [converted[each] for each in top]
    root: Object = {
        **_shared(value),
        "info": {"name": value.get("name"), "description": value.get("description")},
        "item": [*inner, *_items(value, lists)],
        "variable": value.get("variables") or value.get("variable"),
    }
    return Converted(root, tuple(map(_unlisted, lists.not_placed.values())))


def _parents(folders: dict[str, Object]) -> dict[str, str]:
    """The folder that each nested folder is in, unless it is itself inside of that."""
    parents: dict[str, str] = {}
    shortcuts: dict[str, str] = {}
    for key, row in folders.items():
        for below in _ids(row.get("folders_order")):
            is_free = below in folders and below not in parents
            if is_free and _outermost(key, shortcuts) != below:
                parents[below] = shortcuts[below] = key
    return parents


def _outermost(key: str, shortcuts: dict[str, str]) -> str:
    """The outermost folder around a folder. What is found is noted for the next time."""
    while (above := shortcuts.get(key)) is not None:
        shortcuts[key] = shortcuts.get(above, above)
        key = above
    return key


def _top_folders(
    order: Json, folders: dict[str, Object], parents: dict[str, str]
) -> list[str]:
    wanted = _ids(order) if isinstance(order, list) else list(folders)
    return [key for key in wanted if key in folders and key not in parents]


def _convert_folders(
    lists: _Lists, parents: dict[str, str], top: list[str]
) -> dict[str, Object]:
    """The folders that the tree shows, each with what is in it."""
    shown = _with_nested(top, parents)
    converted = {key: _folder(lists.folders[key]) for key in shown}
    # In the order of the document: of lists that name the same request, the first counts.
    for key, row in lists.folders.items():
        if key in shown:
            below = _ids(row.get("folders_order"))
            own = [converted[each] for each in below if parents.get(each) == key]
            converted[key]["item"] = [*own, *_items(row, lists)]
    return converted


def _with_nested(top: list[str], parents: dict[str, str]) -> set[str]:
    nested: dict[str, list[str]] = {}
    for below, key in parents.items():
        nested.setdefault(key, []).append(below)
    found = set[str]()
    stack = list(top)
    while stack:
        key = stack.pop()
        found.add(key)
        stack.extend(nested.get(key, ()))
    return found


def _items(row: Object, lists: _Lists) -> Iterator[Object]:
    """The requests that a list names, of those that are not placed yet."""
    for each in _ids(row.get("order")):
        if request := lists.not_placed.pop(each, None):
            yield _item(request, lists.requests)


def _unlisted(request: Object) -> Notice:
    path = (string(request.get("name")),)
    return notice(path, Code.UNUSABLE_ITEM, case="unlisted", spot=_spot(request))


def _by_id(rows: Json, key: str) -> dict[str, Object]:
    """The objects of a list by their ids, each with its place in the document.

    One without an id, or with that of another, has a key that no list names.
    """
    found: dict[str, Object] = {}
    for at, row in enumerate(listing(rows)):
        if isinstance(row, dict):
            own = "" if row.get("id") is None else str(row["id"])
            is_usable = own != "" and own not in found
            found[own if is_usable else f"#{at}"] = Placed.at(Spot("", (key, at)), row)
    return found


def _ids(ids: Json) -> list[str]:
    """The ids of a list, each once."""
    return list(dict.fromkeys(map(str, listing(ids))))


def _shared(row: Object) -> Object:
    """What a collection, a folder and a request have alike."""
    shared: Object = {key: row[key] for key in _SHARED_KEYS if key in row}
    return {**shared, "auth": convert_auth(row), "event": list(_events(row))}


def _folder(row: Object) -> Object:
    return _placed(row, {"name": row.get("name"), **_shared(row), "item": []})


def _item(row: Object, requests: dict[str, Object]) -> Object:
    shared = _shared(row)
    item: Object = {
        "name": row.get("name"),
        "event": shared["event"],
        "protocolProfileBehavior": row.get("protocolProfileBehavior"),
        "request": _request(row),
        "response": [_response(each, requests) for each in _responses(row)],
    }
    return _placed(row, item)


def _placed(row: Object, value: Object) -> Object:
    return Placed.at(_spot(row), value)


def _spot(row: Object) -> Spot:
    return row.spot if isinstance(row, Placed) else NOWHERE


def _request(row: Object) -> Object:
    return {
        "method": row.get("method"),
        "url": convert_url(row),
        "header": list(convert_headers(row)),
        "body": convert_body(row),
        "auth": convert_auth(row),
        "description": row.get("description"),
    }


def _events(row: Object) -> Iterator[Json]:
    """Scripts; the old members win over the list of the newer ones."""
    old = (("test", row.get("tests")), ("prerequest", row.get("preRequestScript")))
    found = [(listen, script) for listen, script in old if truthy(script)]
    for listen, script in found:
        yield {"listen": listen, "script": {"exec": script}}
    if not found:
        for event in map(mapping, listing(row.get("events"))):
            yield {"listen": "test", **event}


def _responses(row: Object) -> Iterable[Object]:
    found = _by_id(row.get("responses"), "responses")
    order = [each for each in _ids(row.get("responses_order")) if each in found]
    return (found[each] for each in (order or found))


def _response(row: Object, requests: dict[str, Object]) -> Object:
    status = mapping(row.get("responseCode"))
    return {
        "name": row.get("name") or "response",
        "originalRequest": _saved(row, requests),
        "status": status.get("name"),
        "code": _code(status.get("code")),
        "header": row.get("headers"),
        "body": row.get("text"),
        "_postman_previewlanguage": row.get("language"),
    }


def _code(value: Json) -> Json:
    text = value if isinstance(value, str) else ""
    return int(text) if re.fullmatch(r"\d{1,3}", text) else value


def _saved(row: Object, requests: dict[str, Object]) -> Json:
    """The call behind a saved response: the request itself, or the id of one."""
    for saved in (row.get("requestObject"), row.get("request")):
        if isinstance(saved, dict):
            return _request(saved)
        if isinstance(saved, str) and saved in requests:
            return _request(requests[saved])
    return None

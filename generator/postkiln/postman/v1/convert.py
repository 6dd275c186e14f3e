"""A v1 collection in, the same in the shape of v2.1 out (postman-format 1.4).

v1 is flat: folders and requests by their ids, the tree in lists of ids. What no list names
does not show in Postman, and is left out with a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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

Rows = dict[str, Object]
"""The objects of a list by their ids."""

_SHARED_KEYS = ("name", "description", "protocolProfileBehavior")
_STATUS_CODE = re.compile(r"\d{1,3}")

_KEYS = frozenset(("order", "folders", "folders_order", "id"))
"""A v1 collection has one of these beside its requests."""

_OLD_SCRIPTS = {"test": "tests", "prerequest": "preRequestScript"}
"""The members that held scripts before there were `events`, by what runs them."""


def reads(document: Document) -> bool:
    """Whether a document is a v1 collection."""
    root = document.root
    has_requests = isinstance(root.get("requests"), list)
    return has_requests and "item" not in root and not _KEYS.isdisjoint(root)


@dataclass(frozen=True, slots=True)
class _Lists:
    """The flat lists of a collection by ids, and the requests that are not placed yet."""

    requests: Rows
    folders: Rows
    not_placed: Rows


def convert(document: Document) -> Converted:
    """The collection as v2.1 has it, and a notice for each request that no list names.

    Of several lists that name the same, the first counts: the tree stays as small as the
    document, and has no circle.
    """
    value = document.root
    requests = _by_id(value.get("requests"), "requests")
    folders = _by_id(value.get("folders"), "folders")
    lists = _Lists(requests, folders, not_placed=dict(requests))
    parents = _parents(folders)
    top = _top_folders(value.get("folders_order"), folders, parents)
    converted = _convert_folders(lists, parents, top)
    inner: list[Json] = [converted[each] for each in top]
    root: Object = {
        **_shared(value),
        "item": [*inner, *_items(value, lists)],
        "variable": value.get("variables") or value.get("variable"),
    }
    notices = map(_unlisted, lists.not_placed.values())
    return Converted(root, tuple(notices))


def _parents(folders: Rows) -> dict[str, str]:
    """The folder that each nested folder is in, unless it is itself inside of that."""
    parents: dict[str, str] = {}
    # As `parents`, but shortened by each look-up: long chains cost their length.
    shortcuts: dict[str, str] = {}
    for key, row in folders.items():
        for below in _ids(row.get("folders_order")):
            is_free = below in folders and below not in parents
            if is_free and _outermost(key, shortcuts) != below:
                parents[below] = shortcuts[below] = key
    return parents


def _outermost(key: str, shortcuts: dict[str, str]) -> str:
    """The outermost folder around a folder. Each look-up makes the next one shorter."""
    while (above := shortcuts.get(key)) is not None:
        shortcuts[key] = shortcuts.get(above, above)
        key = above
    return key


def _top_folders(order: Json, folders: Rows, parents: dict[str, str]) -> list[str]:
    """The folders that are in no other, in the order that the collection gives."""
    ids = _ids(order) if isinstance(order, list) else list(folders)
    return [key for key in ids if key in folders and key not in parents]


def _convert_folders(lists: _Lists, parents: dict[str, str], top: list[str]) -> Rows:
    """The folders that the tree shows, each with what is in it."""
    shown = _with_nested(top, parents)
    converted = {key: _folder(lists.folders[key]) for key in shown}
    # In the order of the document: of lists that name the same request, the first counts.
    for key, row in lists.folders.items():
        if key not in shown:
            continue
        items: list[Json] = []
        for below in _ids(row.get("folders_order")):
            if parents.get(below) == key:
                items.append(converted[below])
        items.extend(_items(row, lists))
        converted[key]["item"] = items
    return converted


def _with_nested(top: list[str], parents: dict[str, str]) -> set[str]:
    """The folders at the top, and all that are nested in them."""
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
    spot = _spot(request)
    return notice(path, Code.UNUSABLE_ITEM, case="unlisted", spot=spot)


def _by_id(rows: Json, key: str) -> Rows:
    """The objects of the list under `key` by their ids, each with its place.

    One without an id, or with that of another, gets an id that no list names.
    """
    found: Rows = {}
    for at, row in enumerate(listing(rows)):
        if not isinstance(row, dict):
            continue
        own_id = "" if row.get("id") is None else str(row["id"])
        if own_id == "" or own_id in found:
            own_id = f"#{at}"
        spot = Spot("", (key, at))
        found[own_id] = Placed.at(spot, row)
    return found


def _ids(ids: Json) -> list[str]:
    """The ids of a list, each once."""
    texts = map(str, listing(ids))
    return list(dict.fromkeys(texts))


def _shared(row: Object) -> Object:
    """What a collection and a folder have alike."""
    shared: Object = {key: row[key] for key in _SHARED_KEYS if key in row}
    shared["auth"] = convert_auth(row)
    shared["event"] = list(_events(row))
    return shared


def _folder(row: Object) -> Object:
    """A folder; what is in it is put into it later."""
    return _placed(row, _shared(row))


def _item(row: Object, requests: Rows) -> Object:
    item: Object = {
        "name": row.get("name"),
        "event": list(_events(row)),
        "protocolProfileBehavior": row.get("protocolProfileBehavior"),
        "request": _request(row),
        "response": [_response(each, requests) for each in _responses(row)],
    }
    return _placed(row, item)


def _placed(row: Object, value: Object) -> Object:
    """What was made of a row, at the place of the row."""
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
    has_old = False
    for listen, key in _OLD_SCRIPTS.items():
        script = row.get(key)
        if truthy(script):
            has_old = True
            yield {"listen": listen, "script": {"exec": script}}
    if has_old:
        return
    for event in map(mapping, listing(row.get("events"))):
        yield {"listen": "test", **event}


def _responses(row: Object) -> Iterator[Object]:
    """The saved responses in the order of their list; without a list, all of them."""
    found = _by_id(row.get("responses"), "responses")
    order = _ids(row.get("responses_order"))
    listed = [each for each in order if each in found]
    for each in listed or found:
        yield found[each]


def _response(row: Object, requests: Rows) -> Object:
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
    """A status code; older files have it as text."""
    if isinstance(value, str) and _STATUS_CODE.fullmatch(value):
        return int(value)
    return value


def _saved(row: Object, requests: Rows) -> Json:
    """The request of a saved response, which is there itself or by its id."""
    for key in ("requestObject", "request"):
        saved = row.get(key)
        if isinstance(saved, dict):
            return _request(saved)
        if isinstance(saved, str) and saved in requests:
            return _request(requests[saved])
    return None

"""A collection with the chance of newman's recording in it: nonces, times, identifiers.

Then a signature is no matter of luck: ours must be newman's, byte for byte.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import unquote

SIGNED = re.compile(
    r"OAuth oauth_|OAuth realm|oauth_signature|AWS4-HMAC-SHA256|Hawk id|EG1-HMAC-SHA256"
    r"|Digest username|eyJ[\w-]+\.[\w-]+\.[\w-]+"
)
"""What a request that is signed has in it."""

CLIENT_NONCE = re.compile(r'cnonce=\\?"([^"\\]+)')
"""What is drawn to answer a challenge: no auth can hold it."""

_Node = dict[str, Any]


def pinned(document: Any, lines: Mapping[str, Mapping[str, Any]]) -> Any:
    """The collection; each item that signs has an auth of its own, with what was drawn."""
    whole = copy.deepcopy(document)
    root = _object(_object(whole).get("collection", whole))
    if not _is_folder(root):
        return whole
    seen: Counter[str] = Counter()
    stack: list[tuple[tuple[str, ...], _Node, _Node]] = [((), {}, root)]
    while stack:
        path, above, node = stack.pop()
        if _is_folder(node):
            auth = _auth(node) or above
            below = [_object(each) for each in reversed(node["item"])]
            stack += [((*path, _name(each)), auth, each) for each in below]
        elif node:
            _pin(node, above, lines.get(_key(path, seen)))
    return whole


def _object(value: Any) -> _Node:
    return cast("_Node", value) if isinstance(value, dict) else {}


def _is_folder(node: _Node) -> bool:
    return isinstance(node.get("item"), list)


def _name(node: _Node) -> str:
    name = node.get("name")
    return name if isinstance(name, str) else ""


def _key(path: tuple[str, ...], seen: Counter[str]) -> str:
    key = "/".join(path)
    seen[key] += 1
    return key if seen[key] == 1 else f"{key}#{seen[key]}"


def _auth(node: _Node) -> _Node:
    auth = _object(node.get("auth"))
    return auth if isinstance(auth.get("type"), str) else {}


def _pin(node: _Node, above: _Node, line: Mapping[str, Any] | None) -> None:
    request = _object(node.get("request"))
    auth = _auth(request) or above
    drawn = _drawn(auth["type"], _said(line)) if auth and line else {}
    if drawn:
        kind = auth["type"]
        more = [{"key": key, "value": value} for key, value in drawn.items()]
        request["auth"] = {**auth, kind: [*_rows(auth.get(kind)), *more]}


def _rows(given: Any) -> list[Any]:
    if isinstance(given, dict):
        return [{"key": k, "value": v} for k, v in cast("_Node", given).items()]
    return list(given or ())


def _said(line: Mapping[str, Any]) -> str:
    """Where a signature may stand, as one text."""
    body = base64.b64decode(line["body_b64"]).decode("latin-1")
    headers = " ".join(value for _, value in line["headers"])
    return f"{headers} {line['target']} {body}"


def _drawn(kind: str, said: str) -> dict[str, str]:
    """The parameters of an auth that newman drew, as it sent them."""
    patterns = _DRAWN.get(kind, {})
    found = {key: re.search(pattern, said) for key, pattern in patterns.items()}
    texts = {key: match[1] for key, match in found.items() if match}
    if kind == "oauth1":
        return {key: unquote(text) for key, text in texts.items()}
    if kind == "asap":
        return {"claims": json.dumps(_claims(texts["claims"]))} if texts else {}
    return texts


def _claims(payload: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


_DRAWN: Mapping[str, Mapping[str, str]] = {
    "oauth1": {
        "nonce": r"oauth_nonce=\"?([^\"&,\s]+)",
        "timestamp": r"oauth_timestamp=\"?([^\"&,\s]+)",
    },
    "hawk": {"nonce": r'nonce="([^"]+)"', "timestamp": r'ts="([^"]+)"'},
    "edgegrid": {"nonce": r"nonce=([^;]+);", "timestamp": r"timestamp=([^;]+);"},
    "asap": {"claims": r"eyJ[\w-]+\.([\w-]+)\."},
}

"""An item of a collection in, the same without what could be a secret out.

The model keeps secrets apart; a collection does not know yet what is one. So bodies,
scripts and literal parts of an auth are not shown, and the rest is judged as in `secrets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from postkiln.postman.collection import (
    AuthBlock,
    Entry,
    FormPart,
    Graphql,
    Item,
    ItemRequest,
    RequestBody,
    SavedResponse,
    Scalar,
    Script,
    Url,
)
from postkiln.secrets import detect
from postkiln.stages.record_text import HIDDEN

_VARIABLES = re.compile(r"(\{\{[^{}]*\}\})*")
_USER_INFO = re.compile(r"(?<=//)[^/?#@]*(?=@)")


def redacted(item: Item) -> Item:
    """The item with `***`, or a length, in place of what could be a secret."""
    return replace(
        item,
        request=_request(item.request),
        examples=tuple(map(_example, item.examples)),
        scripts=tuple(map(_script, item.scripts)),
    )


def _request(request: ItemRequest) -> ItemRequest:
    return replace(
        request,
        url=None if request.url is None else _url(request.url),
        headers=_entries(request.headers),
        body=None if request.body is None else _body(request.body),
        auth=None if request.auth is None else _auth(request.auth),
        description=detect.masked(request.description),
    )


def _url(url: Url) -> Url:
    """Without `raw`, which says once more what the parts say."""
    segments = (_literal("", segment) for segment in url.path or ())
    return replace(
        url,
        origin=_USER_INFO.sub(_user_info, url.origin),
        path=None if url.path is None else tuple(segments),
        query=_entries(url.query),
        variables=_entries(url.variables),
        raw="",
    )


def _user_info(match: re.Match[str]) -> str:
    return match[0] if _VARIABLES.fullmatch(match[0]) else HIDDEN


def _entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(map(_entry, entries))


def _entry(entry: Entry) -> Entry:
    description = detect.masked(entry.description)
    if entry.value is None:
        return replace(entry, description=description)
    value = _literal(entry.key or "", entry.value)
    return replace(entry, value=value, description=description)


def _literal(name: str, text: str) -> str:
    """A text as written if it is made of variables, or is no secret under its name."""
    is_shown = _VARIABLES.fullmatch(text) or not detect.is_secret(name, text)
    return text if is_shown else HIDDEN


def _auth(auth: AuthBlock) -> AuthBlock:
    parameters = ((name, _credential(value)) for name, value in auth.parameters)
    return replace(auth, parameters=tuple(parameters))


def _credential(value: Scalar) -> Scalar:
    """Any literal text of an auth may be a credential: `key` and `value` say nothing."""
    if isinstance(value, str) and not _VARIABLES.fullmatch(value):
        return HIDDEN
    return value


def _body(body: RequestBody) -> RequestBody:
    return replace(
        body,
        raw=_length(body.raw),
        urlencoded=_entries(body.urlencoded),
        formdata=tuple(map(_part, body.formdata)),
        content=_length(body.content or "") or None,
        graphql=None if body.graphql is None else _graphql(body.graphql),
    )


def _part(part: FormPart) -> FormPart:
    description = detect.masked(part.description)
    value = _length(part.value) if part.is_file else _literal(part.key, part.value)
    return replace(part, value=value, description=description)


def _graphql(graphql: Graphql) -> Graphql:
    return replace(
        graphql,
        query=_length(graphql.query or "") or None,
        variables=_length(graphql.variables),
    )


def _example(example: SavedResponse) -> SavedResponse:
    """Without its request, which is a copy of the item's."""
    return replace(
        example,
        headers=_entries(example.headers),
        body=_length(example.body or "") or None,
        request=None,
    )


def _script(script: Script) -> Script:
    return replace(script, lines=(f"({len(script.lines):,} lines, not shown)",))


def _length(text: str) -> str:
    return f"({len(text):,} characters, not shown)" if text else ""

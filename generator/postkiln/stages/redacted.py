"""An item of a collection in, the same without what could be a secret out.

The model keeps secrets apart, but a collection does not: nothing is classified yet. So
bodies, scripts and literal parts of an auth are not shown, and `secrets` decides the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from postkiln.model.template import literal, parse
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
        url=_url(request.url),
        headers=_entries(request.headers),
        body=_body(request.body),
        auth=_auth(request.auth),
        description=detect.masked(request.description),
    )


def _url(url: Url | None) -> Url | None:
    """Without `raw`, which repeats what the parts say."""
    if url is None:
        return None
    return replace(
        url,
        origin=_USER_INFO.sub(_user_info, url.origin),
        path=_path(url.path),
        query=_entries(url.query),
        variables=_entries(url.variables),
        raw="",
    )


def _user_info(match: re.Match[str]) -> str:
    if _is_all_variables(match[0]):
        return match[0]
    return HIDDEN


def _path(segments: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if segments is None:
        return None
    return tuple(_unless_secret("", segment) for segment in segments)


def _entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(map(_entry, entries))


def _entry(entry: Entry) -> Entry:
    description = detect.masked(entry.description)
    if entry.value is None:
        return replace(entry, description=description)
    value = _unless_secret(entry.key or "", entry.value)
    return replace(entry, value=value, description=description)


def _unless_secret(name: str, text: str) -> str:
    """A text as written if it is made of variables, or is no secret under its name."""
    if _is_all_variables(text) or not detect.is_secret(name, text):
        return text
    return HIDDEN


def _is_all_variables(text: str) -> bool:
    """Whether a text is variables and nothing else: it names secrets, and holds none."""
    return literal(parse(text)) == ""


def _auth(auth: AuthBlock | None) -> AuthBlock | None:
    if auth is None:
        return None
    parameters = [(name, _credential(value)) for name, value in auth.parameters]
    return replace(auth, parameters=tuple(parameters))


def _credential(value: Scalar) -> Scalar:
    """Any literal text of an auth may be a credential: `key` and `value` say nothing."""
    if isinstance(value, str) and not _is_all_variables(value):
        return HIDDEN
    return value


def _body(body: RequestBody | None) -> RequestBody | None:
    if body is None:
        return None
    return replace(
        body,
        raw=_length(body.raw),
        urlencoded=_entries(body.urlencoded),
        formdata=tuple(map(_part, body.formdata)),
        content=_length(body.content or "") or None,
        graphql=_graphql(body.graphql),
    )


def _part(part: FormPart) -> FormPart:
    if part.is_file:
        value = _length(part.value)
    else:
        value = _unless_secret(part.key, part.value)
    return replace(part, value=value, description=detect.masked(part.description))


def _graphql(graphql: Graphql | None) -> Graphql | None:
    if graphql is None:
        return None
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
    count = len(script.lines)
    return replace(script, lines=(f"({count:,} lines, not shown)",))


def _length(text: str) -> str:
    """How long a text is, in place of it; "" for no text."""
    if not text:
        return ""
    return f"({len(text):,} characters, not shown)"

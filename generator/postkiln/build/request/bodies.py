"""What a call takes as its body: Postman's five modes -> `Body` (postman-format 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from postkiln.build.inherit import ItemInScope
from postkiln.build.request import headers
from postkiln.build.request.descriptions import choices_of, says_required
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice
from postkiln.model.api import Body, BodyKind, FormEntry, FormField, Sample, Secret
from postkiln.postman import collection as tree
from postkiln.secrets import detect as secrets
from postkiln.shapes import json_text
from postkiln.shapes import lattice as shape
from postkiln.shapes.json_text import NotJsonError
from postkiln.shapes.lattice import Shape

_PRUNED = frozenset(("GET", "HEAD", "COPY", "PURGE", "UNLOCK"))
_LANGUAGES = {
    "json": "application/json",
    "xml": "application/xml",
    "html": "text/html",
    "javascript": "application/javascript",
}


def body_of(item: ItemInScope) -> tuple[Body | None, tuple[Notice, ...]]:
    """The body an item sends; None when Postman sends none (postman-format 5.2)."""
    request = item.item.request
    body = request.body
    keeps = item.behavior.disable_body_pruning is True
    if body is None or (request.method in _PRUNED and not keeps):
        return None, ()
    match body.mode:
        case "raw":
            return _raw(item, body) if body.raw else (None, ())
        case "urlencoded":
            return _form(body.urlencoded), ()
        case "formdata":
            return _multipart(body.formdata), ()
        case "file":
            return _file(body), ()
        case "graphql":
            return _graphql(body.graphql), ()


def _file(body: tree.RequestBody) -> Body:
    """A file; a collection that is shared often names none, and each user chooses one."""
    if body.source is not None:
        return Body(BodyKind.FILE, sample=body.source)
    content = Secret(body.content) if body.content else None
    return Body(BodyKind.FILE, content=content)


def _raw(item: ItemInScope, body: tree.RequestBody) -> tuple[Body, tuple[Notice, ...]]:
    claimed = headers.content_type(item.item.request.headers)
    claims = _claims_json(body, claimed)
    own = Body(
        BodyKind.TEXT,
        _LANGUAGES.get(body.language or "", "text/plain"),
        sample=Secret(body.raw),
        drops_comments=_drops_comments(body, item.item.request.headers),
    )
    if not (claims or _may_be_json(body, claimed)):
        return own, ()
    try:
        document = json_text.value_of_template(body.raw)
        own_shape = shape.of(document)
    except ValueError:  # no JSON, or nested too deep
        return own, ((item.notice(Code.BODY_NOT_JSON),) if claims else ())
    seen = shape.join_all((own_shape, *_example_shapes(item, body.raw)))
    if not (claims or _is_container(seen)):
        return own, ()
    return replace(own, kind=BodyKind.JSON, shape=seen, document=document), ()


def _drops_comments(body: tree.RequestBody, entries: Sequence[tree.Entry]) -> bool:
    """Whether Postman takes comments out: of what it knows to be JSON before it signs.

    A sole Content-Type counts even when it is disabled.
    """
    if body.language is not None:
        return body.language == "json"
    named = [each for each in entries if (each.key or "").lower() == "content-type"]
    if len(named) > 1:
        named = [each for each in named if not each.disabled]
    return bool(named) and _JSON_TYPE.match(named[0].value or "") is not None


_JSON_TYPE = re.compile(r"application/(\S+\+)?json")


def _is_container(seen: Shape) -> bool:
    return seen.items is not None or seen.fields is not None


def _may_be_json(body: tree.RequestBody, claimed: str) -> bool:
    """Whether the text is worth a try: without a label, or with two that disagree."""
    return body.language == "json" or (body.language is None and not claimed)


def _claims_json(body: tree.RequestBody, claimed: str) -> bool:
    """Whether the label says JSON. The header is the label that is sent, and so wins."""
    if claimed:
        return body.language in (None, "json", "text") and _is_json(claimed)
    return body.language == "json"


def _is_json(media_type: str) -> bool:
    return media_type == "application/json" or media_type.endswith("+json")


def _example_shapes(item: ItemInScope, own: str) -> Iterable[Shape]:
    """What the calls behind saved answers sent, where it was JSON and was not refused."""
    texts = {
        example.request.body.raw: None
        for example in item.item.examples
        if (example.code or 200) < 400
        if example.request is not None and example.request.body is not None
        if example.request.body.mode == "raw" and example.request.body.raw != own
    }
    for text in texts:
        try:
            yield json_text.shape_of_template(text)
        except NotJsonError:
            continue  # a call gone wrong says nothing of the body


def _form(entries: Sequence[tree.Entry]) -> Body | None:
    """Fields in the order of their first entry, which is how Postman sends them."""
    groups: dict[str, list[tree.Entry]] = {}
    for entry in entries:
        if entry.key is not None:
            groups.setdefault(entry.key, []).append(entry)
    if not groups:
        return None
    return Body(
        BodyKind.FORM,
        "application/x-www-form-urlencoded",
        fields=tuple(_form_field(key, group) for key, group in groups.items()),
        entries=tuple(_form_entries(groups)),
    )


def _form_entries(groups: Mapping[str, Sequence[tree.Entry]]) -> Iterator[FormEntry]:
    for key, group in groups.items():
        for entry in group:
            if not entry.disabled:
                yield FormEntry(key, secrets.sample(key, entry.value))


def _form_field(key: str, entries: Sequence[tree.Entry]) -> FormField:
    enabled = [entry for entry in entries if not entry.disabled]
    described = _described(entries)
    return FormField(
        key=key,
        sent=bool(enabled),
        samples=tuple(secrets.sample(key, e.value) for e in enabled or entries),
        description=described,
        required=says_required(described),
        choices=choices_of(described),
    )


def _described(lines: Sequence[tree.Entry] | Sequence[tree.FormPart]) -> str:
    texts = (each.description for each in lines)
    return secrets.masked(next(filter(None, texts), ""))


def _multipart(parts: Sequence[tree.FormPart]) -> Body | None:
    groups: dict[str, list[tree.FormPart]] = {}
    for part in parts:
        groups.setdefault(part.key, []).append(part)
    if not groups:
        return None
    return Body(
        BodyKind.MULTIPART,
        "multipart/form-data",
        fields=tuple(_part_field(key, group) for key, group in groups.items()),
        entries=tuple(_part_entries(parts)),
    )


def _part_entries(parts: Iterable[tree.FormPart]) -> Iterator[FormEntry]:
    for part in parts:
        if not part.disabled:
            yield from _entries(part)


def _entries(part: tree.FormPart) -> Iterator[FormEntry]:
    """The fields that a line of the form sends: a file each, or one text."""
    if not part.is_file:
        yield FormEntry(part.key, secrets.sample(part.key, part.value))
    elif part.sources:
        for source in part.sources:
            yield FormEntry(
                part.key, is_file=True, source=source, file_name=part.file_name
            )
    else:
        content = Secret(part.value) if part.value else None
        name = part.file_name
        yield FormEntry(part.key, is_file=True, content=content, file_name=name)


def _part_field(key: str, parts: Sequence[tree.FormPart]) -> FormField:
    enabled = [part for part in parts if not part.disabled]
    described = _described(parts)
    samples: list[Sample] = []
    for part in enabled or parts:
        samples += _part_samples(part)
    return FormField(
        key=key,
        is_file=all(map(_takes_file, parts)),
        content_type=next((p.content_type for p in parts if p.content_type), None),
        sent=bool(enabled),
        samples=tuple(samples),
        description=described,
        required=says_required(described),
        choices=choices_of(described),
    )


def _takes_file(part: tree.FormPart) -> bool:
    """Whether a part is a file, or a text that a converter wrote in place of one."""
    return part.is_file or part.value == "<binary>"


def _part_samples(part: tree.FormPart) -> tuple[Sample, ...]:
    if part.is_file:
        return part.sources
    return (secrets.sample(part.key, part.value),)


def _graphql_variables(text: str) -> tuple[object, Shape | None]:
    """The variables and their shape; None for a text that is not JSON.

    Postman puts the text into the request as it is, so that is no error.
    """
    try:
        document = json_text.value_of_template(text)
    except ValueError:
        return None, None
    return document, shape.of(document)


def _graphql(graphql: tree.Graphql | None) -> Body | None:
    if graphql is None:
        return None
    document, seen = _graphql_variables(graphql.variables or "{}")
    return Body(
        kind=BodyKind.GRAPHQL,
        media_type="application/json",
        shape=seen,
        sample=Secret(graphql.variables) if graphql.variables else None,
        document=document if graphql.variables else None,
        query=graphql.query,
        operation_name=graphql.operation_name,
    )

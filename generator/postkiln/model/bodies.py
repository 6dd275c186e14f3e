"""What a call takes as its body: Postman's five modes -> `Body` (postman-format 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from postkiln.collection import tree
from postkiln.errors import Code, Notice
from postkiln.model import headers, json_text, secrets, shape
from postkiln.model.api import Body, BodyKind, FormField, Sample, Secret
from postkiln.model.json_text import NotJsonError
from postkiln.model.shape import Shape
from postkiln.model.survey import Found

_PRUNED = frozenset(("GET", "HEAD", "COPY", "PURGE", "UNLOCK"))
_LANGUAGES = {
    "json": "application/json",
    "xml": "application/xml",
    "html": "text/html",
    "javascript": "application/javascript",
}


def body_of(found: Found, notices: list[Notice]) -> Body | None:
    """The body an item sends; None when Postman sends none (postman-format 5.2)."""
    request = found.item.request
    body = request.body
    if body is None or (request.method in _PRUNED and not found.keeps_body):
        return None
    for text in _losses(body):
        notices.append(Notice(found.path, Code.BODY_INCOMPLETE, text))
    match body.mode:
        case "raw":
            return _raw(found, body, notices) if body.raw else None
        case "urlencoded":
            return _form(body.urlencoded)
        case "formdata":
            return _multipart(body.formdata)
        case "file":
            has_content = body.source is not None or body.content is not None
            return Body(BodyKind.FILE, sample=body.source) if has_content else None
        case "graphql":
            return _graphql(body.graphql)


def _losses(body: tree.Body) -> Iterator[str]:
    """What a body says and a call cannot: no client has it, so nothing is sent of it."""
    if body.mode == "file" and body.source is None and body.content is not None:
        yield "the content of the file is kept in the collection: calls give their own"
    parts = [part for part in body.formdata if not part.disabled]
    if any(part.file_name is not None for part in parts):
        yield "a file name of its own is left out: calls give theirs as (name, file)"
    for key in dict.fromkeys(part.key for part in parts):
        if len({part.is_file for part in parts if part.key == key}) > 1:
            yield f"the field {key!r} is a file and a text: it is taken for files"


def _raw(found: Found, body: tree.Body, notices: list[Notice]) -> Body:
    claimed = headers.content_type(found.item.request.headers)
    claims = _claims_json(body, claimed)
    media_type = _LANGUAGES.get(body.language or "", "text/plain")
    sample = Secret(body.raw)
    seen = (
        _json_shape(found, body.raw) if claims or _may_be_json(body, claimed) else None
    )
    if seen is not None and (claims or _is_container(seen)):
        return Body(BodyKind.JSON, media_type, seen, sample=sample)
    if claims:
        text = "the body is labelled JSON and does not parse: it is taken as text"
        notices.append(Notice(found.path, Code.BODY_NOT_JSON, text))
    return Body(BodyKind.TEXT, media_type, sample=sample)


def _json_shape(found: Found, text: str) -> Shape | None:
    """What the body looks like, here and in the calls behind saved answers."""
    try:
        own = json_text.shape_of_template(text)
    except NotJsonError:
        return None
    return shape.join_all((own, *_example_shapes(found, text)))


def _is_container(seen: Shape) -> bool:
    return seen.items is not None or seen.fields is not None


def _may_be_json(body: tree.Body, claimed: str) -> bool:
    """Whether the text is worth a try: without a label, or with two that disagree."""
    return body.language == "json" or (body.language is None and not claimed)


def _claims_json(body: tree.Body, claimed: str) -> bool:
    """Whether the label says JSON. The header is the label that is sent, and so wins."""
    if claimed:
        return body.language in (None, "json", "text") and _is_json(claimed)
    return body.language == "json"


def _is_json(media_type: str) -> bool:
    return media_type == "application/json" or media_type.endswith("+json")


def _example_shapes(found: Found, own: str) -> Iterable[Shape]:
    """What the calls behind saved answers sent, where it was JSON and was not refused."""
    texts = {
        example.request.body.raw: None
        for example in found.item.examples
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
    if all(entry.disabled for entry in entries):
        return None
    fields = (_form_field(key, group) for key, group in groups.items())
    return Body(
        BodyKind.FORM, "application/x-www-form-urlencoded", fields=tuple(fields)
    )


def _form_field(key: str, entries: Sequence[tree.Entry]) -> FormField:
    enabled = [entry for entry in entries if not entry.disabled]
    return FormField(
        key=key,
        sent=bool(enabled),
        samples=tuple(secrets.sample(key, e.value) for e in enabled or entries),
        description=_described(entries),
    )


def _described(lines: Sequence[tree.Entry] | Sequence[tree.Part]) -> str:
    texts = (each.description for each in lines)
    return secrets.masked(next(filter(None, texts), ""))


def _multipart(parts: Sequence[tree.Part]) -> Body | None:
    if all(part.disabled for part in parts):
        return None
    groups: dict[str, list[tree.Part]] = {}
    for part in parts:
        groups.setdefault(part.key, []).append(part)
    fields = tuple(_part_field(key, group) for key, group in groups.items())
    return Body(BodyKind.MULTIPART, "multipart/form-data", fields=fields)


def _part_field(key: str, parts: Sequence[tree.Part]) -> FormField:
    enabled = [part for part in parts if not part.disabled]
    return FormField(
        key=key,
        is_file=any(part.is_file for part in parts),
        content_type=next((p.content_type for p in parts if p.content_type), None),
        sent=bool(enabled),
        samples=tuple(s for part in enabled or parts for s in _part_samples(part)),
        description=_described(parts),
    )


def _part_samples(part: tree.Part) -> tuple[Sample, ...]:
    return part.sources if part.is_file else (secrets.sample(part.key, part.value),)


def _graphql(graphql: tree.Graphql | None) -> Body | None:
    if graphql is None:
        return None
    try:
        variables = json_text.shape_of_template(graphql.variables or "{}")
    except NotJsonError:
        variables = None  # the text is spliced in as it is: no error in Postman either
    return Body(
        kind=BodyKind.GRAPHQL,
        media_type="application/json",
        shape=variables,
        sample=Secret(graphql.variables) if graphql.variables else None,
        query=graphql.query,
        operation_name=graphql.operation_name,
    )

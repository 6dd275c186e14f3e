"""The body of an operation and what a call gives for it -> content (postman-format 5)."""

from __future__ import annotations

from ..omit import OMIT
from ..template.fill import Lookup, fill
from .content import FORM, JSON, NO_CONTENT, Content, is_file, named_file, utf8
from .form import fields_of, urlencoded
from .media_types import media_type
from .multipart import multipart
from .scalars import json_text, text_of
from .spec import (
    Body,
    FileBody,
    FormBody,
    GraphqlBody,
    JsonBody,
    MultipartBody,
    TextBody,
)


def content_of(spec: Body | None, body: object, stated: str, lookup: Lookup) -> Content:
    """What to send. `stated` is the media type that the headers give, or empty.

    Text and bytes are sent as they are. None is null in JSON, and no body elsewhere.
    """
    if isinstance(spec, GraphqlBody):
        return _content(_graphql(spec, body, lookup), JSON)
    if spec is None or body is OMIT:
        return NO_CONTENT
    if isinstance(spec, JsonBody):
        return _content(_json(body), spec.content_type)
    if body is None:
        return NO_CONTENT
    return _other(spec, body, stated)


def _other(
    spec: TextBody | FormBody | MultipartBody | FileBody, body: object, stated: str
) -> Content:
    match spec:
        case TextBody(content_type):
            return _content(_text(body), content_type)
        case FileBody():
            return _file(body)
        case FormBody():
            return _form(spec, body, stated)
        case MultipartBody():
            return _multipart(spec, body, stated)


def _json(body: object) -> str | bytes:
    if isinstance(body, str | bytes):
        return body
    return json_text(body, "body")


def _text(body: object) -> str | bytes:
    if isinstance(body, bytes):
        return body
    return text_of(body, "body")


def _form(spec: FormBody, body: object, stated: str) -> Content:
    if not isinstance(body, str | bytes):
        body = urlencoded(fields_of(body, spec.order))
    is_stated = stated.lower().startswith(FORM)  # it may have parameters: a charset
    return _content(body, stated if is_stated else FORM, forced=True)


def _multipart(spec: MultipartBody, body: object, stated: str) -> Content:
    if isinstance(body, str | bytes):
        return _content(body, stated or None)
    fields = fields_of(body, spec.order)
    if not fields:
        return NO_CONTENT
    return multipart(fields, spec.parts, stated)


def body_for(body: object) -> Body | None:
    """How a body is sent that no operation describes."""
    if body is OMIT:
        return None
    if isinstance(body, str):
        return TextBody()
    if is_file(body):
        return FileBody()
    return JsonBody()


def _content(
    body: str | bytes, media_type: str | None, *, forced: bool = False
) -> Content:
    octets = body if isinstance(body, bytes) else utf8(body, "body")
    if not octets:
        return NO_CONTENT
    return Content((octets,), media_type, forced)


def _file(body: object) -> Content:
    file = named_file(body, "body")
    if file.segment == b"":
        return NO_CONTENT
    name = file.source or file.name or ""
    return Content((file.segment,), media_type(name))


def _graphql(spec: GraphqlBody, variables: object, lookup: Lookup) -> str:
    """The request of GraphQL over HTTP; variables that are text stand in it verbatim."""
    members: list[str] = []
    if spec.query is not None:
        query = fill(spec.query, lookup)
        members.append(f'"query":{json_text(query, "body")}')
    if spec.operation_name is not None:
        name = fill(spec.operation_name, lookup)
        members.append(f'"operationName":{json_text(name, "body")}')
    if variables is not OMIT and variables is not None and variables != "":
        if not isinstance(variables, str):
            variables = json_text(variables, "body")
        members.append(f'"variables":{variables}')
    return "{" + ",".join(members) + "}"

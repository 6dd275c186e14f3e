"""The body of an operation and what a call gives for it -> content (postman-format 5)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from ..omit import OMIT, Omit
from ..template.fill import Lookup
from .arguments import Arguments
from .content import FORM, JSON, NO_CONTENT, Content, is_file, named_file, utf8
from .form import fields_of, form_fields, urlencoded
from .graphql import graphql_text
from .keywords import json_fields, whole_body
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


def content_of(
    spec: Body | None, arguments: Arguments, stated: str, lookup: Lookup
) -> Content:
    """What to send. `stated` is the media type that the headers give, or empty.

    Text and bytes are sent as they are, and OMIT sends nothing. None is what keywords and
    defaults make; where there are none, it is null in JSON, and no body elsewhere.
    """
    match spec:
        case None:
            return NO_CONTENT
        case GraphqlBody():
            return _content(graphql_text(spec, arguments, lookup), JSON)
        case JsonBody():
            return _content(_json(spec, arguments), spec.content_type)
        case TextBody():
            return _content(_text(spec, arguments, stated, lookup), spec.content_type)
        case FileBody():
            return _file(arguments)
        case FormBody():
            return _form(spec, _fields(spec, arguments), stated)
        case MultipartBody():
            return _multipart(spec, _fields(spec, arguments), stated)


def _json(spec: JsonBody, arguments: Arguments) -> str | bytes | Omit:
    body = whole_body(arguments.body, arguments.fields, json_fields, spec.selectors)
    if body is None and spec.is_object:
        return "{}"
    if isinstance(body, str | bytes | Omit):
        return body
    return json_text(body, "body")


def _text(
    spec: TextBody, arguments: Arguments, stated: str, lookup: Lookup
) -> str | bytes | Omit:
    body = _without_fields(arguments)
    if body is None and spec.default is not None:
        # In markup, an argument is the text of an element or of an attribute.
        is_markup = "xml" in (stated or spec.content_type).lower()
        return arguments.needed_text(spec.default, lookup, escape if is_markup else str)
    if body is None:
        return OMIT
    if isinstance(body, bytes | Omit):
        return body
    return text_of(body, "body")


def _file(arguments: Arguments) -> Content:
    body = _without_fields(arguments)
    if body is None or body is OMIT:
        return NO_CONTENT
    file = named_file(body, "body")
    if file.segment == b"":
        return NO_CONTENT
    return Content((file.segment,), media_type(file.source or file.name or ""))


def _without_fields(arguments: Arguments) -> object:
    """The body of a kind that is not made of fields."""
    return whole_body(arguments.body, arguments.fields, lambda _: None)


def _fields(spec: FormBody | MultipartBody, arguments: Arguments) -> object:
    """The fields of a form, or a form that is text; OMIT: none is sent."""

    def read(body: object) -> Mapping[str, Any] | None:
        return form_fields(body, spec.order)

    body = whole_body(arguments.body, arguments.fields, read, spec.selectors)
    return OMIT if body is None else body


def _form(spec: FormBody, body: object, stated: str) -> Content:
    if body is OMIT:
        return NO_CONTENT
    if not isinstance(body, str | bytes):
        body = urlencoded(fields_of(body, spec.order))
    is_stated = stated.lower().startswith(FORM)  # it may have parameters: a charset
    return _content(body, stated if is_stated else FORM, forced=True)


def _multipart(spec: MultipartBody, body: object, stated: str) -> Content:
    if isinstance(body, str | bytes):
        return _content(body, stated or None)
    fields = () if body is OMIT else fields_of(body, spec.order)
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
    body: str | bytes | Omit, media_type: str | None, *, forced: bool = False
) -> Content:
    if body is OMIT:
        return NO_CONTENT
    octets = body if isinstance(body, bytes) else utf8(body, "body")
    if not octets:
        return NO_CONTENT
    return Content((octets,), media_type, forced)

"""How an operation describes its query and its body.

Texts are templates, in which `{{name}}` is a variable.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..omit import OMIT, Omit

Selectors = tuple[tuple[str, str | int | float | bool], ...]
"""Keywords that a method has a default value for: fields that say which operation it is.

A keyword that has this value was perhaps not given: it is sent like one that was, but a
field of that name in a whole body wins over it.
"""


@dataclass(frozen=True, slots=True)
class Query:
    """One place in the query string.

    `default` is the template sent when the call gives nothing: `OMIT` sends nothing,
    `None` the key alone. The n-th value given for a key takes its n-th place. `is_bare`:
    an empty text that is given here sends the key alone (`?flag`), not `flag=`.
    """

    key: str
    default: str | Omit | None = OMIT
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class JsonBody:
    """A JSON document. `is_object`: where the call gives nothing, it is `{}`."""

    content_type: str = "application/json"
    is_object: bool = False
    selectors: Selectors = ()


@dataclass(frozen=True, slots=True)
class TextBody:
    """Text or bytes, sent as they are. `default`: a template for calls that give none."""

    content_type: str = "text/plain"
    default: str | None = None


@dataclass(frozen=True, slots=True)
class FormBody:
    """`application/x-www-form-urlencoded`: a mapping, pairs, or an input of the API.

    `order`: in which the fields of an input are sent, where it is not its own.
    """

    order: tuple[str, ...] = ()
    selectors: Selectors = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a multipart form that is a file, or has a content type of its own."""

    name: str
    is_file: bool = False
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class MultipartBody:
    """`multipart/form-data` (RFC 7578); `parts` names the fields that are not plain text.

    `order`: in which the fields of an input are sent, where it is not its own.
    """

    parts: tuple[Part, ...] = ()
    order: tuple[str, ...] = ()
    selectors: Selectors = ()


@dataclass(frozen=True, slots=True)
class FileBody:
    """The content of a file: a path, bytes, or an open binary file."""


@dataclass(frozen=True, slots=True)
class GraphqlBody:
    """A GraphQL query; keywords are its variables. None: the collection has none."""

    query: str | None
    operation_name: str | None = None


Body = JsonBody | TextBody | FormBody | MultipartBody | FileBody | GraphqlBody

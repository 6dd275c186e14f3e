"""What a call takes as its body: JSON, text, a form, a file or GraphQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from postkiln.model.secret import Sample, Secret
from postkiln.shapes.lattice import Shape


class BodyKind(StrEnum):
    JSON = "json"
    TEXT = "text"
    FORM = "form"  # application/x-www-form-urlencoded
    MULTIPART = "multipart"
    FILE = "file"
    GRAPHQL = "graphql"


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form. `samples` are its values (paths for files), in order.

    `required` and `choices` are what the description says.
    """

    key: str
    is_file: bool = False
    content_type: str | None = None
    sent: bool = True
    samples: tuple[Sample, ...] = ()
    description: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormEntry:
    """One field of a form as the item sends it: a text, or a file.

    A file is at the path `source`, or is `content` (base64), or is not chosen.
    `file_name` is what it goes by.
    """

    key: str
    value: Sample = None
    is_file: bool = False
    source: str | None = None
    content: Secret | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class Selector:
    """A field that says which operation a request is, and the literal that does."""

    key: str
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Body:
    """What a call takes as its body.

    `media_type` is the Content-Type sent when no header of the item says another.
    `shape` describes JSON bodies and GraphQL variables (None: not JSON, free text).
    `drops_comments`: comments in the item's own text are not sent.
    `sample` is the item's own body as a template: the raw text, a GraphQL body's
    variables, a file's path; `document` is it parsed, where it is JSON. `entries` are the fields that the item itself sends,
    `content` is a file that the collection keeps, in base64. `query` and
    `operation_name` are GraphQL's. `selectors` are the fields at the top whose literal is
    sent unless the call says otherwise (`"jsonrpc": "2.0"`), `required` those at the top
    that a call has to give. `default` is the template of a text that is sent when the call
    gives none.
    """

    kind: BodyKind
    media_type: str | None = None
    shape: Shape | None = None
    fields: tuple[FormField, ...] = ()
    entries: tuple[FormEntry, ...] = ()
    sample: Sample = None
    document: Any = field(default=None, compare=False, repr=False)
    drops_comments: bool = False
    content: Secret | None = None
    query: str | None = None
    operation_name: str | None = None
    selectors: tuple[Selector, ...] = ()
    required: tuple[str, ...] = ()
    default: str | None = None

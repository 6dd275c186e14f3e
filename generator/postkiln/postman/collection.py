"""What a Postman collection says, cast into one shape: `Collection` and its parts.

Comes out of `postman.load` and goes into `build`. Nothing here has been
interpreted: `{{variables}}` stand as written, short forms (a request given as a string,
a header given as text) have been spelled out, disabled entries are kept and marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from postkiln.diagnostics.notices import Notice
from postkiln.diagnostics.places import NOWHERE, Spot

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list of keys and values: a header, a query parameter, a form field.

    `value` is None when Postman would send the key alone (null, missing, and for query
    parameters numbers and booleans as well: postman-format 2.3). `type` is Postman's hint,
    the name of a type or a JSON Schema as text (postman-format 1.5).
    """

    key: str | None
    value: str | None
    disabled: bool = False
    description: str = ""
    type: str | None = None


@dataclass(frozen=True, slots=True)
class FormPart:
    """One field of a multipart form: text, or files by path.

    `sources` are file paths; empty with `is_file` means a file field without a file.
    `value` of a file field is its literal content in base64, where the collection has it.
    """

    key: str
    value: str
    is_file: bool = False
    sources: tuple[str, ...] = ()
    content_type: str | None = None
    file_name: str | None = None
    disabled: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Graphql:
    """A GraphQL body. `variables` is the text as written ("" when there is none)."""

    query: str | None
    operation_name: str | None = None
    variables: str = ""


BodyMode = Literal["raw", "urlencoded", "formdata", "file", "graphql"]


@dataclass(frozen=True, slots=True)
class RequestBody:
    """A request body; the member that `mode` names is the one that counts."""

    mode: BodyMode
    raw: str = ""
    language: str | None = None
    urlencoded: tuple[Entry, ...] = ()
    formdata: tuple[FormPart, ...] = ()
    source: str | None = None  # mode "file": a path
    content: str | None = None  # mode "file": base64 of the content itself
    graphql: Graphql | None = None


@dataclass(frozen=True, slots=True)
class Url:
    """An address in parts, as Postman keeps it. Parts win over `raw` (postman-format 2.1).

    `origin` is all that precedes the path: protocol, user info, host and port, joined as
    Postman joins them (`https://user:p@api.example.com:8443`, `{{base}}`). `path` is None
    when there is none, else its segments ("" for empty ones). `variables` fill `:name`
    segments; `value` None means Postman leaves the segment as written.
    """

    origin: str
    path: tuple[str, ...] | None = None
    query: tuple[Entry, ...] = ()
    variables: tuple[Entry, ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class AuthBlock:
    """An auth block: its type (`noauth` included) and parameters, last of a key wins."""

    type: str
    parameters: tuple[tuple[str, Scalar], ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """The text of a parameter as Postman writes it, or `default` when it is missing."""
        for name, value in self.parameters:
            if name == key:
                return "" if value is None else text_of(value)
        return default

    def has(self, key: str) -> bool:
        """Whether a parameter is true to JavaScript: the text `false` is."""
        return any(name == key and bool(value) for name, value in self.parameters)


def text_of(value: Scalar) -> str:
    """The text Postman makes of a scalar: `5`, `false`, `null`."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Script:
    """A script: `listen` is "prerequest" or "test", `lines` its source."""

    listen: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProtocolProfileBehavior:
    """`protocolProfileBehavior`; None where the level says nothing (nearest level wins).

    `others` are settings of the connection, by name, that are not what they usually are.
    """

    disable_body_pruning: bool | None = None
    disable_url_encoding: bool | None = None
    disable_cookies: bool | None = None
    follow_redirects: bool | None = None
    max_redirects: int | None = None
    follow_original_http_method: bool | None = None
    follow_authorization_header: bool | None = None
    remove_referer_header_on_redirect: bool | None = None
    disabled_system_headers: tuple[str, ...] | None = None
    others: tuple[str, ...] = ()

    def over(self, wider: ProtocolProfileBehavior) -> ProtocolProfileBehavior:
        """What is in force on this level: of each setting, the nearest."""
        # Not `others`: each level has a notice about its own.
        mine: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value is not None and each.name != "others":
                mine[each.name] = value
        return replace(wider, **mine)


@dataclass(frozen=True, slots=True)
class ItemRequest:
    """What an item sends. `url` None: the item has no address. `auth` None: inherited."""

    method: str
    url: Url | None
    headers: tuple[Entry, ...] = ()
    body: RequestBody | None = None
    auth: AuthBlock | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class SavedResponse:
    """A saved response. `code` None: unknown. `body` None: none was saved.

    `type` is Postman's hint of its body, a JSON Schema as text or the name of a type.
    """

    name: str
    code: int | None
    status: str = ""
    headers: tuple[Entry, ...] = ()
    body: str | None = None
    language: str | None = None
    request: ItemRequest | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One request with its saved responses. `id` is Postman's, where the file has it."""

    name: str
    request: ItemRequest
    examples: tuple[SavedResponse, ...] = ()
    scripts: tuple[Script, ...] = ()
    behavior: ProtocolProfileBehavior = field(default_factory=ProtocolProfileBehavior)
    id: str | None = None
    spot: Spot = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: items and folders in document order."""

    name: str
    items: tuple[Folder | Item, ...] = ()
    description: str = ""
    auth: AuthBlock | None = None
    scripts: tuple[Script, ...] = ()
    behavior: ProtocolProfileBehavior = field(default_factory=ProtocolProfileBehavior)
    id: str | None = None
    spot: Spot = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DefinedVariable:
    """A variable of a collection or an environment. `value` as text (postman-format 3).

    `disabled` counts everywhere; `enabled` false (`"enabled": false` in an environment)
    in Postman's app and not in newman (postman-format 1.6).
    """

    key: str
    value: str
    disabled: bool = False
    secret: bool = False
    description: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment or globals file: a named list of variables, and notices."""

    name: str
    variables: tuple[DefinedVariable, ...] = ()
    notices: tuple[Notice, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Collection:
    """A whole collection. `root` holds its items, auth, scripts and behaviour.

    `root.name` is the collection's name, `root.description` its description and `root.id`
    Postman's id of it.
    """

    root: Folder
    variables: tuple[DefinedVariable, ...] = ()

    @property
    def name(self) -> str:
        return self.root.name


def walk(
    folder: Folder, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Item]]:
    """Every item below `folder` in document order, with the path of folder names and its own."""
    stack: list[tuple[tuple[str, ...], Folder | Item]] = [
        (path, child) for child in reversed(folder.items)
    ]
    while stack:
        above, node = stack.pop()
        here = (*above, node.name)
        if isinstance(node, Folder):
            stack.extend((here, child) for child in reversed(node.items))
        else:
            yield here, node

"""One YAML file of a v3 tree in, its members out, with notices by file and line.

What Postman drops without a word (a key it does not know) is a notice here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.errors import InputError
from postkiln.diagnostics.notices import Notice, notice
from postkiln.diagnostics.places import Spot, Steps
from postkiln.postman.javascript import Json, Object, mapping
from postkiln.postman.text.decode import merge_conflicts
from postkiln.postman.text.yaml import Document, parse_yaml

_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d*)?", re.ASCII)
_ROW = "key value disabled description $type"
_REQUEST = "url method headers queryParams pathVariables body"
_ITEM = "$kind id name description url headers auth scripts settings examples order"

KNOWN: Mapping[str, frozenset[str]] = {
    kind: frozenset(keys.split())
    for kind, keys in {
        "collection": "$kind id name description variables scripts auth order",
        "http-request": f"{_ITEM} method queryParams pathVariables body",
        "graphql-request": f"{_ITEM} method query variables schema operationName",
        "http-example": "$kind id name description auth request response order",
        "graphql-example": "$kind id name description auth request response order",
        "environment": "$kind id name description values color",
        "request": f"{_REQUEST} auth query variables operationName schema",
        "response": "statusCode statusText headers body",
        "body": "type content $type",
        "row": _ROW,
        "field": f"{_ROW} type src contentType fileName",
        "variable": "key value disabled description secret source type enabled id",
        "script": "type language code id name disabled packages requests",
        "settings": (
            "protocolVersion strictSSL followRedirects maxRedirects disableUrlEncoding"
            " followOriginalHttpMethod followAuthorizationHeader disableCookies"
            " removeRefererHeaderOnRedirect insecureHTTPParser maxResponseSize"
            " maxHeaderSize disabledSystemHeaders tlsPreferServerCiphers"
            " tlsDisabledProtocols tlsCipherSelection"
        ),
        "auth": "id type name credentials rules description",
    }.items()
}
"""What Postman reads, by what it is a member of (postman-format 1.5)."""


@dataclass(frozen=True, slots=True)
class V3File:
    """A file of a tree. `names` lead to its item; `notices` gathers what is said of it."""

    place: str
    document: Document
    notices: list[Notice] = field(default_factory=list[Notice])
    names: tuple[str, ...] = ()

    @property
    def root(self) -> Object:
        return mapping(self.document.value)

    @property
    def kind(self) -> str:
        return str(self.root.get("$kind") or "")

    def notice(
        self, code: Code, steps: Steps = (), *, case: str = "", **fields: object
    ) -> None:
        """Add a notice about a part of the file."""
        spot = self.spot(steps)
        self.notices.append(notice(self.names, code, case=case, spot=spot, **fields))

    def spot(self, steps: Steps = ()) -> Spot:
        """Where a part of the file stands."""
        return Spot(f"{self.place}:{self.document.line(steps)}")

    def check(self, value: Json, what: str, steps: Steps = ()) -> None:
        """A notice for each key of an object that Postman would drop."""
        for key in mapping(value).keys() - KNOWN[what]:
            where = _PLACES.get(what, "here")
            self.notice(Code.UNKNOWN_KEY, (*steps, key), key=key[:40], where=where)

    def part(self, value: Object, key: str, steps: Steps) -> Object:
        """A member that is an object; a notice when it is something else."""
        member = value.get(key)
        if member is not None and not isinstance(member, dict):
            self.wrong(key, "a map", (*steps, key))
        return mapping(member)

    def wrong(self, key: str, wanted: str, steps: Steps) -> None:
        """A member that is of no use, because it is not what it has to be."""
        self.notice(Code.UNUSABLE_VALUE, steps, key=key, wanted=wanted)

    def text(self, value: Object, key: str, steps: Steps) -> str | None:
        """A member that is text; a notice when it is something else."""
        member = value.get(key)
        if member is None or isinstance(member, str):
            return None if member is None else str(member)
        self.wrong(key, "a string", (*steps, key))
        return None


_PLACES = {
    "row": "in a row",
    "field": "in a field",
    "body": "in a body",
    "auth": "in an auth",
    "response": "in a response",
    "request": "in the request of an example",
    "variable": "in a variable",
    "script": "in a script",
    "settings": "in the settings",
}


_REQUEST_TEXT = re.compile(
    r"^[\"']?\$kind[\"']?:[ \t]*[\"']?[\w.-]+-request\b", re.MULTILINE
)
_ENVIRONMENT_TEXT = re.compile(r"^values:[ \t]*(?:\[|\{|#|$)", re.MULTILINE)


def is_request(text: str) -> bool:
    """Whether a text is the YAML of a request."""
    return not _is_json(text) and _REQUEST_TEXT.search(text) is not None


def is_environment(text: str) -> bool:
    """Whether a text is the YAML of an environment or of globals."""
    return not _is_json(text) and _ENVIRONMENT_TEXT.search(text) is not None


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def parse_file(text: str, place: str) -> V3File:
    """The file with this text. Raises InputError by line and column."""
    if problems := merge_conflicts(text, place):
        raise InputError(*problems)
    return V3File(place, parse_yaml(text, place))


def sorted_by_order(rows: list[tuple[Json, str, Object]]) -> Iterator[Object]:
    """Siblings by `order`, those without one after the others by name."""

    def rank(row: tuple[Json, str, Object]) -> tuple[bool, float, str]:
        order = _number(row[0])
        return order is None, order or 0, row[1]

    yield from (row[2] for row in sorted(rows, key=rank))


def _number(value: Json) -> float | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    return None

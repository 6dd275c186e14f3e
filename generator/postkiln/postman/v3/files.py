"""One YAML file of a v3 tree in, its members out, with notices by file and line.

What Postman drops without a word (a key it does not know) is a notice here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.errors import InputError
from postkiln.diagnostics.notices import Notice, notice
from postkiln.diagnostics.places import Spot, Steps
from postkiln.postman.javascript import Json, Object, mapping
from postkiln.postman.text.decode import merge_conflicts
from postkiln.postman.text.yaml import YamlDocument, parse_yaml

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
    """A file of a tree. `names` lead to its item; `notices` gathers what is left out."""

    place: str
    document: YamlDocument
    notices: list[Notice] = field(default_factory=list[Notice])
    names: tuple[str, ...] = ()

    @property
    def top(self) -> V3Map:
        """The whole file."""
        return V3Map(self, mapping(self.document.value), ())

    @property
    def kind(self) -> str:
        return str(self.top.value.get("$kind") or "")

    @property
    def order(self) -> Json:
        return self.top.value.get("order")

    def spot(self, steps: Steps = ()) -> Spot:
        """Where a part of the file stands."""
        return Spot(f"{self.place}:{self.document.line(steps)}")


@dataclass(frozen=True, slots=True)
class V3Map:
    """A map in a file, and the steps that lead to it."""

    file: V3File
    value: Object
    steps: Steps

    def text(self, key: str) -> str | None:
        """A member that is a string; a notice when it is something else."""
        member = self.value.get(key)
        if isinstance(member, str):
            return str(member)
        if member is not None:
            self.reject(key, "a string")
        return None

    def map(self, key: str) -> V3Map:
        """A member that is a map; an empty one, and a notice, when it is something else."""
        member = self.value.get(key)
        if member is not None and not isinstance(member, dict):
            self.reject(key, "a map")
        return V3Map(self.file, mapping(member), (*self.steps, key))

    def check_keys(self, kind: str) -> None:
        """A notice for each key that Postman does not know in a map of this kind."""
        where = _PLACES.get(kind, "here")
        unknown = [key for key in self.value if key not in KNOWN[kind]]
        for key in unknown:
            self.notice(Code.UNKNOWN_KEY, key, key=key[:40], where=where)

    def reject(self, key: str, wanted: str) -> None:
        """A notice about a member that is not what it must be."""
        self.notice(Code.UNUSABLE_VALUE, key, key=key, wanted=wanted)

    def notice(self, code: Code, *below: str, case: str = "", **fields: object) -> None:
        """A notice about the map, or about the member that `below` leads to."""
        spot = self.file.spot((*self.steps, *below))
        made = notice(self.file.names, code, case=case, spot=spot, **fields)
        self.file.notices.append(made)


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


@dataclass(frozen=True, slots=True)
class Sibling:
    """A converted item, folder or example, and what its place among others is decided by."""

    order: Json
    name: str
    converted: Object


def sorted_by_order(siblings: list[Sibling]) -> list[Json]:
    """Siblings by `order`, those without one after the others by name."""
    return [each.converted for each in sorted(siblings, key=_rank)]


def _rank(sibling: Sibling) -> tuple[bool, float, str]:
    order = _number(sibling.order)
    return order is None, order or 0, sibling.name


def _number(value: Json) -> float | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    return None

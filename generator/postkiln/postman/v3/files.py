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
from postkiln.postman.text.location import is_json
from postkiln.postman.text.yaml import YamlDocument, parse_yaml

_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d*)?", re.ASCII)
_ROW = "key value disabled description $type"
_REQUEST = "url method headers queryParams pathVariables body"
_ITEM = "$kind id name description url headers auth scripts settings examples order"

_EXAMPLE = "$kind id name description auth request response order"
_SETTINGS = (
    "protocolVersion strictSSL followRedirects maxRedirects disableUrlEncoding"
    " followOriginalHttpMethod followAuthorizationHeader disableCookies"
    " removeRefererHeaderOnRedirect insecureHTTPParser maxResponseSize"
    " maxHeaderSize disabledSystemHeaders tlsPreferServerCiphers"
    " tlsDisabledProtocols tlsCipherSelection"
)


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


KNOWN: Mapping[str, frozenset[str]] = {
    "collection": _keys("$kind id name description variables scripts auth order"),
    "http-request": _keys(f"{_ITEM} method queryParams pathVariables body"),
    "graphql-request": _keys(f"{_ITEM} method query variables schema operationName"),
    "http-example": _keys(_EXAMPLE),
    "graphql-example": _keys(_EXAMPLE),
    "environment": _keys("$kind id name description values color"),
    "request": _keys(f"{_REQUEST} auth query variables operationName schema"),
    "response": _keys("statusCode statusText headers body"),
    "body": _keys("type content $type"),
    "row": _keys(_ROW),
    "field": _keys(f"{_ROW} type src contentType fileName"),
    "variable": _keys("key value disabled description secret source type enabled id"),
    "script": _keys("type language code id name disabled packages requests"),
    "settings": _keys(_SETTINGS),
    "auth": _keys("id type name credentials rules description"),
}
"""The keys that Postman reads, by what they are members of (postman-format 1.5)."""


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
        value = mapping(self.document.value)
        return V3Map(self, value, ())

    @property
    def kind(self) -> str:
        return self.top.word("$kind")

    @property
    def order(self) -> Json:
        return self.top.value.get("order")

    def spot(self, steps: Steps = ()) -> Spot:
        """Where a part of the file stands."""
        line = self.document.line(steps)
        return Spot(f"{self.place}:{line}")


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

    def word(self, key: str) -> str:
        """A member as text, whatever it is; "" when it is missing or empty."""
        return str(self.value.get(key) or "")

    def map(self, key: str) -> V3Map:
        """A member that is a map; an empty one, and a notice, when it is something else."""
        member = self.value.get(key)
        if member is not None and not isinstance(member, dict):
            self.reject(key, "a map")
        return self.below(member, key)

    def below(self, value: Json, *steps: str | int) -> V3Map:
        """The map that `steps` lead to from here; an empty one when it is something else."""
        return V3Map(self.file, mapping(value), self.steps + steps)

    def check_keys(self, kind: str) -> None:
        """A notice for each key that Postman does not know in a map of this kind."""
        known = KNOWN[kind]
        where = _PLACES.get(kind, "here")
        for key in self.value:
            if key not in known:
                self.notice(Code.UNKNOWN_KEY, key, key=key[:40], where=where)

    def reject(self, key: str, wanted: str) -> None:
        """A notice about a member that is not what it must be."""
        self.notice(Code.UNUSABLE_VALUE, key, key=key, wanted=wanted)

    def notice(self, code: Code, *below: str, case: str = "", **fields: object) -> None:
        """A notice about the map, or about the member that `below` leads to."""
        file = self.file
        spot = file.spot(self.steps + below)
        made = notice(file.names, code, case=case, spot=spot, **fields)
        file.notices.append(made)


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
    return not is_json(text) and _REQUEST_TEXT.search(text) is not None


def is_environment(text: str) -> bool:
    """Whether a text is the YAML of an environment or of globals."""
    return not is_json(text) and _ENVIRONMENT_TEXT.search(text) is not None


def parse_file(text: str, place: str) -> V3File:
    """The file with this text. Raises InputError by line and column."""
    if problems := merge_conflicts(text, place):
        raise InputError(*problems)
    return V3File(place, parse_yaml(text, place))


@dataclass(frozen=True, slots=True)
class Sibling:
    """A converted item, folder or example, and what decides its place among others."""

    order: Json
    name: str
    converted: Object


def sorted_by_order(siblings: list[Sibling]) -> list[Json]:
    """Siblings by `order`, those without one after the others by name."""
    ordered = sorted(siblings, key=_rank)
    return [each.converted for each in ordered]


def _rank(sibling: Sibling) -> tuple[bool, float, str]:
    order = _number(sibling.order)
    return order is None, order or 0, sibling.name


def _number(value: Json) -> float | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    return None

"""A text of a small collection, and the row of its table that decides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from build.trees import ORIGIN, url

from postkiln.build.inherit import inherit
from postkiln.build.placement.evidence import evidence_of
from postkiln.build.placement.place import place, with_path_samples
from postkiln.build.request.decision import Decision
from postkiln.build.request.requests import RequestTemplate, request_of
from postkiln.build.variables import used_names, values_of
from postkiln.model.template import Spelling
from postkiln.postman.collection import (
    Collection,
    DefinedVariable,
    Entry,
    Folder,
    Item,
    ItemRequest,
)
from postkiln.secrets.redact import SecretExtractor

DISABLED = "// "
"""In front of a line: a header or query item that is not sent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in short: the path with its query, and lines that are headers.

    `described` are descriptions by key.
    """

    target: str
    headers: tuple[str, ...] = ()
    method: str = "GET"
    origin: str = ORIGIN
    described: Mapping[str, str] = field(default_factory=dict[str, str])

    def item(self) -> Item:
        path, _, query = self.target.partition("?")
        pairs = [_pair(each, "=", self.described) for each in query.split("&") if each]
        headers = [_pair(each, ": ", self.described) for each in self.headers]
        to = url(path, query=tuple(pairs), origin=self.origin)
        request = ItemRequest(self.method, to, tuple(headers))
        return Item(self.target, request)


def _pair(text: str, between: str, described: Mapping[str, str]) -> Entry:
    shown = text.removeprefix(DISABLED)
    key, found, value = shown.partition(between)
    return Entry(
        key,
        value if found else None,
        disabled=shown != text,
        description=described.get(key, ""),
    )


def asked(*targets: str) -> tuple[Asked, ...]:
    """Requests of which only path and query matter."""
    return tuple(map(Asked, targets))


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the row that decides it; `near` is a row that it just does not fit.

    `key` is that of the text in the first request, `others` the rest of the collection,
    `values` what its variables are worth.
    """

    row: str
    key: str
    request: Asked
    others: tuple[Asked, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    near: str = ""

    def __str__(self) -> str:
        return f"{self.key} of {self.request.target[:40]} {self.row}"

    def placed(self) -> RequestTemplate:
        return placed((self.request, *self.others), self.values)[0]


def placed(
    requests: Iterable[Asked], values: Mapping[str, str]
) -> tuple[RequestTemplate, ...]:
    """The requests with their decisions, as the passes of `build` make them."""
    items = tuple(each.item() for each in requests)
    variables = tuple(DefinedVariable(key, value) for key, value in values.items())
    scopes = inherit(Collection(Folder("Shop", items), variables))
    known = values_of((), variables)
    spelling = Spelling(used_names(scopes, known))
    extractor = SecretExtractor((), spelling.used)
    read: list[RequestTemplate] = []
    for item in scopes.items:
        request = request_of(item, extractor, known, spelling)
        assert isinstance(request, RequestTemplate)
        read.append(with_path_samples(request))
    return place(read, evidence_of(read), known)


def path_decision(example: Example) -> Decision:
    """The decision on the variable of that name; on the only one without a `key`."""
    decisions = example.placed().path
    if not example.key:
        (only,) = decisions.values()
        return only
    return next(each for v, each in decisions.items() if v.name == example.key)


def query_decision(example: Example) -> Decision:
    return next(q.decision for q in example.placed().query if q.key == example.key)


def header_decision(example: Example) -> Decision:
    headers = example.placed().headers
    return next(h.decision for h in headers if h.name == example.key)


def untested(rows: Sequence[str], examples: Iterable[Example]) -> list[str]:
    """The rows without an example, and those but the last without one that is near."""
    shown = list(examples)
    fitting = {each.row for each in shown}
    near = {each.near for each in shown}
    found = [f"no example of {row!r}" for row in rows if row not in fitting]
    found += [f"nothing near {row!r}" for row in rows[:-1] if row not in near]
    return found

"""Requests -> the same, each text with what it becomes in the client.

First `with_path_samples`: literal segments that name one thing become variables. Then,
when the evidence of all requests is there, `place`: every text is looked up in its table.
What a lock has of an item stays as it was decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from postkiln.build.placement.choices import Choices
from postkiln.build.placement.chosen import Filling, chosen_entry, chosen_value
from postkiln.build.placement.evidence import (
    CollectionEvidence,
    header_place,
    query_place,
    same_call,
    stripped,
)
from postkiln.build.placement.paths import place_path
from postkiln.build.placement.possible import Text, why_no_longer, why_not
from postkiln.build.placement.segments import with_variables
from postkiln.build.placement.settled import Settled, first_of, value_of
from postkiln.build.placement.tables.header_table import HEADER_TABLE, HeaderText
from postkiln.build.placement.tables.names import Says, says
from postkiln.build.placement.tables.query_table import QUERY_TABLE, QueryText
from postkiln.build.placement.tables.rows import decide
from postkiln.build.placement.tables.texts import kind_of
from postkiln.build.request.decision import Becomes, Decision
from postkiln.build.request.headers import HeaderTemplate
from postkiln.build.request.requests import QueryTemplate, RequestTemplate
from postkiln.build.variables import CollectionVariables
from postkiln.model import template as templates
from postkiln.model.api import Value
from postkiln.model.template import Kind, Template, Variable

ADDRESS = "url"
"""The name of a whole address."""

_ADDRESS = Decision(Becomes.REQUIRED, "path: a variable that is the whole address")
_ORIGIN = Decision(Becomes.OPTION, "path: a whole address that is an origin")
NO_CHOICES = Choices()


def with_path_samples(request: RequestTemplate) -> RequestTemplate:
    """The request with variables for the samples in its path."""
    found = with_variables(request.address.segments)
    if found.templates == request.address.segments:
        return request
    address = replace(request.address, segments=found.templates)
    samples = {each.variable: each.literal for each in found.samples}
    return replace(request, address=address, samples=samples, written=found.written)


def place(
    requests: Sequence[RequestTemplate],
    evidence: CollectionEvidence,
    values: CollectionVariables,
    choices: Choices = NO_CHOICES,
) -> tuple[RequestTemplate, ...]:
    """The requests, with a decision for each text of path, query and headers.

    UsageError: `choices` ask for what cannot be.
    """
    placed: list[RequestTemplate] = []
    for request in requests:
        settled = settled_of(request, choices)
        placed.append(_Placer(request, evidence, values, settled).placed())
    return tuple(placed)


def settled_of(request: RequestTemplate, choices: Choices) -> Settled:
    """What the lock and the configuration say of an item."""
    path = request.item.path
    chosen = choices.of(path)
    if request.locked is None:
        return Settled(path, chosen=chosen)
    return Settled(path, request.locked.values, chosen)


@dataclass(frozen=True, slots=True)
class _Placer:
    """Places the texts of one request."""

    request: RequestTemplate
    evidence: CollectionEvidence
    values: CollectionVariables
    settled: Settled

    def placed(self) -> RequestTemplate:
        path = place_path(self.request, self.evidence, self.values, self.settled)
        arguments = frozenset(
            variable
            for variable, decision in path.decisions.items()
            if decision.becomes is Becomes.REQUIRED
        )
        address = self._address()
        queries = self._queries(arguments)
        headers = self._headers(arguments)
        is_argument = address is not None and address.becomes is Becomes.REQUIRED
        return replace(
            self.request,
            address=replace(self.request.address, segments=path.segments),
            address_variable=self._whole_address() if is_argument else None,
            path=path.decisions,
            samples=path.samples,
            query=tuple(item for _, item in queries),
            headers=tuple(header for _, header in headers),
            values=(
                *([] if address is None else [value_of(ADDRESS, address)]),
                *path.values,
                *_listed(queries),
                *_listed(headers),
                *path.words,
            ),
        )

    def _address(self) -> Decision | None:
        """Whether an address that is one variable is an argument, or an origin."""
        only = self._whole_address()
        if only is None:
            return None
        is_origin = says(only.name, Says.ORIGIN) or self.evidence.is_origin(only)
        table = _ORIGIN if is_origin else _ADDRESS
        return self.settled.decision(ADDRESS, table, _why_no_address, _why_no_address)

    def _whole_address(self) -> Variable | None:
        """The variable that is all of the address: `{{upload_url}}`."""
        address = self.request.address
        only = templates.sole_variable(address.origin)
        is_own = only is not None and only.kind is Kind.COLLECTION
        return only if is_own and not any(address.segments) else None

    def _decision(
        self, name: str, table: Decision, text: Text, filling: Filling
    ) -> Decision:
        return self.settled.decision(
            name,
            table,
            lambda becomes: why_not(becomes, text, filling.fill),
            lambda becomes: why_no_longer(becomes, text),
        )

    def _queries(
        self, arguments: frozenset[Variable]
    ) -> list[tuple[str, QueryTemplate]]:
        """The items of the query, each with its name; a disabled one beside another has none."""
        counts = Counter(each.key for each in self.request.sent_query())
        filling = Filling(self.values, arguments)
        names = _NumberedNames()
        placed: list[tuple[str, QueryTemplate]] = []
        for item in self.request.query:
            text = self._query_text(item, arguments, counts[item.key] > 1)
            table = decide(QUERY_TABLE, text)
            if not item.is_sent and counts[item.key]:
                placed.append(("", replace(item, decision=table)))
                continue
            name = names.next(query_place(item.key))
            decision = self._decision(name, table, text, filling)
            own = replace(
                item,
                value=chosen_value(item.value, decision, text, filling),
                entry=chosen_entry(item.entry, decision),
                decision=decision,
            )
            placed.append((name, own))
        return placed

    def _query_text(
        self, item: QueryTemplate, arguments: frozenset[Variable], is_repeated: bool
    ) -> QueryText:
        value = item.value or ()
        siblings = self.evidence.siblings[same_call(self.request)]
        place, origin = query_place(item.key), self.request.address.origin
        return QueryText(
            key=item.key,
            value=item.value,
            kind=kind_of(item.value),
            is_sent=item.is_sent,
            has_name=item.has_name,
            is_repeated=is_repeated,
            is_credential=item.is_credential and not self._names_a_thing(value),
            is_everywhere=self.evidence.is_everywhere(origin, place, value),
            has_value=self._has_value(value),
            follows_path=_follows(value, arguments),
            is_told_apart_by=siblings.some_lack(item.key),
            differs=not is_repeated and siblings.other_words(item.key, value),
            description=item.entry.description,
        )

    def _headers(
        self, arguments: frozenset[Variable]
    ) -> list[tuple[str, HeaderTemplate]]:
        """The headers, each with its name."""
        sent = {(h.name.lower(), h.value) for h in self.request.sent_headers()}
        counts = Counter(name for name, _ in sent)  # the same line twice is one
        filling = Filling(self.values, arguments)
        names = _NumberedNames()
        placed: list[tuple[str, HeaderTemplate]] = []
        for header in self.request.headers:
            is_repeated = counts[header.name.lower()] > 1
            text = self._header_text(header, arguments, is_repeated)
            name = names.next(header_place(header.name))
            decision = self._decision(name, decide(HEADER_TABLE, text), text, filling)
            own = replace(
                header,
                value=chosen_value(header.value, decision, text, filling) or (),
                entry=chosen_entry(header.entry, decision),
                decision=decision,
            )
            placed.append((name, own))
        return placed

    def _header_text(
        self, header: HeaderTemplate, arguments: frozenset[Variable], is_repeated: bool
    ) -> HeaderText:
        value = header.value
        place, origin = header_place(header.name), self.request.address.origin
        is_extracted = bool(templates.extracted(value))
        return HeaderText(
            name=header.name,
            value=value,
            kind=kind_of(value),
            is_sent=header.is_sent,
            has_name=not templates.is_open(templates.parse(header.name)),
            is_repeated=is_repeated,
            is_credential=is_extracted
            or (header.is_credential and not self._names_a_thing(value)),
            is_everywhere=self.evidence.is_everywhere(origin, place, value),
            has_value=self._has_value(value),
            follows_path=_follows(value, arguments),
            is_of_the_address=_is_host(value, origin),
            description=header.entry.description,
        )

    def _names_a_thing(self, value: Template) -> bool:
        """Whether the value is a variable that stands in a path, here or elsewhere."""
        variable = templates.sole_variable(value)
        return variable is not None and variable in self.evidence.in_paths

    def _has_value(self, value: Template) -> bool:
        found = templates.variables(value)
        return bool(found) and all(map(self.values.has_value, found))


@dataclass(slots=True)
class _NumberedNames:
    """Names of values; those of a key that is there again have a number."""

    counts: Counter[str] = field(default_factory=Counter[str])

    def next(self, name: str) -> str:
        self.counts[name] += 1
        number = self.counts[name]
        return name if number == 1 else f"{name} #{number}"


def _listed(texts: Iterable[tuple[str, QueryTemplate | HeaderTemplate]]) -> list[Value]:
    """The decisions by name; a key that is there again is listed where it differs."""
    found: dict[str, Value] = {}
    for name, text in texts:
        value = value_of(name, text.decision)
        first = found.get(first_of(name))
        is_same = first is not None and first.becomes == value.becomes
        if name and not is_same:
            found[name] = value
    return list(found.values())


def _why_no_address(becomes: Becomes) -> str:
    if becomes in (Becomes.REQUIRED, Becomes.OPTION):
        return ""
    return "an address is always needed. Use 'required' or 'option'"


def _follows(value: Template, arguments: frozenset[Variable]) -> bool:
    """Whether the variables of a text are arguments of the path, one at least."""
    found = templates.variables(value)
    return bool(found) and arguments.issuperset(found)


def _is_host(value: Template, origin: Template) -> bool:
    """Whether a Host header says what the address says."""
    own = templates.literal(stripped(value)).lower()
    match origin:
        case (Variable(kind=Kind.ORIGIN, name=name),):
            return name.rpartition("//")[2].lower() == own
        case _:
            return False

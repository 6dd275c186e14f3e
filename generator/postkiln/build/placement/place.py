"""Requests -> the same, each text with what it becomes in the client.

First `with_path_samples`: literal segments that name one thing become variables. Then,
when the evidence of all requests is there, `place`: every text is looked up in its table.
What a lock has of an item stays as it was decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from postkiln.build.placement.evidence import (
    CollectionEvidence,
    header_place,
    query_place,
    same_call,
    stripped,
)
from postkiln.build.placement.header_table import HEADER_TABLE, HeaderText
from postkiln.build.placement.names import Says, says
from postkiln.build.placement.path_table import PATH_TABLE, PathVariable
from postkiln.build.placement.query_table import QUERY_TABLE, QueryText
from postkiln.build.placement.rows import decide
from postkiln.build.placement.segments import with_variables
from postkiln.build.placement.texts import kind_of
from postkiln.build.request.decision import Becomes, Decision
from postkiln.build.request.headers import HeaderTemplate
from postkiln.build.request.requests import QueryTemplate, RequestTemplate
from postkiln.build.variables import CollectionVariables
from postkiln.model import template as templates
from postkiln.model.template import Kind, Template, Variable

LOCKED = "decided before, and locked"


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
) -> tuple[RequestTemplate, ...]:
    """The requests, with a decision for each text of path, query and headers."""
    return tuple(_Placer(each, evidence, values).placed() for each in requests)


@dataclass(frozen=True, slots=True)
class _Placer:
    """Places the texts of one request."""

    request: RequestTemplate
    evidence: CollectionEvidence
    values: CollectionVariables

    def placed(self) -> RequestTemplate:
        path = self._path()
        address = self._address_variable()
        arguments = frozenset(
            variable
            for variable, decision in path.items()
            if decision.becomes is Becomes.REQUIRED
        )
        return replace(
            self.request,
            address_variable=address,
            path=path,
            query=tuple(self._queries(arguments)),
            headers=tuple(self._headers(arguments)),
        )

    def _address_variable(self) -> Variable | None:
        """The variable that is the whole address and no origin: `{{upload_url}}`."""
        address = self.request.address
        only = templates.sole_variable(address.origin)
        if only is None or only.kind is not Kind.COLLECTION or any(address.segments):
            return None
        is_origin = says(only.name, Says.ORIGIN) or self.evidence.is_origin(only)
        return None if is_origin else only

    def _locked(self, place: str) -> Decision | None:
        """What the lock has decided for a place of this item."""
        locked = self.request.locked
        if locked is None or place not in locked.values:
            return None
        return Decision(Becomes(locked.values[place]), LOCKED)

    def _path(self) -> Mapping[Variable, Decision]:
        decisions: dict[Variable, Decision] = {}
        in_origin = templates.variables(self.request.address.origin)
        segments = self.request.address.segments
        for length, segment in enumerate(segments, 1):
            for variable in templates.variables(segment):
                if variable in in_origin:  # an option already, and the same text
                    continue
                text = self._path_text(variable, segments[:length])
                locked = self._locked(f"path {variable.name}")
                decisions.setdefault(variable, locked or decide(PATH_TABLE, text))
        return decisions

    def _path_text(
        self, variable: Variable, beginning: tuple[Template, ...]
    ) -> PathVariable:
        origin = self.request.address.origin
        is_last = _ends_path(self.request.address.segments[-1], variable)
        is_sample = variable in self.request.samples
        chosen = templates.variables_chosen(beginning[-1], self.values.raw)
        return PathVariable(
            variable=variable,
            is_choosing=variable in tuple(chosen),
            has_value=self.values.has_value(variable),
            is_leading=not is_sample and self.evidence.is_beginning(origin, beginning),
            is_query=is_last and self._stands_for_query(variable),
        )

    def _stands_for_query(self, variable: Variable) -> bool:
        if variable.kind is not Kind.COLLECTION:
            return False
        value = self.values.raw.get(variable.name, "")
        return value.startswith("?") or says(variable.name, Says.QUERY_STRING)

    def _queries(self, arguments: frozenset[Variable]) -> list[QueryTemplate]:
        counts = Counter(each.key for each in self.request.sent_query())
        placed: list[QueryTemplate] = []
        for item in self.request.query:
            locked = self._locked(query_place(item.key))
            text = self._query_text(item, arguments, counts[item.key] > 1)
            decision = locked or decide(QUERY_TABLE, text)
            placed.append(replace(item, decision=decision))
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
            differs=siblings.other_words(item.key, value),
            description=item.entry.description,
        )

    def _headers(self, arguments: frozenset[Variable]) -> list[HeaderTemplate]:
        sent = {(h.name.lower(), h.value) for h in self.request.sent_headers()}
        counts = Counter(name for name, _ in sent)  # the same line twice is one
        placed: list[HeaderTemplate] = []
        for header in self.request.headers:
            is_repeated = counts[header.name.lower()] > 1
            text = self._header_text(header, arguments, is_repeated)
            locked = self._locked(header_place(header.name))
            decision = locked or decide(HEADER_TABLE, text)
            placed.append(replace(header, decision=decision))
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


def _ends_path(segment: Template, variable: Variable) -> bool:
    """Whether the path ends there: nothing follows, or more of a query: `{{sas}}&a=1`."""
    if variable not in segment:
        return False
    match segment[segment.index(variable) + 1 :]:
        case ():
            return True
        case (str(text), *_):
            return text.startswith("&")
        case _:
            return False


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

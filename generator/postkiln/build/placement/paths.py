"""The path of a request -> the same, each part with what it becomes.

What the configuration makes a constant of is written out in the path; a word that it
makes an argument or an option of becomes a variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from postkiln.build.placement.evidence import CollectionEvidence
from postkiln.build.placement.possible import NO_VALUE, WRITTEN_OUT
from postkiln.build.placement.segments import free_name, singular, words_before
from postkiln.build.placement.settled import Settled, value_of
from postkiln.build.placement.tables.names import Says, says
from postkiln.build.placement.tables.path_table import (
    PATH_TABLE,
    PathVariable,
    named_after,
)
from postkiln.build.placement.tables.rows import decide
from postkiln.build.request.decision import Becomes, Decision
from postkiln.build.request.requests import RequestTemplate
from postkiln.build.variables import CollectionVariables
from postkiln.model import template as templates
from postkiln.model.api import Value
from postkiln.model.template import Kind, Template, Variable

_WORD = Decision(Becomes.CONSTANT, "path: a word, or a number that is no id")
_LEFT_OUT = (Becomes.OPTIONAL, Becomes.DEFAULT)


@dataclass(frozen=True, slots=True)
class PlacedPath:
    """The segments of a path, and what its variables become.

    `samples` are the literals behind the variables that postkiln made. `values` are the
    decisions for variables, `words` those for literal segments.
    """

    segments: tuple[Template, ...]
    decisions: Mapping[Variable, Decision]
    samples: Mapping[Variable, str]
    values: tuple[Value, ...]
    words: tuple[Value, ...]


def place_path(
    request: RequestTemplate,
    evidence: CollectionEvidence,
    values: CollectionVariables,
    settled: Settled,
) -> PlacedPath:
    """UsageError: the configuration asks for what no part of a path can be."""
    return _PathPlacer(request, evidence, values, settled).placed()


@dataclass(frozen=True, slots=True)
class _PathPlacer:
    request: RequestTemplate
    evidence: CollectionEvidence
    values: CollectionVariables
    settled: Settled

    def placed(self) -> PlacedPath:
        variables = self._variables()
        words = self._words()
        chosen = self._chosen_words(words, variables)
        written = dict(self._written(variables))
        segments: list[Template] = []
        for at, segment in enumerate(self.request.address.segments):
            if at in chosen:
                segment = (chosen[at],)
            segments.append(_filled(segment, written))
        decisions = {v: each for v, each in variables.items() if v not in written}
        samples = dict(self.request.samples)
        for at, variable in chosen.items():
            decisions[variable] = words[at]
            samples[variable] = self._literal(at)
        return PlacedPath(
            segments=tuple(segments),
            decisions=decisions,
            samples=samples,
            values=_listed((v.name, each) for v, each in variables.items()),
            words=tuple(
                Value(_name(self._literal(at)), each.becomes.value, each.row)
                for at, each in words.items()
            ),
        )

    def _literal(self, at: int) -> str:
        return templates.literal(self.request.address.segments[at])

    def _words(self) -> Mapping[int, Decision]:
        """What becomes of the literal segments, by position."""
        found: dict[int, Decision] = {}
        for at, segment in enumerate(self.request.address.segments):
            if segment and not templates.is_open(segment):
                name = _name(self._literal(at))
                found[at] = self.settled.decision(name, _WORD, _why_not_word, _always)
        return found

    def _chosen_words(
        self, words: Mapping[int, Decision], taken: Iterable[Variable]
    ) -> Mapping[int, Variable]:
        """The variables of the literal segments that are constants no longer."""
        names = {each.name for each in taken}
        found: dict[int, Variable] = {}
        for at, decision in words.items():
            if decision.becomes is Becomes.CONSTANT:
                continue
            before = words_before(self.request.address.segments[:at])
            name = singular(named_after(before)) or self._literal(at)
            name = free_name(name, names)
            found[at] = Variable(name, Kind.PATH)
        return found

    def _written(
        self, decisions: Mapping[Variable, Decision]
    ) -> Iterator[tuple[Variable, str]]:
        """What stands in place of the variables that are constants."""
        for variable, decision in decisions.items():
            if decision.becomes is Becomes.CONSTANT:
                yield variable, self._text_of(variable) or ""

    def _variables(self) -> Mapping[Variable, Decision]:
        decisions: dict[Variable, Decision] = {}
        in_origin = templates.variables(self.request.address.origin)
        segments = self.request.address.segments
        for length, segment in enumerate(segments, 1):
            for variable in templates.variables(segment):
                # One of the origin is an option already, and the same text.
                if variable not in in_origin and variable not in decisions:
                    text = self._path_text(variable, segments[:length])
                    decisions[variable] = self._decision(variable, text)
        return decisions

    def _decision(self, variable: Variable, text: PathVariable) -> Decision:
        decision = self.settled.decision(
            _name(variable.name),
            decide(PATH_TABLE, text),
            partial(self._why_not, text),
            partial(_why_no_longer, text),
        )
        is_unset = decision.becomes is Becomes.OPTION and not text.has_value
        if decision.unchosen is None or not is_unset:
            return decision
        # A path has no place for an option without a value.
        return replace(decision, becomes=Becomes.REQUIRED_OPTION)

    def _why_not(self, text: PathVariable, becomes: Becomes) -> str:
        variable = text.variable
        if becomes in _LEFT_OUT:
            return NOT_LEFT_OUT
        if text.is_choosing:
            return _CHOOSES
        if becomes is not Becomes.CONSTANT:
            return ""
        if variable.kind is Kind.EXTRACTED:
            return WRITTEN_OUT
        return "" if self._text_of(variable) else NO_VALUE

    def _text_of(self, variable: Variable) -> str | None:
        """What the item has in place of a variable; None where it is not known."""
        if variable in self.request.samples:
            return self.request.samples[variable]
        if variable.kind is Kind.COLLECTION:
            own = self.values.texts.get(variable.name)
        else:
            own = self._given().get(variable.name)
        return None if own is None else self.values.plain(own)

    def _given(self) -> Mapping[str | None, str | None]:
        """What the item gives the variables of its path, by name."""
        url = self.request.item.item.request.url
        return {} if url is None else {each.key: each.value for each in url.variables}

    def _path_text(
        self, variable: Variable, beginning: tuple[Template, ...]
    ) -> PathVariable:
        origin = self.request.address.origin
        is_last = _ends_path(self.request.address.segments[-1], variable)
        is_sample = variable in self.request.samples
        chosen = templates.variables_chosen(beginning[-1], self.values.raw)
        return PathVariable(
            variable=variable,
            is_sample=is_sample,
            is_choosing=variable in tuple(chosen),
            has_value=self.values.has_value(variable),
            is_leading=not is_sample and self.evidence.is_beginning(origin, beginning),
            is_query=is_last and self._stands_for_query(variable),
        )

    def _stands_for_query(self, variable: Variable) -> bool:
        if variable.kind is not Kind.COLLECTION:
            return False
        own = self.values.raw.get(variable.name, "")
        return own.startswith("?") or says(variable.name, Says.QUERY_STRING)


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


_CHOOSES = "its value is part of the name of another variable"
NOT_LEFT_OUT = (
    "a part of a path cannot be left out. Use 'required', 'option' or 'constant'"
)


def _name(key: str) -> str:
    return f"path {key}"


def _listed(decisions: Iterable[tuple[str, Decision]]) -> tuple[Value, ...]:
    """The decisions by name, the first of each."""
    found: dict[str, Value] = {}
    for key, decision in decisions:
        found.setdefault(key, value_of(_name(key), decision))
    return tuple(found.values())


def _why_not_word(becomes: Becomes) -> str:
    return NOT_LEFT_OUT if becomes in _LEFT_OUT else ""


def _always(becomes: Becomes) -> str:
    """A lock has nothing on words: what they are is told by themselves."""
    return "a word"


def _why_no_longer(text: PathVariable, becomes: Becomes) -> str:
    variable = text.variable
    if text.is_choosing:
        return _CHOOSES
    is_credential = becomes is Becomes.CREDENTIAL
    if variable.kind is Kind.EXTRACTED and not is_credential:
        return WRITTEN_OUT
    if variable.kind is Kind.PATH and is_credential:
        return "what the item gives is no credential"
    return "" if becomes.is_option or becomes is Becomes.REQUIRED else NOT_LEFT_OUT


def _filled(segment: Template, written: Mapping[Variable, str]) -> Template:
    parts: list[str | Variable] = []
    for part in segment:
        if isinstance(part, Variable):
            parts.append(written.get(part, part))
        else:
            parts.append(part)
    return templates.joined(parts)

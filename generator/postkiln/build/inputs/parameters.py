"""The arguments of a call, its query and its headers, by what each text becomes.

In: a request whose texts were placed. Out: its `Parameter`s, and the entries of query and
headers, which say what is sent when the call gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from postkiln.build.inputs.context import Context
from postkiln.build.inputs.seen import example_urls, seen_in_paths, seen_in_queries
from postkiln.build.inputs.text_shapes import hinted_shape, shape_of_samples
from postkiln.build.inputs.variable_parameters import variable_parameters
from postkiln.build.request.decision import Becomes, Decision
from postkiln.build.request.descriptions import choices_of
from postkiln.build.request.headers import HeaderTemplate
from postkiln.build.request.requests import QueryTemplate, RequestTemplate
from postkiln.model import template as templates
from postkiln.model.api import (
    Body,
    HeaderEntry,
    Parameter,
    Place,
    QueryEntry,
    Sample,
)
from postkiln.model.template import Kind, Variable
from postkiln.postman.collection import Entry, Url
from postkiln.secrets import detect as secrets
from postkiln.shapes.lattice import PLAIN

FRESH = "{{$guid}}"
_LONGEST_DEFAULT = 200  # characters; a longer word is sent by the operation

Text = QueryTemplate | HeaderTemplate


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a call takes besides its body, and the query and headers it makes of that."""

    query: tuple[QueryEntry, ...]
    headers: tuple[HeaderEntry, ...]
    parameters: tuple[Parameter, ...]


def inputs_of(request: RequestTemplate, body: Body | None, context: Context) -> Inputs:
    """Parameters in the order path, query, headers, variables."""
    reader = _InputReader(request, context, tuple(example_urls(request)))
    query = tuple(_placed(request.query))
    headers = tuple(each for each in request.headers if _is_ever_sent(each))
    return Inputs(
        query=tuple(map(reader.query_entry, query)),
        headers=tuple(map(reader.header_entry, headers)),
        parameters=(
            *reader.address_parameters(),
            *reader.query_parameters(query),
            *reader.header_parameters(headers),
            *variable_parameters(request, body, context),
        ),
    )


def _placed(query: Sequence[QueryTemplate]) -> Iterator[QueryTemplate]:
    """The entries that have a place: enabled ones, and of the disabled the sole ones."""
    enabled = {each.key for each in query if each.is_sent}
    for each in query:
        if each.is_sent or (each.has_name and each.key not in enabled):
            yield each


def _is_ever_sent(header: HeaderTemplate) -> bool:
    return header.decision.becomes is not Becomes.LEFT_OUT


def _is_literal(text: Text) -> bool:
    return text.value is not None and not templates.is_open(text.value)


@dataclass(frozen=True, slots=True)
class _InputReader:
    """Reads one request. `urls` are those of the calls behind its saved answers."""

    request: RequestTemplate
    context: Context
    urls: tuple[Url, ...]

    def query_entry(self, item: QueryTemplate) -> QueryEntry:
        default = self._sent_by_itself(item)
        if default is None:
            return QueryEntry(item.key)
        if item.value is None:
            return QueryEntry(item.key, fixed=True)
        return QueryEntry(item.key, fixed=True, default=default)

    def header_entry(self, header: HeaderTemplate) -> HeaderEntry:
        return HeaderEntry(header.name, self._sent_by_itself(header))

    def _sent_by_itself(self, text: Text) -> str | None:
        """The template that is sent when the call gives nothing; None where none is.

        A word that the signature has as its default is always given.
        """
        match text.decision.becomes:
            case Becomes.REQUIRED | Becomes.OPTIONAL | Becomes.LEFT_OUT:
                return None
            case Becomes.FRESH:
                return FRESH
            case Becomes.DEFAULT if self._signature_default(text) is not None:
                return None
            case _:
                return self.context.spelling.text(text.value or ())

    def _signature_default(self, text: Text) -> str | None:
        """The word that a signature has as its default value."""
        if text.decision.becomes is not Becomes.DEFAULT or not _is_literal(text):
            return None
        word = templates.literal(text.value or ()).strip()
        return word if len(word) <= _LONGEST_DEFAULT else None

    def address_parameters(self) -> Iterator[Parameter]:
        """The whole address where that is an argument, and the variables of the path."""
        address = self.request.address_variable
        if address is not None:
            yield self._address_parameter(address)
        seen = seen_in_paths(self.request, self.urls)
        entries = _variable_entries(self.request)
        for variable, decision in self.request.path.items():
            if decision.becomes is not Becomes.CREDENTIAL:
                entry = entries.get(variable.name)
                is_path = variable.kind is Kind.PATH
                yield self._path_parameter(
                    variable,
                    decision,
                    entry if is_path else None,
                    seen.get(variable, ()),
                )

    def _address_parameter(self, variable: Variable) -> Parameter:
        own = self.context.values.sample(variable)
        return Parameter(
            place=Place.VARIABLE,
            key=self.context.spelling.name(variable),
            label="url",
            required=True,
            shape=PLAIN,
            samples=() if own is None else (own,),
            description=self.context.values.description(variable),
            row="path: a variable that is the whole address",
        )

    def _path_parameter(
        self,
        variable: Variable,
        decision: Decision,
        entry: Entry | None,
        examples: tuple[str, ...],
    ) -> Parameter:
        """`entry` is what the item says of a variable, `examples` what calls gave it."""
        name, values = self.context.spelling.name(variable), self.context.values
        own = self.request.samples.get(variable)
        described = "" if entry is None else entry.description
        if own is None and entry is not None:
            own = entry.value
        sample: Sample = own
        if own is None and variable.kind is Kind.COLLECTION:
            sample, described = values.sample(variable), values.description(variable)
        if isinstance(sample, str):
            sample = secrets.sample(variable.name, sample)
        samples = _samples(variable.name, examples[:1]) if sample is None else (sample,)
        shown = [sample] if isinstance(sample, str) else []
        hint = PLAIN if entry is None else hinted_shape([entry])
        is_option = decision.becomes.is_option
        return Parameter(
            place=Place.PATH,
            key=name,
            label=variable.name,
            required=not is_option,
            shape=shape_of_samples((*shown, *examples), values, hint),
            samples=samples,
            sent=sample is not None,
            written=self.request.written.get(variable),
            option=name if is_option else None,
            choices=choices_of(described),
            description=secrets.masked(described),
            row=decision.row,
        )

    def query_parameters(self, query: Iterable[QueryTemplate]) -> Iterator[Parameter]:
        groups: dict[str, list[QueryTemplate]] = {}
        for each in query:
            if _is_given(each.decision):
                groups.setdefault(each.key, []).append(each)
        examples = seen_in_queries(self.urls)
        for key, group in groups.items():
            yield self._parameter(Place.QUERY, key, group, examples.get(key, ()))

    def header_parameters(
        self, headers: Iterable[HeaderTemplate]
    ) -> Iterator[Parameter]:
        """None for what the client has an option for: a call gives that by `headers`."""
        groups: dict[str, list[HeaderTemplate]] = {}
        for each in headers:
            if _is_given(each.decision) and not each.decision.becomes.is_option:
                groups.setdefault(each.name.lower(), []).append(each)
        for group in groups.values():
            yield self._parameter(Place.HEADER, group[0].name, group, ())

    def _parameter(
        self, place: Place, key: str, group: Sequence[Text], examples: Sequence[str]
    ) -> Parameter:
        """An argument of query or headers; a key that repeats is one of several values."""
        first, entries = group[0], [each.entry for each in group]
        texts = [_own_text(each) for each in group]
        samples = _samples(key, texts)
        described = _description(entries)
        return Parameter(
            place=place,
            key=key,
            label=key,
            required=first.decision.becomes is Becomes.REQUIRED,
            shape=shape_of_samples(
                (*samples, *examples), self.context.values, hinted_shape(entries)
            ),
            samples=samples,
            sent=first.is_sent,
            option=self._option_in_place(group),
            default=self._signature_default(first),
            choices=choices_of(described),
            description=secrets.masked(described),
            row=first.decision.row,
        )

    def _option_in_place(self, group: Sequence[Text]) -> str | None:
        """The option that is sent when the call gives nothing."""
        for each in group:
            variable = templates.sole_variable(each.value)
            is_option = each.decision.becomes.is_option
            if is_option and variable is not None and variable in self.context.roles:
                return self.context.spelling.name(variable)
        return None


_GIVEN = frozenset(
    (
        *(Becomes.REQUIRED, Becomes.OPTIONAL, Becomes.DEFAULT, Becomes.FRESH),
        *(Becomes.OPTION, Becomes.REQUIRED_OPTION),
    )
)


def _is_given(decision: Decision) -> bool:
    """Whether a call may give it."""
    return decision.becomes in _GIVEN


def _own_text(text: Text) -> str | None:
    """The value as the item has it, also where an option stands for it now."""
    return text.entry.value


def _variable_entries(request: RequestTemplate) -> dict[str | None, Entry]:
    """What the item says of its path variables, by name."""
    url = request.item.item.request.url
    return {} if url is None else {each.key: each for each in url.variables}


def _samples(name: str, texts: Iterable[str | None]) -> tuple[Sample, ...]:
    return tuple(secrets.sample(name, text) for text in texts)


def _description(entries: Iterable[Entry]) -> str:
    return next((each.description for each in entries if each.description), "")

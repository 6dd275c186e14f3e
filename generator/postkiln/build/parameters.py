"""The arguments of a call, its query and its headers, by what each text becomes.

In: a request whose texts were placed. Out: its `Parameter`s, and the entries of query and
headers, which say what is sent when the call gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from postkiln.build.path_parameters import Context, path_parameters
from postkiln.build.request.decision import Becomes, Decision
from postkiln.build.request.descriptions import choices_of
from postkiln.build.request.headers import HeaderTemplate
from postkiln.build.request.requests import QueryTemplate, RequestTemplate
from postkiln.build.samples import description_of, hinted, samples_of, shape_of
from postkiln.model import template as templates
from postkiln.model.api import (
    Body,
    HeaderEntry,
    Parameter,
    Place,
    QueryEntry,
)
from postkiln.model.template import Template, Variable, parse
from postkiln.postman.collection import Url
from postkiln.secrets import detect as secrets

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
    reader = _InputReader(request, context, tuple(_example_urls(request)))
    query = tuple(_placed(request.query))
    headers = tuple(each for each in request.headers if _is_ever_sent(each))
    return Inputs(
        query=tuple(map(reader.query_entry, query)),
        headers=tuple(map(reader.header_entry, headers)),
        parameters=(
            *path_parameters(request, context, reader.urls),
            *reader.query_parameters(query),
            *reader.header_parameters(headers),
            *reader.variable_parameters(body),
        ),
    )


def _example_urls(request: RequestTemplate) -> Iterator[Url]:
    """The addresses of the calls whose answers were saved, refused ones left out."""
    for example in request.item.item.examples:
        is_refused = (example.code or 200) >= 400
        if example.request is None or example.request.url is None or is_refused:
            continue
        yield example.request.url


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

    def query_parameters(self, query: Iterable[QueryTemplate]) -> Iterator[Parameter]:
        groups: dict[str, list[QueryTemplate]] = {}
        for each in query:
            if _is_given(each.decision):
                groups.setdefault(each.key, []).append(each)
        examples = self._seen_in_queries()
        for key, group in groups.items():
            seen = tuple(examples.get(key, ()))
            yield self._parameter(Place.QUERY, key, group, seen)

    def _seen_in_queries(self) -> Mapping[str, Mapping[str, None]]:
        seen: dict[str, dict[str, None]] = {}
        for url in self.urls:
            for entry in url.query:
                is_value = bool(entry.key and entry.value)
                if is_value and not templates.is_open(parse(entry.value or "")):
                    seen.setdefault(entry.key or "", {})[entry.value or ""] = None
        return seen

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
        samples = samples_of(key, texts)
        described = description_of(entries)
        return Parameter(
            place=place,
            key=key,
            label=key,
            required=first.decision.becomes is Becomes.REQUIRED,
            shape=shape_of((*samples, *examples), self.context.values, hinted(entries)),
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

    def variable_parameters(self, body: Body | None) -> Iterator[Parameter]:
        """The variables that neither an option nor another argument fills.

        They stand where no argument has a name: `?{{all}}`, a header written twice, the
        text of a query language.
        """
        found: list[Template] = []
        for item in self.request.sent_query():
            if item.decision.becomes is Becomes.CONSTANT:
                found += item.templates()
        for header in self.request.sent_headers():
            if header.decision.becomes is Becomes.CONSTANT:
                found += header.templates()
        if self.request.graphql is not None:
            found.append(self.request.graphql)
        if body is not None and body.default is not None:
            found.append(parse(body.default))
        for variable in templates.variables(*found):
            is_known = variable in self.context.roles or variable in self.request.path
            if not is_known:
                yield self._variable_parameter(variable)

    def _variable_parameter(self, variable: Variable) -> Parameter:
        values = self.context.values
        own = values.sample(variable)
        plain = values.plain(own) if isinstance(own, str) else None
        if plain is not None:
            own = plain
        samples = () if own is None else (own,)
        return Parameter(
            place=Place.VARIABLE,
            key=self.context.spelling.name(variable),
            label=variable.name,
            required=False,
            shape=shape_of(samples, values),
            samples=samples,
            sent=own is not None,
            description=values.description(variable),
            row="a variable in a text without a name",
        )


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

"""The arguments of a call, and its query in the order it is sent.

In: a request, and which variables are options. Out: its `Parameter`s and `QueryEntry`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from postkiln.build.options import VariableRoles
from postkiln.build.request import addresses
from postkiln.build.request.requests import QueryTemplate, RequestTemplate
from postkiln.build.variables import CollectionVariables
from postkiln.model import template as templates
from postkiln.model.api import Parameter, Place, QueryEntry, Role, Sample, Secret
from postkiln.model.template import Kind, Spelling, Template, Variable, parse
from postkiln.postman.collection import Entry, Url
from postkiln.secrets import detect as secrets
from postkiln.shapes import json_schema as schemas
from postkiln.shapes import lattice as shape
from postkiln.shapes.lattice import NOTHING, PLAIN, Shape


@dataclass(frozen=True, slots=True)
class Context:
    """What the parameters of any request are read against."""

    roles: VariableRoles
    values: CollectionVariables
    spelling: Spelling

    def is_credential(self, template: Template | None) -> bool:
        names = templates.variables(template)
        return any(self.roles.get(name) is Role.CREDENTIAL for name in names)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a call takes besides its body, and the query it makes of that."""

    query: tuple[QueryEntry, ...]
    parameters: tuple[Parameter, ...]


def inputs_of(request: RequestTemplate, context: Context) -> Inputs:
    """Parameters in the order path, query, variables."""
    placed = tuple(_placed(request.query))
    fixed = [each for each in placed if _is_fixed(each, request, context)]
    urls = _example_urls(request)
    path = _path_parameters(request, urls, context)
    query = _query_parameters(request, placed, urls, context)
    variables = _variable_parameters(request, fixed, context)
    return Inputs(
        query=tuple(_query_place(each, each in fixed, context) for each in placed),
        parameters=(*path, *query, *variables),
    )


def _example_urls(request: RequestTemplate) -> tuple[Url, ...]:
    """The addresses of the calls whose answers were saved, refused ones left out."""
    return tuple(
        example.request.url
        for example in request.item.item.examples
        if (example.code or 200) < 400 and example.request is not None
        if example.request.url is not None
    )


def _path_parameters(
    request: RequestTemplate, urls: Sequence[Url], context: Context
) -> Iterator[Parameter]:
    seen: dict[Variable, dict[str, None]] = {}
    for url in urls:
        found = addresses.align(request.address.segments, url)
        for variable, value in found.items():
            seen.setdefault(variable, {})[value] = None
    entries = _variable_entries(request)
    for variable in templates.variables(request.address.path):
        if context.roles.get(variable) in (Role.HOST, Role.CREDENTIAL):
            continue
        is_path = variable.kind is Kind.PATH
        entry = entries.get(variable.name) if is_path else None
        examples = tuple(seen.get(variable, ()))
        yield _path_parameter(variable, entry, examples, context)


def _variable_entries(request: RequestTemplate) -> dict[str | None, Entry]:
    """What the item says of its path variables, by name."""
    url = request.item.item.request.url
    return {} if url is None else {each.key: each for each in url.variables}


def _path_parameter(
    variable: Variable,
    entry: Entry | None,
    examples: tuple[str, ...],
    context: Context,
) -> Parameter:
    """`entry` is what the item says of a path variable, `examples` what calls gave it."""
    name, values = context.spelling.name(variable), context.values
    own = values.sample(variable) if entry is None else entry.value
    if isinstance(own, str):
        own = secrets.sample(variable.name, own)
    samples = _samples(variable.name, examples[:1]) if own is None else (own,)
    shown = [own] if isinstance(own, str) else []
    hint = PLAIN if entry is None else _hinted([entry])
    described = values.description(variable) if entry is None else entry.description
    is_option = variable in context.roles
    return Parameter(
        place=Place.PATH,
        key=name,
        label=variable.name,
        required=not is_option,
        shape=_shape((*shown, *examples), values, hint),
        samples=samples,
        sent=own is not None,
        option=name if is_option else None,
        description=secrets.masked(described),
    )


def _samples(name: str, texts: Iterable[str | None]) -> tuple[Sample, ...]:
    return tuple(secrets.sample(name, text) for text in texts)


def _shape(
    samples: Sequence[Sample], values: CollectionVariables, unless_seen: Shape = PLAIN
) -> Shape:
    """What the samples look like; `unless_seen` where they show no type."""
    shapes = [_shape_of_sample(each, values) for each in samples]
    joined = shape.join_all(shapes)
    is_blank = joined == PLAIN and not any(samples)
    return unless_seen if joined == NOTHING or is_blank else joined


def _shape_of_sample(sample: Sample, values: CollectionVariables) -> Shape:
    match sample:
        case None:
            return Shape(null=True)
        case Secret():
            return PLAIN
        case str():
            text = values.plain(sample)
            if text is None:
                return NOTHING
            return shape.text_placeholder(text) or shape.of_text(text)


def _hinted(entries: Iterable[Entry]) -> Shape:
    """The type that a hint names: a number or a truth value, else it is text."""
    hints = (schemas.hinted(each.type) for each in entries if each.type)
    hinted = schemas.joined(hints) or PLAIN
    is_plain = replace(hinted, number=None, boolean=False) == NOTHING
    return hinted if is_plain else PLAIN


def _placed(query: Sequence[QueryTemplate]) -> Iterator[QueryTemplate]:
    """The entries that have a place: enabled ones, and of the disabled the sole ones."""
    enabled = {each.key for each in query if each.is_sent}
    for each in query:
        if each.is_sent or (each.has_name and each.key not in enabled):
            yield each


def _is_fixed(
    parameter: QueryTemplate, request: RequestTemplate, context: Context
) -> bool:
    """Whether it is sent even when the call gives nothing."""
    if not parameter.is_sent:
        return False
    if not parameter.has_name or parameter.key in request.constants:
        return True
    value = parameter.value
    if context.is_credential(value):
        return True
    names = templates.variables(value)
    return templates.is_open(value) and all(name in context.roles for name in names)


def _query_place(
    parameter: QueryTemplate, is_fixed: bool, context: Context
) -> QueryEntry:
    if not is_fixed or parameter.value is None:
        return QueryEntry(parameter.key, is_fixed)
    return QueryEntry(parameter.key, is_fixed, context.spelling.text(parameter.value))


def _query_parameters(
    request: RequestTemplate,
    placed: Iterable[QueryTemplate],
    urls: Iterable[Url],
    context: Context,
) -> Iterator[Parameter]:
    groups = _query_groups(request, placed, context)
    if not groups:
        return
    examples = _query_examples(urls)
    for key, group in groups.items():
        yield _query_parameter(key, group, tuple(examples.get(key, ())), context)


def _query_groups(
    request: RequestTemplate, placed: Iterable[QueryTemplate], context: Context
) -> dict[str, list[QueryTemplate]]:
    """What the call may give, by key: no constants, no credentials."""
    groups: dict[str, list[QueryTemplate]] = {}
    for each in placed:
        is_credential = each.is_sent and context.is_credential(each.value)
        is_constant = each.key in request.constants
        if each.has_name and not is_constant and not is_credential:
            groups.setdefault(each.key, []).append(each)
    return groups


def _query_examples(urls: Iterable[Url]) -> dict[str, dict[str, None]]:
    """The values that saved calls gave, by key; those with open variables left out."""
    examples: dict[str, dict[str, None]] = {}
    for url in urls:
        for entry in url.query:
            if entry.key and entry.value and not templates.is_open(parse(entry.value)):
                examples.setdefault(entry.key, {})[entry.value] = None
    return examples


def _query_parameter(
    key: str,
    group: Sequence[QueryTemplate],
    examples: tuple[str, ...],
    context: Context,
) -> Parameter:
    entries = [each.entry for each in group]
    samples = _samples(key, (entry.value for entry in entries))
    is_sent = group[0].is_sent
    option = _option_in_place(group, context) if is_sent else None
    return Parameter(
        place=Place.QUERY,
        key=key,
        label=key,
        required=False,
        shape=_shape((*samples, *examples), context.values, _hinted(entries)),
        samples=samples,
        sent=is_sent,
        option=option,
        description=secrets.masked(_description(entries)),
    )


def _option_in_place(group: Sequence[QueryTemplate], context: Context) -> str | None:
    """The option that is sent when the call gives nothing."""
    for each in group:
        variable = templates.sole_variable(each.value)
        if variable is not None and variable in context.roles:
            return context.spelling.name(variable)
    return None


def _description(entries: Iterable[Entry]) -> str:
    return next((each.description for each in entries if each.description), "")


def _variable_parameters(
    request: RequestTemplate, fixed: Iterable[QueryTemplate], context: Context
) -> Iterator[Parameter]:
    """The variables that neither an option nor another argument fills."""
    in_path = templates.variables(request.address.path)
    found: list[Template] = []
    for parameter in fixed:
        found += parameter.templates()
    for header in request.headers:
        found += header.templates()
    for variable in templates.variables(*found):
        if variable not in context.roles and variable not in in_path:
            yield _variable_parameter(variable, context)


def _variable_parameter(variable: Variable, context: Context) -> Parameter:
    """Required, unless the collection has a value that can be its default."""
    values = context.values
    own = values.sample(variable)
    plain = values.plain(own) if isinstance(own, str) else None
    if plain is not None:
        own = plain
    samples = () if own is None else (own,)
    return Parameter(
        place=Place.VARIABLE,
        key=context.spelling.name(variable),
        label=variable.name,
        required=plain is None,
        shape=_shape(samples, values),
        samples=samples,
        sent=own is not None,
        description=values.description(variable),
    )

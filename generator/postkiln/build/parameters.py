"""The arguments of a call, and its query in the order it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from postkiln.build.options import Roles
from postkiln.build.request import addresses
from postkiln.build.request.requests import Draft
from postkiln.build.variables import Values
from postkiln.model import template as templates
from postkiln.model.api import Parameter, Place, Query, Role, Sample, Secret
from postkiln.postman.collection import Entry, Url
from postkiln.secrets import detect as secrets
from postkiln.shapes import json_schema as schemas
from postkiln.shapes import lattice as shape
from postkiln.shapes.lattice import NOTHING, PLAIN, Shape


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a call takes besides its body, and the query it makes of that."""

    query: tuple[Query, ...]
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What the parameters of one request are read against."""

    draft: Draft
    roles: Roles
    values: Values
    constants: frozenset[str]

    @property
    def seen(self) -> tuple[Url, ...]:
        """The addresses of the calls whose answers were saved, refused ones left out."""
        return tuple(
            example.request.url
            for example in self.draft.found.item.examples
            if (example.code or 200) < 400 and example.request is not None
            if example.request.url is not None
        )

    def is_local(self, name: str) -> bool:
        return name not in self.roles

    def is_credential(self, template: str | None) -> bool:
        names = templates.holes(template)
        return any(self.roles.get(name) is Role.CREDENTIAL for name in names)


def inputs_of(context: Context) -> Inputs:
    """Parameters in the order path, query, variables."""
    places = tuple(_place(entry, context) for entry in _placed(context.draft.query))
    return Inputs(
        places,
        (
            *_path(context),
            *_query(context),
            *_variables(context, places),
        ),
    )


def _path(context: Context) -> Iterator[Parameter]:
    address = context.draft.address
    seen: dict[str, dict[str, None]] = {}
    for url in context.seen:
        for name, value in addresses.align(address.segments, url).items():
            seen.setdefault(name, {})[value] = None
    own = {entry.key: entry for entry in _own_variables(context.draft)}
    for name in templates.holes(address.path):
        if context.roles.get(name) in (Role.HOST, Role.CREDENTIAL):
            continue
        entry = own.get(name[1:]) if name.startswith(":") else None
        sample = entry.value if entry else context.values.sample(name)
        yield _path_parameter(context, name, sample, tuple(seen.get(name, ())), entry)


def _own_variables(draft: Draft) -> tuple[Entry, ...]:
    url = draft.found.item.request.url
    return () if url is None else url.variables


def _path_parameter(
    context: Context,
    name: str,
    own: Sample,
    seen: tuple[str, ...],
    entry: Entry | None,
) -> Parameter:
    label = name.removeprefix(":")
    if isinstance(own, str):
        own = secrets.sample(label, own)
    is_option = name in context.roles
    description = entry.description if entry else context.values.description(name)
    return Parameter(
        place=Place.PATH,
        key=name,
        label=label,
        required=not is_option,
        shape=_shape(
            (own,) if isinstance(own, str) else (),
            seen,
            context.values,
            _hinted((entry,) if entry else ()),
        ),
        samples=(own,) if own is not None else tuple(_samples(label, seen[:1])),
        sent=own is not None,
        option=name if is_option else None,
        description=secrets.masked(description),
    )


def _samples(label: str, texts: Iterable[str | None]) -> Iterator[Sample]:
    return (secrets.sample(label, text) for text in texts)


def _shape(
    own: Sequence[Sample], seen: Sequence[str], values: Values, floor: Shape = PLAIN
) -> Shape:
    """What the values look like; text when nothing is known, or what is known is secret."""
    shapes: list[Shape] = []
    for text in (*own, *seen):
        plain = values.plain(text) if isinstance(text, str) else None
        if text is None:
            shapes.append(Shape(null=True))
        elif plain is not None:
            shapes.append(shape.text_placeholder(plain) or shape.of_text(plain))
        elif isinstance(text, Secret):
            shapes.append(PLAIN)
    joined = shape.join_all(shapes)
    is_blank = joined == PLAIN and not any((*own, *seen))  # which shows no type
    return floor if joined == NOTHING or is_blank else joined


def _hinted(entries: Iterable[Entry]) -> Shape:
    """The type that a hint names, where no value shows one: a number or a truth value."""
    hints = (schemas.hinted(each.type) for each in entries if each.type)
    said = schemas.joined(hints) or PLAIN
    is_plain = replace(said, number=None, boolean=False) == NOTHING
    return said if is_plain else PLAIN


def _placed(query: Sequence[Entry]) -> Iterator[Entry]:
    """The entries that have a place: enabled ones, and of the disabled the sole ones."""
    enabled = {entry.key or "" for entry in query if not entry.disabled}
    for entry in query:
        key = entry.key or ""
        if not entry.disabled or (_is_named(key) and key not in enabled):
            yield entry


def _is_named(key: str) -> bool:
    """Whether a key can name a parameter."""
    return key != "" and not templates.is_open(key)


def _place(entry: Entry, context: Context) -> Query:
    key, value = entry.key or "", entry.value
    if entry.disabled:
        return Query(key)
    names = templates.holes(value)
    fixed = (
        not _is_named(key)
        or key in context.constants
        or context.is_credential(value)
        or (templates.is_open(value) and not any(map(context.is_local, names)))
    )
    return Query(key, fixed=True, default=value) if fixed else Query(key)


def _query(context: Context) -> Iterator[Parameter]:
    groups: dict[str, list[Entry]] = {}
    for entry in _placed(context.draft.query):
        key = entry.key or ""
        is_fixed = not entry.disabled and context.is_credential(entry.value)
        if _is_named(key) and key not in context.constants and not is_fixed:
            groups.setdefault(key, []).append(entry)
    if not groups:
        return
    seen: dict[str, dict[str, None]] = {}
    for url in context.seen:
        for entry in url.query:
            if entry.key and entry.value and not templates.is_open(entry.value):
                seen.setdefault(entry.key, {})[entry.value] = None
    for key, entries in groups.items():
        yield _query_parameter(context, key, entries, tuple(seen.get(key, ())))


def _query_parameter(
    context: Context, key: str, entries: Sequence[Entry], seen: tuple[str, ...]
) -> Parameter:
    samples = tuple(_samples(key, (entry.value for entry in entries)))
    options = (templates.sole_hole(entry.value) for entry in entries)
    sent = not entries[0].disabled
    return Parameter(
        place=Place.QUERY,
        key=key,
        label=key,
        required=False,
        shape=_shape(samples, seen, context.values, _hinted(entries)),
        samples=samples,
        sent=sent,
        option=next((name for name in options if sent and name in context.roles), None),
        description=secrets.masked(_described(entries)),
    )


def _described(entries: Sequence[Entry]) -> str:
    return next((each.description for each in entries if each.description), "")


def _variables(context: Context, places: Sequence[Query]) -> Iterator[Parameter]:
    """The holes that neither an option nor another argument fills."""
    draft = context.draft
    fixed = (text for each in places if each.fixed for text in (each.key, each.default))
    headers = (text for header in draft.headers for text in header)
    taken = templates.holes(draft.address.path)
    for name in templates.holes(*fixed, *headers):
        if context.is_local(name) and name not in taken:
            yield _variable(name, context.values)


def _variable(name: str, values: Values) -> Parameter:
    """Required, unless the collection has a value that can be its default."""
    own = values.sample(name)
    plain = values.plain(own) if isinstance(own, str) else None
    known = () if own is None else (own if plain is None else plain,)
    return Parameter(
        place=Place.VARIABLE,
        key=name,
        label=name,
        required=plain is None,
        shape=_shape(known, (), values),
        samples=known,
        sent=own is not None,
        description=values.description(name),
    )

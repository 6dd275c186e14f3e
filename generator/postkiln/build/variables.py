"""The variables a collection and its environments define, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from postkiln.build.inherit import Scopes
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice
from postkiln.model import template as templates
from postkiln.model.api import Role, Sample, Secret
from postkiln.model.template import Kind, Template, Variable, parse
from postkiln.postman import collection as tree
from postkiln.secrets import detect as secrets

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CollectionVariables:
    """The collection's variables by name. `raw` are their texts, `texts` those that may
    be shown, `filled` those that some list gives a value which is not blank. What postkiln
    itself names, and `:name` in a path, has no value here."""

    table: Mapping[str, tree.DefinedVariable]
    raw: Mapping[str, str]
    texts: Mapping[str, str]
    filled: frozenset[str]

    def has_value(self, variable: Variable) -> bool:
        """Whether any list gives it a value; blank and undefined are the same."""
        is_own = variable.kind is Kind.COLLECTION
        return is_own and variable.name in self.filled

    def plain(self, text: str) -> str | None:
        """`text` with its variables filled, or None while one is not known or is secret."""
        filled = templates.fill(text, self.texts)
        return None if templates.is_open(parse(filled)) else filled

    def sample(self, variable: Variable) -> Sample:
        """What a variable is worth, for playing back; None when it is not defined."""
        value = self._raw(variable)
        if value is None or variable.name in self.texts:
            return value
        return Secret(value)

    def default(self, variable: Variable, role: Role) -> Sample:
        """What an option is worth: a blank value is none."""
        value = self._raw(variable)
        if value is None or variable in templates.variables(parse(value)):
            return None
        if not value.strip():
            return None
        if role is Role.CREDENTIAL and not _is_reference(value):
            return Secret(value)
        return self.sample(variable)

    def description(self, variable: Variable) -> str:
        found = self._defined(variable)
        return "" if found is None else secrets.masked(found.description)

    def templates(self) -> dict[Variable, Template]:
        """What each variable stands for."""
        return {Variable(name): parse(text) for name, text in self.raw.items()}

    def _raw(self, variable: Variable) -> str | None:
        found = self._defined(variable)
        return None if found is None else found.value

    def _defined(self, variable: Variable) -> tree.DefinedVariable | None:
        is_own = variable.kind is Kind.COLLECTION
        return self.table.get(variable.name) if is_own else None


def values_of(
    environments: Sequence[tree.Environment], variables: Sequence[tree.DefinedVariable]
) -> CollectionVariables:
    """The variables in force: of a list the last, of all lists the first that has one."""
    table: dict[str, tree.DefinedVariable] = {}
    filled: set[str] = set()
    for group in (*(each.variables for each in environments), variables):
        on = (each for each in group if each.enabled and not each.disabled)
        enabled = {each.key: each for each in on}
        table = {**enabled, **table}
        filled.update(key for key, each in enabled.items() if each.value.strip())
    texts = {key: each.value for key, each in table.items() if not _is_secret(each)}
    raw = {key: each.value for key, each in table.items()}
    return CollectionVariables(table, raw, texts, frozenset(filled))


def used_names(scopes: Scopes, values: CollectionVariables) -> frozenset[str]:
    """All names of variables that the collection has a value for, or refers to."""
    found = set(values.raw)
    for text in _texts(scopes, values):
        found.update(each.name for each in templates.variables(parse(text)))
    return frozenset(found)


def _texts(scopes: Scopes, values: CollectionVariables) -> Iterator[str]:
    """Every text that may refer to a variable."""
    yield from values.raw.values()
    yield from _auth_texts(scopes)
    for item in scopes.items:
        yield from _request_texts(item.item.request)


def _auth_texts(scopes: Scopes) -> Iterator[str]:
    auths = [each.folder.auth for each in scopes.folders]
    auths += [each.item.request.auth for each in scopes.items]
    for auth in auths:
        if auth is not None:
            yield from (tree.text_of(value) for _, value in auth.parameters)


def _request_texts(request: tree.ItemRequest) -> Iterator[str]:
    if request.url is not None:
        yield from (request.url.origin, *(request.url.path or ()))
        yield from _entry_texts((*request.url.query, *request.url.variables))
    yield from _entry_texts(request.headers)
    if request.body is not None:
        yield from _body_texts(request.body)


def _body_texts(body: tree.RequestBody) -> Iterator[str]:
    yield from (body.raw, body.source or "")
    yield from _entry_texts(body.urlencoded)
    for part in body.formdata:
        yield from (part.key, part.value, *part.sources)
    if body.graphql is not None:
        yield from (body.graphql.query or "", body.graphql.variables)


def _entry_texts(entries: Iterable[tree.Entry]) -> Iterator[str]:
    for entry in entries:
        yield from (entry.key or "", entry.value or "")


def cyclic_notices(values: CollectionVariables) -> Iterator[Notice]:
    """The variables whose values lead round in a circle (postman-format 3)."""
    names = list(_endless(values.raw))
    if names:
        shown = ", ".join(repr(name) for name in names[:_SHOWN])
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield notice((), Code.CYCLIC_VARIABLE, variables=f"{shown}{more}")


def _endless(texts: Mapping[str, str]) -> Iterator[str]:
    """Those that are not done when all that can be filled in is."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, text in texts.items():
        sorter.add(name, *(each.name for each in templates.variables(parse(text))))
    done: set[str] = set()
    with suppress(CycleError):  # the sorter goes on up to the cycles
        sorter.prepare()
    while ready := sorter.get_ready():
        done.update(ready)
        sorter.done(*ready)
    yield from (name for name in texts if name not in done)


def shadows_of(values: CollectionVariables) -> tuple[tuple[str, str], ...]:
    """Variables called like dynamic ones (`$guid`), which they stand in for."""
    return tuple((k, text) for k, text in values.texts.items() if k.startswith("$"))


def _is_secret(variable: tree.DefinedVariable) -> bool:
    value = variable.value
    if _is_reference(value):
        return variable.secret
    return (
        variable.secret
        or secrets.is_secret(variable.key, value)
        or secrets.holds_user_info(value)
    )


def _is_reference(value: str) -> bool:
    """Whether a value only names other variables, and so gives nothing away."""
    template = parse(value)
    has_variables = bool(templates.variables(template))
    return has_variables and not templates.literal(template).strip()

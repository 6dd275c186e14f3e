"""The variables a collection and its environments define, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from postkiln.diagnostics.errors import Code, Notice
from postkiln.model import template as templates
from postkiln.model.api import Role, Sample, Secret
from postkiln.postman.collection import Environment, Variable
from postkiln.secrets import detect as secrets

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Values:
    """Variables by name. `raw` are their texts, `texts` those that may be shown."""

    table: Mapping[str, Variable]
    raw: Mapping[str, str]
    texts: Mapping[str, str]

    def plain(self, template: str) -> str | None:
        """`template` with its holes filled, or None while one stays open or is secret."""
        filled = templates.fill(template, self.texts)
        return None if templates.is_open(filled) else filled

    def sample(self, name: str) -> Sample:
        """What a variable is worth, for playing back; None when it is not defined."""
        if name in self.texts:
            return self.texts[name]
        return Secret(self.raw[name]) if name in self.raw else None

    def default(self, name: str, role: Role) -> Sample:
        """What an option is worth: an empty host or credential is none."""
        value = self.raw.get(name)
        if value is None or name in templates.holes(value):
            return None
        if value == "" and role is not Role.SHARED:
            return None
        if role is Role.CREDENTIAL and not _is_reference(value):
            return Secret(value)
        return self.sample(name)

    def description(self, name: str) -> str:
        variable = self.table.get(name)
        return "" if variable is None else secrets.masked(variable.description)


def values_of(
    environments: Sequence[Environment], variables: Sequence[Variable]
) -> Values:
    """The variables in force: of a list the last, of all lists the first that has one."""
    table: dict[str, Variable] = {}
    for group in (*(each.variables for each in environments), variables):
        on = (each for each in group if each.enabled and not each.disabled)
        enabled = {each.key: each for each in on}
        table = {**enabled, **table}
    texts = {key: each.value for key, each in table.items() if not _is_secret(each)}
    return Values(table, {key: each.value for key, each in table.items()}, texts)


def cyclic_notices(values: Values) -> Iterator[Notice]:
    """The variables whose values lead round in a circle (postman-format 3)."""
    names = list(_endless(values.raw))
    if names:
        shown = ", ".join(repr(name) for name in names[:_SHOWN])
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        text = f"variables that lead round in a circle have no value: {shown}{more}"
        yield Notice((), Code.CYCLIC_VARIABLE, text)


def _endless(texts: Mapping[str, str]) -> Iterator[str]:
    """Those that are not done when all that can be filled in is."""
    sorter = TopologicalSorter({k: templates.holes(text) for k, text in texts.items()})
    done: set[str] = set()
    with suppress(CycleError):  # the sorter goes on up to the cycles
        sorter.prepare()
    while ready := sorter.get_ready():
        done.update(ready)
        sorter.done(*ready)
    yield from (name for name in texts if name not in done)


def shadows_of(values: Values) -> tuple[tuple[str, str], ...]:
    """Variables called like dynamic ones (`$guid`), which they stand in for."""
    return tuple((k, text) for k, text in values.texts.items() if k.startswith("$"))


def _is_secret(variable: Variable) -> bool:
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
    return bool(templates.holes(value)) and not templates.literal(value).strip()

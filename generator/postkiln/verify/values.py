"""The values of variables when `verify` calls a client (postman-format 3)."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postkiln.model.api import Api, Sample, Secret
from postkiln.postman import load_environment
from postkiln.results import Document
from postkiln.runtime.template import dynamic
from postkiln.runtime.template import fill as templates
from postkiln.verify.stand_ins import WORD, stand_ins, with_hosts


@dataclass(frozen=True, slots=True)
class VariableValues:
    """The values of variables by name. They may be secret, so the repr shows none.

    `stand_ins` are for variables without a value, blank or not defined alike; None: they
    stay as they are written.
    """

    by_name: Mapping[str, str] = field(repr=False)
    stand_ins: Mapping[str, str] | None = field(default=None, repr=False)

    def with_stand_ins(self, api: Api) -> VariableValues:
        """The values, in which each variable of the API has one."""
        known = {name: text for name, text in self.by_name.items() if text.strip()}

        def fill(template: str) -> str:
            return templates.fill(template, known.get)

        found = {**known, **dict(with_hosts(api, known, fill))}
        return VariableValues(found, stand_ins(api, fill))

    def fill(self, template: str) -> str:
        """The template with known variables replaced, and dynamic ones generated."""
        return templates.fill(template, self._value)

    def sample_text(self, sample: Sample) -> str | None:
        """A sample value with its variables replaced; None stays None."""
        if sample is None:
            return None
        return self.fill(reveal_sample(sample))

    def _value(self, name: str) -> str | None:
        if name in self.by_name:
            return self.by_name[name]
        drawn = dynamic.draw(name)
        if drawn is not None or self.stand_ins is None:
            return drawn
        return self.stand_ins.get(name, WORD)


def reveal_sample(sample: str | Secret) -> str:
    """The text of a sample value."""
    if isinstance(sample, Secret):
        return sample.reveal()
    return sample


def variable_values(
    api: Api,
    variables: Mapping[str, str],
    environments: Sequence[Document],
    globals_: Document | None,
) -> VariableValues:
    """The narrowest scope wins: `--env-var`, environments (the first), collection, globals.

    The values of `api` are those of its collection, and the secrets that were extracted
    from it.
    """
    scopes = [dict(variables)]
    scopes += [dict(_enabled(document)) for document in environments]
    scopes.append(_collection_values(api))
    if globals_ is not None:
        scopes.append(dict(_enabled(globals_)))
    return VariableValues(ChainMap(*scopes))


def _collection_values(api: Api) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, sample in api.values:
        if sample is not None:
            found[name] = reveal_sample(sample)
    return found


def _enabled(document: Document) -> Iterator[tuple[str, str]]:
    """The variables of an environment. As in newman, `"enabled": false` has no effect."""
    place, source = document
    for variable in load_environment(source, place).variables:
        if not variable.disabled:
            yield variable.key, variable.value

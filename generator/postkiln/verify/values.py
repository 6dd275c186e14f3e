"""What variables are worth when a collection is played back (postman-format 3)."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from postkiln.model.api import Api, Sample, Secret
from postkiln.postman import load_environment
from postkiln.results import Document
from postkiln.runtime.template import dynamic
from postkiln.runtime.template import fill as templates


@dataclass(frozen=True, slots=True)
class Values:
    """The texts of variables by name. They may be secret, so the repr shows none."""

    table: Mapping[str, str] = field(repr=False)

    def fill(self, template: str) -> str:
        """The template with what is known filled in, dynamic variables drawn."""
        return templates.fill(template, self._value)

    def sample(self, sample: Sample) -> str | None:
        """The text that a sample stands for; None stays None."""
        return None if sample is None else self.fill(revealed(sample))

    def _value(self, name: str) -> str | None:
        return self.table[name] if name in self.table else dynamic.draw(name)


def revealed(sample: str | Secret) -> str:
    """The text of a sample."""
    return sample.reveal() if isinstance(sample, Secret) else sample


def values_in_force(
    api: Api,
    variables: Mapping[str, str],
    environments: Sequence[Document],
    globals_: Document | None,
) -> Values:
    """The narrowest scope wins: `--env-var`, environments (the first), collection, globals.

    As newman, which knows no `enabled` in environments; the values of `api` are those of
    its collection and of what was taken out of it.
    """
    own = (
        (name, revealed(sample)) for name, sample in api.values if sample is not None
    )
    named = (dict(_enabled(each)) for each in environments)
    wide = dict(_enabled(globals_)) if globals_ else {}
    return Values(ChainMap(dict(variables), *named, dict(own), wide))


def _enabled(document: Document) -> Iterable[tuple[str, str]]:
    place, source = document
    found = load_environment(source, place).variables
    return ((each.key, each.value) for each in found if not each.disabled)

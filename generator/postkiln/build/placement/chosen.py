"""Texts that the configuration decides on: what is sent for them instead.

In: a text with its facts and the decision. Out: the text, filled or taken away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from postkiln.build.placement.possible import Text
from postkiln.build.placement.tables.texts import TextKind
from postkiln.build.request.decision import Becomes, Decision
from postkiln.build.variables import CollectionVariables
from postkiln.model import template as templates
from postkiln.model.template import Kind, Template, Variable
from postkiln.postman.collection import Entry


@dataclass(frozen=True, slots=True)
class Filling:
    """Fills texts by the values of the collection; `arguments` are filled by calls."""

    values: CollectionVariables
    arguments: frozenset[Variable]

    def fill(self, text: Template) -> Template | None:
        """The text with its variables filled; None where one has no value, or a secret one."""
        parts: list[str | Variable] = []
        for part in text:
            if isinstance(part, str) or part.is_dynamic or part in self.arguments:
                parts.append(part)
                continue
            own = self._value(part)
            if not own:
                return None
            parts.append(own)
        return templates.joined(parts)

    def _value(self, variable: Variable) -> str | None:
        if variable.kind is not Kind.COLLECTION:
            return None
        return self.values.plain(self.values.texts.get(variable.name, ""))


def chosen_value(
    value: Template | None, decision: Decision, text: Text, filling: Filling
) -> Template | None:
    """The text of an item where the configuration has decided.

    What is sent by itself is filled by the collection. A sample is no default of an
    option.
    """
    if decision.unchosen is None or value is None:
        return value
    match decision.becomes:
        case Becomes.CONSTANT | Becomes.DEFAULT:
            return filling.fill(value)
        case Becomes.OPTION if text.kind in (TextKind.PLACEHOLDER, TextKind.SAMPLE):
            return ()
        case _:
            return value


def chosen_entry(entry: Entry, decision: Decision) -> Entry:
    """A line that is disabled counts where the configuration asks for it."""
    is_asked_for = decision.becomes is not Becomes.OPTIONAL
    if decision.unchosen is None or not is_asked_for:
        return entry
    return replace(entry, disabled=False)

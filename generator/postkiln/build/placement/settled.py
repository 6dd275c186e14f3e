"""What is settled of an item before the tables are asked: by the configuration, by a lock.

In: what the lock and the configuration have of an item. Out: the decision for each of its
texts, and these as `Value`s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from postkiln.build.request.decision import Becomes, Decision
from postkiln.diagnostics.errors import ChoiceError
from postkiln.lockfile.records import ItemPath
from postkiln.model.api import Value

LOCKED: Final = "kept by the lock"
CHOSEN: Final = "set in the configuration"

# A lock of another postkiln may have others.
_KNOWN: Final = frozenset(each.value for each in Becomes)

Possible = Callable[[Becomes], str]
"""Says why a text cannot become something; empty where it can."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the item at `path` was in the lock, and is to be by the configuration, by name."""

    path: ItemPath = ()
    locked: Mapping[str, str] = field(default_factory=dict[str, str])
    chosen: Mapping[str, Becomes] = field(default_factory=dict[str, Becomes])

    def decision(
        self, name: str, table: Decision, why_not: Possible, stays: Possible
    ) -> Decision:
        """The configuration wins over the lock, and the lock over the table.

        `stays` is for what the lock has: a text may have changed since. ChoiceError: the
        configuration asks for what cannot be.
        """
        own = self._own(name, table, stays)
        chosen = self.chosen.get(name, self.chosen.get(first_of(name)))
        if chosen is None:
            return own
        if chosen is own.becomes or (
            chosen is Becomes.OPTION and own.becomes.is_option
        ):
            return Decision(own.becomes, CHOSEN)
        problem = why_not(chosen)
        if problem:
            item = "/".join(self.path)
            raise ChoiceError(
                f"values: {name!r} of {item!r} cannot be {chosen.value!r}: {problem}"
            )
        return Decision(chosen, CHOSEN, own.becomes)

    def _own(self, name: str, table: Decision, stays: Possible) -> Decision:
        """What it is without the configuration."""
        kept = self.locked.get(name, self.locked.get(first_of(name), ""))
        if kept not in _KNOWN or kept == table.becomes.value:
            return table
        locked = Becomes(kept)
        return table if stays(locked) else Decision(locked, LOCKED)


def first_of(name: str) -> str:
    """The name of the first text of a key: `query tag` for `query tag #2`."""
    return _NUMBER.sub("", name)


_NUMBER = re.compile(r" #\d+$")


def value_of(name: str, decision: Decision) -> Value:
    """A decision as the model has it."""
    return Value(name, decision.becomes.value, decision.row, decision.locked.value)

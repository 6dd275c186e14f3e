"""The table `values` of the configuration -> what each item is to be.

Its keys are patterns of items (`Orders/List orders`, `Orders/*`, `*`); below each stand
names of values and what they are to be (`"query status" = "required"`). Of several
patterns that match, the last one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from postkiln.build.request.decision import Becomes
from postkiln.build.select import matches
from postkiln.diagnostics.errors import ChoiceError
from postkiln.diagnostics.nearest import did_you_mean
from postkiln.lockfile.records import ItemPath

ROLES: Final[Mapping[str, Becomes]] = {
    each.value: each
    for each in (
        *(Becomes.REQUIRED, Becomes.OPTIONAL, Becomes.DEFAULT),
        *(Becomes.OPTION, Becomes.CONSTANT),
    )
}
"""What a value may be chosen to be."""

ValueTable = Mapping[str, Mapping[str, str]]
"""Patterns of items, names of values, and what these are to be."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen, by pattern of items and name of value."""

    table: Mapping[str, Mapping[str, Becomes]] = field(
        default_factory=dict[str, Mapping[str, Becomes]]
    )

    def of(self, path: ItemPath) -> Mapping[str, Becomes]:
        """What is chosen for the values of an item."""
        found: dict[str, Becomes] = {}
        for pattern, values in self.table.items():
            if matches(pattern, path):
                found.update(values)
        return found


def choices_of(table: ValueTable) -> Choices:
    """The choices in a table. ChoiceError for a role that there is not."""
    found: dict[str, dict[str, Becomes]] = {}
    for pattern, values in table.items():
        for name, role in values.items():
            if role not in ROLES:
                raise ChoiceError(
                    f"values: {name!r} of {pattern!r} cannot be {role!r}. "
                    f"{_nearest(role, ROLES)}"
                )
            found.setdefault(pattern, {})[_spelled(name)] = ROLES[role]
    return Choices(found)


def _spelled(name: str) -> str:
    """The name as values have it: those of headers are in lower case."""
    return name.lower() if name.startswith("header ") else name


def check_choices(
    choices: Choices,
    items: Sequence[ItemPath],
    names: Iterable[tuple[ItemPath, Sequence[str]]],
) -> None:
    """ChoiceError for a pattern that matches no item, and a name that no item has.

    `items` are all of the collection, `names` the names of the values of those in use.
    """
    known = list(names)
    for pattern, values in choices.table.items():
        _check_pattern(pattern, items)
        chosen = [each for path, each in known if matches(pattern, path)]
        if chosen:
            _check_names(pattern, values, list(chain.from_iterable(chosen)))


def _check_pattern(pattern: str, items: Sequence[ItemPath]) -> None:
    if items and not any(matches(pattern, path) for path in items):
        nearest = _nearest(pattern, ["/".join(path) for path in items])
        raise ChoiceError(f"values: no request is called {pattern!r}. {nearest}")


def _check_names(pattern: str, values: Iterable[str], known: Sequence[str]) -> None:
    for name in values:
        if name not in known:
            raise ChoiceError(
                f"values: {pattern!r} has no {name!r}. {_nearest(name, dict.fromkeys(known))}"
            )


def _nearest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    close = did_you_mean(name, names)
    if close:
        return close
    shown = ", ".join(map(repr, names[:_SHOWN]))
    more = ", ..." if len(names) > _SHOWN else ""
    return f"There are {shown}{more}" if names else "There are none"


_SHOWN = 8

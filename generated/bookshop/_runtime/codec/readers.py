"""Readers of JSON values of each type. In: readers of their parts. Out: one function each.

A reader makes of one JSON value what its annotation says, and tells of what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any, TypeAlias

from .differences import MISFIT, At, Notes, Reader, found_in
from .placeholders import stands_in

Table: TypeAlias = dict[type, Reader]
"""By the type of a JSON value, how it is read. A type that is not in it is a difference."""


def as_is(value: Any, at: At, notes: Notes) -> Any:
    """The reader of values that are admitted as they come."""
    return value


def table_reader(table: Table, spelled: str) -> Reader:
    """Reads values of any type that the table has."""

    def read(value: object, at: At, notes: Notes) -> Any:
        reader = table.get(type(value))
        if reader is None:
            if stands_in(value, table):
                return value
            notes.differ(at, spelled, found_in(value))
            return value
        return reader(value, at, notes)

    return read


def text_reader(parse: Callable[[str], Any], spelled: str) -> Reader:
    """Reads texts that mean something; `parse` gives `None` for those that do not."""

    def read(value: Any, at: At, notes: Notes) -> Any:
        parsed = parse(value)
        if parsed is None:
            if stands_in(value, (str,)):
                return value
            notes.differ(at, spelled, "other text")
            return value
        return parsed

    return read


def list_reader(item: Reader) -> Reader:
    """Reads lists, always into new ones: the user's own, apart from the kept source."""

    def read(value: Any, at: At, notes: Notes) -> Any:
        return [item(entry, (at, index), notes) for index, entry in enumerate(value)]

    return read


def plain_list_reader(table: Table, item: Reader) -> Reader:
    """The same where all that the table has is admitted as it comes."""
    plain = frozenset(table)
    read_each = list_reader(item)

    def read(value: Any, at: At, notes: Notes) -> Any:
        if plain.issuperset(map(type, value)):
            return value.copy()
        return read_each(value, at, notes)

    return read


def dict_reader(item: Reader) -> Reader:
    """Reads objects whose keys are data."""

    def read(value: Any, at: At, notes: Notes) -> Any:
        return {key: item(entry, (at, key), notes) for key, entry in value.items()}

    return read


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of a union. `keys` gives the JSON keys of a model, on demand."""

    read: Reader
    keys: Callable[[], Set[str]] | None = None

    def rank(self, value: Any) -> tuple[int, int]:
        """Sorts first what shares most keys with the value, then what lacks fewest."""
        if self.keys is None:
            return (0, 0)
        keys = self.keys()
        shared = len(keys & value.keys())
        return (-shared, len(keys) - shared)


def choice(candidates: list[Candidate]) -> Reader:
    """The reader of values of one JSON type that several members of a union may admit.

    The member that fits strictly; of several, the one that shares most keys. If none
    fits, the one that shares most keys, with its differences. What admits any value
    comes last: `str` after the dates.
    """
    if all(candidate.read is as_is for candidate in candidates):
        return as_is
    if len(candidates) == 1:
        return candidates[0].read
    by_demand = sorted(candidates, key=lambda candidate: candidate.read is as_is)

    def read(value: Any, at: At, notes: Notes) -> Any:
        ranked = sorted(by_demand, key=lambda candidate: candidate.rank(value))
        for candidate in ranked:
            outcome = notes.attempt(candidate.read, value)
            if outcome is not MISFIT:
                return outcome
        return ranked[0].read(value, at, notes)

    return read

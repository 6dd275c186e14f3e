"""What a package has other than before, where its lock is of an earlier postkiln.

In: the lock that was, and the one that is. Out: what moved, by kinds: names of options,
arguments and classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from postkiln.lockfile.records import Identity, ItemNames, Lock

_SHOWN: Final = 2
_NEW_KEYWORDS: Final = "body "


@dataclass(frozen=True, slots=True)
class Moved:
    """One kind of change, and the names of what changed so."""

    what: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        shown = ", ".join(self.names[:_SHOWN])
        more = ", ..." if len(self.names) > _SHOWN else ""
        return f"{self.what}: {len(self.names)} ({shown}{more})"


def is_earlier(lock: Lock) -> bool:
    """Whether a lock was written before locks kept what values are."""
    has_values = any(each.values for each in lock.items)
    return bool(lock.items) and not has_values and lock.identity == Identity()


def moved(before: Lock, after: Lock) -> tuple[Moved, ...]:
    """What changed for those who call the client; nothing that only came with new items."""
    gone = {k: n for k, n in before.options.items() if k not in after.options}
    new = {k: n for k, n in after.options.items() if k not in before.options}
    pairs = list(_pairs(before.items, after.items))
    kinds = (
        Moved("options of the client that are gone", _sorted(gone.values())),
        Moved("new options of the client", _sorted(new.values())),
        Moved(
            "arguments that are options of the client", _sorted(_optioned(pairs, after))
        ),
        Moved("arguments that are gone", _sorted(_gone(pairs, after))),
        Moved("new arguments", _sorted(_arguments(pairs))),
        Moved("bodies that are keyword arguments", _sorted(_spread(pairs))),
        Moved(
            "classes that are gone",
            _sorted(name for name in before.classes if name not in after.classes),
        ),
    )
    return tuple(each for each in kinds if each.names)


Pair = tuple[ItemNames, ItemNames]


def _pairs(before: Sequence[ItemNames], after: Sequence[ItemNames]) -> Iterator[Pair]:
    """The items of both: their methods have one name."""
    known = {(each.folder, each.method): each for each in before}
    for each in after:
        if (each.folder, each.method) in known:
            yield known[each.folder, each.method], each


def _lost(pairs: Iterable[Pair]) -> Iterator[tuple[str, str]]:
    """The arguments that are none any more: their keys, and what they are called by."""
    for old, new in pairs:
        for key, name in old.arguments.items():
            if key not in new.arguments:
                yield key, _called(old, name)


def _optioned(pairs: Iterable[Pair], after: Lock) -> Iterator[str]:
    return (name for key, name in _lost(pairs) if _is_option(key, after))


def _gone(pairs: Iterable[Pair], after: Lock) -> Iterator[str]:
    return (name for key, name in _lost(pairs) if not _is_option(key, after))


def _is_option(key: str, after: Lock) -> bool:
    """Whether the client has an option for what was an argument: its variable, or its key."""
    place, _, name = key.partition(" ")
    return name in after.options or f"{place}:{name}" in after.options


def _arguments(pairs: Iterable[Pair]) -> Iterator[str]:
    for old, new in pairs:
        for key, name in new.arguments.items():
            if key not in old.arguments and not key.startswith(_NEW_KEYWORDS):
                yield _called(new, name)


def _spread(pairs: Iterable[Pair]) -> Iterator[str]:
    for old, new in pairs:
        had = any(key.startswith(_NEW_KEYWORDS) for key in old.arguments)
        has = any(key.startswith(_NEW_KEYWORDS) for key in new.arguments)
        if has and not had:
            yield _called(new, "body")


def _called(item: ItemNames, argument: str) -> str:
    return f"{item.folder}.{item.method}({argument})"


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))

"""Which package a collection is, where its title does not say so: that of a lock it has.

In: the heads of the locks there are, Postman's id of the collection and the paths of its
items. Out: the package, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from postkiln.lockfile.records import ItemPath, Lock
from postkiln.results import KnownLock


def package_of(
    known: Sequence[KnownLock],
    id_: str,
    paths: Collection[ItemPath],
    read: Callable[[str], Lock],
) -> str | None:
    """The package with the same id; else one from the same place with mostly the same items.

    What stands at a place may be replaced by another collection, so items are compared.
    `read` gives the lock of a package.
    """
    for each in known:
        if id_ and each.id == id_:
            return each.package
    for each in known:
        if each.is_here and _is_mostly(read(each.package), paths):
            return each.package
    return None


def _is_mostly(lock: Lock, paths: Collection[ItemPath]) -> bool:
    """Whether at least half of the items of a lock are there."""
    found = sum(item.path in paths for item in lock.items)
    return bool(lock.items) and 2 * found >= len(lock.items)

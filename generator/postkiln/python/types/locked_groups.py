"""Groups as they were found -> groups in which each name of the lock is given once.

Where a class of the lock would have to be two shapes, the one that it was keeps the name;
the other goes to a class of its shape. Groups that nothing leads to any more are gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from postkiln.lockfile.records import ClassNames
from postkiln.python.types.groups import ClassKey, Group, Groups, ShapeSlot


def settle_names(
    found: Mapping[ClassKey, Group],
    roots: Mapping[ShapeSlot, Mapping[str, ClassKey]],
    locked: Mapping[str, ClassNames],
) -> Groups:
    """The groups by their final keys; `roots` are the keys at each slot, by steps."""
    final = _final_keys(found, locked)
    groups = _merged(found, final)
    for group in groups.values():
        group.inner = _renamed(group.inner, final)
    own = {slot: _renamed(keys, final) for slot, keys in roots.items()}
    live = _reachable(groups, own.values())
    return Groups({key: groups[key] for key in groups if key in live}, own)


def _renamed(
    keys: Mapping[str, ClassKey], final: Mapping[ClassKey, ClassKey]
) -> dict[str, ClassKey]:
    return {step: final[key] for step, key in keys.items()}


def _merged(
    found: Mapping[ClassKey, Group], final: Mapping[ClassKey, ClassKey]
) -> dict[ClassKey, Group]:
    """The groups by what their keys end as; those that keep their key come first."""
    groups = {key: group for key, group in found.items() if key == final[key]}
    for key, group in found.items():
        if key != final[key]:
            groups.setdefault(final[key], Group(group.fields, group.is_input))
            groups[final[key]].merge(group)
    return groups


def _final_keys(
    found: Mapping[ClassKey, Group], locked: Mapping[str, ClassNames]
) -> Mapping[ClassKey, ClassKey]:
    """What each key ends as.

    A group whose name another keeps joins a group of its shape: of those with a name the
    one at most places, else the one without a name.
    """
    owners = _owners(found, locked)

    def rank(key: ClassKey) -> tuple[int, ClassKey]:
        return (-len(found[key].places), key)

    named: dict[str, ClassKey] = {}
    for key in sorted(owners, key=rank):
        named.setdefault(key.digest, key)
    final: dict[ClassKey, ClassKey] = {}
    for key in found:
        unnamed = ClassKey("", key.digest)
        final[key] = key if key in owners else named.get(key.digest, unnamed)
    return final


def _owners(
    found: Mapping[ClassKey, Group], locked: Mapping[str, ClassNames]
) -> set[ClassKey]:
    """The group that keeps each name of the lock.

    It is the one that had its shape, else that of most places, else the last by digest.
    """

    def rank(key: ClassKey) -> tuple[bool, int, str]:
        had_shape = locked[key.locked].shape == key.digest
        return (had_shape, len(found[key].places), key.digest)

    by_name: defaultdict[str, list[ClassKey]] = defaultdict(list)
    for key in found:
        if key.locked:
            by_name[key.locked].append(key)
    return {max(keys, key=rank) for keys in by_name.values()}


def _reachable(
    groups: Mapping[ClassKey, Group], roots: Iterable[Mapping[str, ClassKey]]
) -> set[ClassKey]:
    live: set[ClassKey] = set()
    waiting: list[ClassKey] = []
    for keys in roots:
        waiting.extend(keys.values())
    while waiting:
        key = waiting.pop()
        if key not in live:
            live.add(key)
            waiting.extend(groups[key].inner.values())
    return live

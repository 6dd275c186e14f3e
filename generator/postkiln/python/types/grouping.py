"""Objects that are one class: those of equal shape, and of one name where a lock has them.

In: sites. Out: groups in document order, and which of them each object is in. A place
that the lock knows keeps its class: classes that became equal stay two. Where a class
would have to be two shapes, the one that it was keeps the name. What the lock does not
know goes to a class of its shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from postkiln.lockfile.records import ClassNames
from postkiln.python.naming.class_names import Labels, element_of
from postkiln.python.syntax.source import Source
from postkiln.python.types.fingerprint import Identities
from postkiln.python.types.recursion import Fields, Folds, folded
from postkiln.python.types.resolved import element, member, value
from postkiln.shapes.lattice import Shape

Key = tuple[str, str]
"""A class to be: the name that the lock has for it ("": none), the digest of its shape."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a shape was found.

    `labels` name it from the inside out: the key, the key above it, ..., the request,
    its folders. `module` is where a class used only there is written, `where` the
    request in words. `is_input`: part of a request body, where every field may be left
    out. `kept` are the classes that the lock has, by the steps to them.
    """

    shape: Shape
    labels: Labels
    module: Source
    where: str
    is_input: bool = False
    kept: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class Group:
    """The places of one class. `inner` are the classes of objects in it, by steps."""

    fields: Fields
    is_input: bool
    labels: list[Labels] = field(default_factory=list[Labels])
    places: list[str] = field(default_factory=list[str])
    modules: set[Source] = field(default_factory=set[Source])
    inner: dict[str, Key] = field(default_factory=dict[str, Key])

    def absorb(self, other: Group) -> None:
        """Take over the places of another of equal shape."""
        self.labels += other.labels
        self.places += other.places
        self.modules |= other.modules
        self.inner = {**other.inner, **self.inner}


@dataclass(frozen=True, slots=True)
class Groups:
    """All of them in document order; `roots` are the classes of each site, by steps."""

    found: Mapping[Key, Group]
    roots: Sequence[Mapping[str, Key]]


def grouped(sites: Sequence[Site], kept: Mapping[str, ClassNames]) -> Groups:
    """The groups of all objects below `sites`."""
    folds = Folds(
        folded(site.shape for site in sites if not site.is_input),
        folded(site.shape for site in sites if site.is_input),
    )
    gathering = _Gathering(folds, kept)
    roots = [gathering.gather(site) for site in sites]
    return _settled(gathering.found, roots, kept)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A shape below a site: `step` leads to it from `owner`, the object it lies in.

    `inside` are the classes of all objects it lies in, by digest.
    """

    shape: Shape
    labels: Labels
    path: str
    step: str = ""
    owner: Key | None = None
    inside: Mapping[str, Key] = field(default_factory=dict[str, Key])


class _Gathering:
    """Groups while sites are walked."""

    def __init__(self, folds: Folds, kept: Mapping[str, ClassNames]) -> None:
        self.found: dict[Key, Group] = {}
        self._folds = folds
        self._kept = kept
        self._identities = Identities(folds)

    def gather(self, site: Site) -> Mapping[str, Key]:
        """Note every object below a site, outside in; the answer is its own classes."""
        self._identities.of(site.shape, site.is_input)
        own: dict[str, Key] = {}
        stack = [_Spot(site.shape, site.labels, "$")]
        while stack:
            spot = stack.pop()
            fields = self._folds.fields(spot.shape.fields or (), site.is_input)
            inside = spot
            if fields:
                digest = self._identities.of_fields(fields, site.is_input)
                key = spot.inside.get(digest) or self._key(site, spot, digest)
                inner = own if spot.owner is None else self.found[spot.owner].inner
                inner[spot.step] = key
                if digest in spot.inside:
                    fields = ()  # the object again that it lies in
                else:
                    self._note(key, fields, site, spot)
                    inside = replace(
                        spot, owner=key, inside={**spot.inside, digest: key}
                    )
            stack.extend(reversed(tuple(_below(spot, inside, fields))))
        return own

    def _key(self, site: Site, spot: _Spot, digest: str) -> Key:
        if spot.owner is None:
            name = site.kept.get(spot.step, "")
        else:
            above = self._kept.get(spot.owner[0])
            name = above.inner.get(spot.step, "") if above else ""
        return (name if name in self._kept else ""), digest

    def _note(self, key: Key, fields: Fields, site: Site, spot: _Spot) -> None:
        group = self.found.setdefault(key, Group(fields, site.is_input))
        group.labels.append(spot.labels)
        group.places.append(f"{site.where}: {spot.path}")
        group.modules.add(site.module)


def _below(spot: _Spot, inside: _Spot, fields: Fields) -> Iterator[_Spot]:
    """What stands directly below; elements are named after one of their kind."""
    labels, path = spot.labels, spot.path
    for each in fields:
        yield replace(
            inside,
            shape=each.shape,
            labels=(each.key, *labels),
            path=f"{path}.{each.key}",
            step=member(each.key),
        )
    for inner, step in ((spot.shape.items, element), (spot.shape.values, value)):
        if inner is not None:
            one = (element_of(labels[0]), *labels[1:])
            yield replace(
                spot, shape=inner, labels=one, path=step(path), step=step(spot.step)
            )


def _settled(
    found: Mapping[Key, Group],
    roots: Sequence[Mapping[str, Key]],
    kept: Mapping[str, ClassNames],
) -> Groups:
    """The groups when each name is given once, and those that nothing leads to are gone."""
    final = _final(found, kept)
    merged: dict[Key, Group] = {}
    for key, group in found.items():
        if key == final[key]:
            merged[key] = group
    for key, group in found.items():
        if key != final[key]:
            merged.setdefault(final[key], Group(group.fields, group.is_input))
            merged[final[key]].absorb(group)
    for group in merged.values():
        group.inner = {step: final[key] for step, key in group.inner.items()}
    ours = [{step: final[key] for step, key in own.items()} for own in roots]
    live = _reached(merged, (key for own in ours for key in own.values()))
    return Groups({key: merged[key] for key in merged if key in live}, ours)


def _final(
    found: Mapping[Key, Group], kept: Mapping[str, ClassNames]
) -> Mapping[Key, Key]:
    """What each group ends as: it loses a name to a better claim, it joins its like."""
    rivals: dict[str, list[Key]] = {}
    for key in found:
        rivals.setdefault(key[0], []).append(key)
    holders = {
        max(keys, key=lambda key: _claim(key, found[key], kept))
        for name, keys in rivals.items()
        if name
    }
    homes: dict[str, Key] = {}
    for key in sorted(holders, key=lambda key: (-len(found[key].places), key)):
        homes.setdefault(key[1], key)
    return {
        key: key if key in holders else homes.get(key[1], ("", key[1])) for key in found
    }


def _claim(
    key: Key, group: Group, kept: Mapping[str, ClassNames]
) -> tuple[object, ...]:
    """How well a group may claim a name: it had this shape, has most places, the digest."""
    name, digest = key
    return (kept[name].shape == digest, len(group.places), digest)


def _reached(groups: Mapping[Key, Group], roots: Iterable[Key]) -> set[Key]:
    live: set[Key] = set()
    stack = list(roots)
    while stack:
        key = stack.pop()
        if key not in live:
            live.add(key)
            stack.extend(groups[key].inner.values())
    return live

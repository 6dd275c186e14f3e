"""Shapes to classes: which shapes there are, once each, and what each is called.

In: the shapes of all answers and bodies, with where each was found. Out: `Classes`, and
the same shapes with the class of every object in them. Equal shapes share a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from postkiln.lockfile.records import NO_LOCK, ClassNames
from postkiln.python.naming.class_names import chain, distinct
from postkiln.python.naming.overrides import Wishes
from postkiln.python.naming.scope import kept_name
from postkiln.python.syntax.source import Source
from postkiln.python.types.grouping import Group, Groups, Key, Site, grouped
from postkiln.python.types.recursion import Fields
from postkiln.python.types.resolved import Classed, classed, classed_fields
from postkiln.shapes.lattice import Shape


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """A class to be: `fields` in the order first seen, `places` in words.

    `kept` is the name that the lock keeps, `shape` the digest of its shape.
    """

    name: Source
    module: Source
    fields: Fields
    places: tuple[str, ...]
    is_input: bool
    kept: Source
    shape: str


@dataclass(frozen=True, slots=True)
class Classes:
    """Every class of a package, in document order. `shapes` are those of the sites.

    `kept` is what the lock has of classes, by name.
    """

    plans: tuple[ClassPlan, ...]
    shapes: tuple[Shape, ...]
    kept: Mapping[str, ClassNames]

    def plan(self, shape: Shape) -> ClassPlan | None:
        """The class of a shape's object component; None where it has no known keys."""
        return self.plans[shape.index] if isinstance(shape, Classed) else None

    def kept_fields(self, plan: ClassPlan) -> Mapping[str, str]:
        """The attributes of a class that the lock has, by key."""
        known = self.kept.get(plan.kept)
        return {} if known is None else known.fields


def plan_classes(
    sites: Iterable[Site],
    shared: Source,
    reserved: Sequence[str],
    kept: Mapping[str, ClassNames] = NO_LOCK.classes,
) -> Classes:
    """Give every object shape below `sites` a class; `shared` is the module of common ones.

    `kept` are the classes that the lock has.
    """
    everywhere = tuple(sites)
    groups = grouped(everywhere, kept)
    indexes = {key: index for index, key in enumerate(groups.found)}
    names = _names(groups, reserved)
    plans = tuple(
        _plan(name, key[1], group, shared, indexes)
        for (key, group), name in zip(groups.found.items(), names, strict=True)
    )
    shapes = tuple(
        classed(site.shape, "", {step: indexes[key] for step, key in own.items()})
        for site, own in zip(everywhere, groups.roots, strict=True)
    )
    return Classes(plans, shapes, kept)


def wished_classes(
    classes: Classes, wishes: Wishes, reserved: Sequence[str]
) -> Classes:
    """The classes by the names that are wished for."""
    names = [plan.name for plan in classes.plans]
    given = zip(classes.plans, wishes.all(names, names, reserved), strict=True)
    return replace(
        classes, plans=tuple(replace(plan, name=name) for plan, name in given)
    )


def _names(groups: Groups, reserved: Sequence[str]) -> list[Source]:
    """The name of each group: that of the lock, else one that no other has."""
    taken = [name for name, _ in groups.found if name]
    new = {key: group for key, group in groups.found.items() if not key[0]}
    chosen = distinct(
        [chain(each.labels, is_input=each.is_input) for each in new.values()],
        [(len(each.places), digest) for (_, digest), each in new.items()],
        (*reserved, *taken),
    )
    given = dict(zip(new, chosen, strict=True))
    return [given.get(key) or kept_name(key[0]) for key in groups.found]


def _plan(
    name: Source, shape: str, group: Group, shared: Source, indexes: Mapping[Key, int]
) -> ClassPlan:
    inner = {step: indexes[below] for step, below in group.inner.items()}
    return ClassPlan(
        name=name,
        module=next(iter(group.modules)) if len(group.modules) == 1 else shared,
        fields=classed_fields(group.fields, inner),
        places=tuple(group.places),
        is_input=group.is_input,
        kept=name,
        shape=shape,
    )

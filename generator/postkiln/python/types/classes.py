"""Shapes to classes: which shapes there are, once each, and what each is called.

In: the shapes of all answers and bodies, with where each was found. Out: `Classes`, and
the same shapes with the class of every object in them. Equal shapes share a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from postkiln.lockfile.records import NO_LOCK, ClassNames
from postkiln.python.naming.class_names import UnnamedClass, choose_names, class_names
from postkiln.python.naming.overrides import Overrides
from postkiln.python.naming.reserved import RESERVED_FIELDS
from postkiln.python.naming.scope import Claim, Scope, checked_name, snake
from postkiln.python.syntax.source import Source
from postkiln.python.types.grouping import group_objects
from postkiln.python.types.groups import (
    NOT_LOCKED,
    ClassKey,
    Group,
    Groups,
    Occurrence,
    ShapeSlot,
)
from postkiln.python.types.recursion import Fields
from postkiln.python.types.resolved import ResolvedShape, resolve, resolve_fields
from postkiln.shapes.lattice import Shape


@dataclass(frozen=True, slots=True)
class ClassField:
    """A field of a class: its key in JSON, its attribute, what it holds."""

    key: str
    name: Source
    shape: Shape
    optional: bool


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """A class to be: `fields` in the order first seen, `places` in words.

    `locked` is its name in the lock, `digest` that of its shape.
    """

    name: Source
    module: Source
    fields: tuple[ClassField, ...]
    places: tuple[str, ...]
    is_input: bool
    locked: Source
    digest: str


@dataclass(frozen=True, slots=True)
class Classes:
    """Every class of a package, in document order, and the shapes made of these."""

    plans: tuple[ClassPlan, ...]
    shapes: Mapping[ShapeSlot, Shape]

    def plan(self, shape: Shape) -> ClassPlan | None:
        """The class of a shape's object component; None where it has no known keys."""
        if isinstance(shape, ResolvedShape):
            return self.plans[shape.index]
        return None


def plan_classes(
    occurrences: Iterable[Occurrence],
    shared: Source,
    reserved: Sequence[str],
    locked: Mapping[str, ClassNames] = NO_LOCK.classes,
) -> Classes:
    """Give every object shape a class; `shared` is the module of common ones.

    `locked` are the classes that the lock has.
    """
    everywhere = tuple(occurrences)
    groups = group_objects(everywhere, locked)
    indexes = {key: index for index, key in enumerate(groups.by_key)}
    names = _names(groups, reserved)
    plans: list[ClassPlan] = []
    for key, group in groups.by_key.items():
        name = names[key]
        attributes = locked.get(name, NOT_LOCKED).fields
        fields = resolve_fields(group.fields, _indexed(group.inner, indexes))
        plan = ClassPlan(
            name=name,
            module=_module(group, shared),
            fields=_name_fields(fields, attributes),
            places=tuple(group.places),
            is_input=group.is_input,
            locked=name,
            digest=key.digest,
        )
        plans.append(plan)
    shapes: dict[ShapeSlot, Shape] = {}
    for each in everywhere:
        own = _indexed(groups.roots[each.slot], indexes)
        shapes[each.slot] = resolve(each.shape, "", own)
    return Classes(tuple(plans), shapes)


def _module(group: Group, shared: Source) -> Source:
    """The only module that uses a class, else the shared one."""
    if len(group.modules) > 1:
        return shared
    [module] = group.modules
    return module


def _name_fields(fields: Fields, locked: Mapping[str, str]) -> tuple[ClassField, ...]:
    """The fields with their attributes; `locked` are those of the lock, by key."""
    claims: list[Claim] = []
    for each in fields:
        candidate = snake(each.key, lead="field")
        claims.append(Claim(locked.get(each.key), (candidate,)))
    names = Scope(RESERVED_FIELDS).claim_all(claims)
    named: list[ClassField] = []
    for each, name in zip(fields, names, strict=True):
        named.append(ClassField(each.key, name, each.shape, each.optional))
    return tuple(named)


def _indexed(
    keys: Mapping[str, ClassKey], indexes: Mapping[ClassKey, int]
) -> Mapping[str, int]:
    return {step: indexes[key] for step, key in keys.items()}


def override_classes(
    classes: Classes, overrides: Overrides, reserved: Sequence[str]
) -> Classes:
    """The classes by the names of the configuration."""
    chosen = {str(plan.name): plan.name for plan in classes.plans}
    names = overrides.apply(chosen, reserved)
    pairs = zip(classes.plans, names, strict=True)
    plans = tuple(replace(plan, name=name) for plan, name in pairs)
    return replace(classes, plans=plans)


def _names(groups: Groups, reserved: Sequence[str]) -> Mapping[ClassKey, Source]:
    """The name of each group: that of the lock, else one that no other has."""
    names: dict[ClassKey, Source] = {}
    unnamed: dict[ClassKey, UnnamedClass] = {}
    for key, group in groups.by_key.items():
        if key.locked:
            names[key] = checked_name(key.locked)
        else:
            candidates = class_names(group.labels, is_input=group.is_input)
            unnamed[key] = UnnamedClass(candidates, len(group.places), key.digest)
    taken = (*reserved, *names.values())
    chosen = choose_names(tuple(unnamed.values()), taken)
    names.update(zip(unnamed, chosen, strict=True))
    return names

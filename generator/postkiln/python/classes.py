"""Shapes to classes: which shapes there are, once each, and what each is called.

In: the shapes of all answers and bodies, with where each was found. Out: `Classes`,
which knows the class of every object shape. Equal shapes share a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from postkiln.model.shape import Shape
from postkiln.python.class_names import Labels, chain, distinct, element_of
from postkiln.python.identity import Identities
from postkiln.python.recursion import Fields, Folds, folded
from postkiln.python.source import Source


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a shape was found.

    `labels` name it from the inside out: the key, the key above it, ..., the request,
    its folders. `module` is where a class used only there is written, `where` the
    request in words. `is_input`: part of a request body, where every field may be left
    out.
    """

    shape: Shape
    labels: Labels
    module: Source
    where: str
    is_input: bool = False


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """A class to be: `fields` in the order first seen, `places` in words."""

    name: Source
    module: Source
    fields: Fields
    places: tuple[str, ...]
    is_input: bool


@dataclass(frozen=True, slots=True)
class Classes:
    """Every class of a package, in document order, and the way from a shape to its class."""

    plans: tuple[ClassPlan, ...]
    _identities: Identities
    _by_number: Mapping[int, int]

    def plan(self, shape: Shape, is_input: bool) -> ClassPlan | None:
        """The class of a shape's object component; None where it has no known keys."""
        if not shape.fields:
            return None
        self._identities.of(shape, is_input)
        number = self._identities.of_fields(shape.fields, is_input)
        return self.plans[self._by_number[number]]


@dataclass(slots=True)
class _Found:
    """A form while its places are being collected."""

    fields: Fields
    is_input: bool
    labels: list[Labels] = field(default_factory=list[Labels])
    places: list[str] = field(default_factory=list[str])
    modules: set[Source] = field(default_factory=set[Source])


def plan_classes(
    sites: Iterable[Site], shared: Source, reserved: Sequence[str]
) -> Classes:
    """Give every object shape below `sites` a class; `shared` is the module of common ones."""
    everywhere = tuple(sites)
    folds = Folds(
        folded(site.shape for site in everywhere if not site.is_input),
        folded(site.shape for site in everywhere if site.is_input),
    )
    identities = Identities(folds)
    found: dict[int, _Found] = {}
    for site in everywhere:
        _collect(site, folds, identities, found)
    names = distinct(
        [chain(one.labels, is_input=one.is_input) for one in found.values()],
        [len(one.places) for one in found.values()],
        reserved,
    )
    plans = tuple(
        ClassPlan(
            name, _module(one, shared), one.fields, tuple(one.places), one.is_input
        )
        for name, one in zip(names, found.values(), strict=True)
    )
    return Classes(plans, identities, {number: i for i, number in enumerate(found)})


def _module(found: _Found, shared: Source) -> Source:
    return next(iter(found.modules)) if len(found.modules) == 1 else shared


def _collect(
    site: Site, folds: Folds, identities: Identities, found: dict[int, _Found]
) -> None:
    """Note every object below a site, outside in."""
    identities.of(site.shape, site.is_input)
    stack = [_Spot(site.shape, site.labels, "$")]
    while stack:
        spot = stack.pop()
        fields = folds.fields(spot.shape.fields or (), site.is_input)
        if fields:
            number = identities.of_fields(fields, site.is_input)
            if number in spot.inside:
                continue  # the object again that it lies in
            one = found.setdefault(number, _Found(fields, site.is_input))
            one.labels.append(spot.labels)
            one.places.append(f"{site.where}: {spot.path}")
            one.modules.add(site.module)
            spot = replace(spot, inside=spot.inside | {number})
        stack.extend(reversed(tuple(_below(spot, fields))))


@dataclass(frozen=True, slots=True)
class _Spot:
    """A shape below a site. `inside` are the numbers of the objects it lies in."""

    shape: Shape
    labels: Labels
    path: str
    inside: frozenset[int] = frozenset()


def _below(spot: _Spot, fields: Fields) -> Iterator[_Spot]:
    """What stands directly below; elements are named after one of their kind."""
    labels, path = spot.labels, spot.path
    for each in fields:
        longer = (each.key, *labels)
        yield _Spot(each.shape, longer, f"{path}.{each.key}", spot.inside)
    for inner, step in ((spot.shape.items, "[]"), (spot.shape.values, ".*")):
        if inner is not None:
            element = (element_of(labels[0]), *labels[1:])
            yield _Spot(inner, element, f"{path}{step}", spot.inside)

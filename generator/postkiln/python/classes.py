"""Shapes to classes: which shapes there are, once each, and what each is called.

In: the shapes of all answers and bodies, with where each was found. Out: `Classes`,
which knows the class of every object shape. Equal shapes share a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from postkiln.model.shape import Shape
from postkiln.python.class_names import Labels, chain, distinct, element_of
from postkiln.python.identity import Fields, Identities
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
    identities = Identities()
    found: dict[int, _Found] = {}
    for site in sites:
        _collect(site, identities, found)
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


def _collect(site: Site, identities: Identities, found: dict[int, _Found]) -> None:
    """Note every object below a site, outside in."""
    identities.of(site.shape, site.is_input)
    stack = [(site.shape, site.labels, "$")]
    while stack:
        shape, labels, path = stack.pop()
        if shape.fields:
            number = identities.of_fields(shape.fields, site.is_input)
            one = found.setdefault(number, _Found(shape.fields, site.is_input))
            one.labels.append(labels)
            one.places.append(f"{site.where}: {path}")
            one.modules.add(site.module)
        fields = shape.fields or ()
        below = [(f.shape, (f.key, *labels), f"{path}.{f.key}") for f in fields]
        if shape.items is not None:
            element = (element_of(labels[0]), *labels[1:])
            below.append((shape.items, element, f"{path}[]"))
        stack.extend(reversed(below))

"""Shapes to classes: which shapes there are, once each, and what each is called.

In: the shapes of all answers and bodies, with where each was found. Out: `Classes`,
which knows the class of every object shape. Equal shapes share a class; a class is
named after the place it was found at, and says more of that place until no other class
has the same name, so the order of requests decides nothing but the last resort.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postkiln.model.shape import Field, Shape
from postkiln.python.forms import FileShape
from postkiln.python.names import LONGEST, pascal, words
from postkiln.python.source import Source

Fields = tuple[Field, ...]
Labels = tuple[str, ...]


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


class Forms:
    """Numbers for the forms of shapes: equal shapes, whatever their field order, are one.

    Inputs do not care which fields are optional or null: all of them may be.
    """

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._seen: dict[tuple[int, bool], tuple[Shape, int]] = {}

    def of(self, shape: Shape, is_input: bool) -> int:
        """The number of a shape's form; the walk is iterative, inner shapes first."""
        stack = [shape]
        while stack:
            node = stack[-1]
            waiting = [s for s in inner(node) if (id(s), is_input) not in self._seen]
            if waiting:
                stack.extend(waiting)
                continue
            self._remember(stack.pop(), is_input)
        return self._seen[id(shape), is_input][1]

    def of_fields(self, fields: Fields, is_input: bool) -> int:
        """The number of an object's form."""
        return self._number((is_input, self._fields(fields, is_input)))

    def _remember(self, node: Shape, is_input: bool) -> None:
        items = None if node.items is None else self.of(node.items, is_input)
        fields = None if node.fields is None else self._fields(node.fields, is_input)
        null = node.null and not is_input
        form = (
            null,
            node.boolean,
            node.number,
            node.text,
            items,
            fields,
            isinstance(node, FileShape),
        )
        # The shape is kept beside its number, so that its id stays its own.
        self._seen[id(node), is_input] = (node, self._number(form))

    def _fields(self, fields: Fields, is_input: bool) -> object:
        return tuple(
            sorted(
                (
                    f.key,
                    self._seen[id(f.shape), is_input][1],
                    f.optional and not is_input,
                )
                for f in fields
            )
        )

    def _number(self, form: object) -> int:
        return self._numbers.setdefault(form, len(self._numbers))


def inner(shape: Shape) -> Iterator[Shape]:
    """The shapes directly inside a shape."""
    if shape.items is not None:
        yield shape.items
    for entry in shape.fields or ():
        yield entry.shape


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
    _forms: Forms
    _by_form: Mapping[int, int]

    def plan(self, shape: Shape, is_input: bool) -> ClassPlan | None:
        """The class of a shape's object component; None where it has no known keys."""
        if not shape.fields:
            return None
        self._forms.of(shape, is_input)
        number = self._forms.of_fields(shape.fields, is_input)
        return self.plans[self._by_form[number]]


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
    forms = Forms()
    found: dict[int, _Found] = {}
    for site in sites:
        _collect(site, forms, found)
    names = _named(
        [_chain(one) for one in found.values()],
        [len(one.places) for one in found.values()],
        reserved,
    )
    plans = tuple(
        ClassPlan(
            name, _module(one, shared), one.fields, tuple(one.places), one.is_input
        )
        for name, one in zip(names, found.values(), strict=True)
    )
    return Classes(plans, forms, {number: i for i, number in enumerate(found)})


def _module(found: _Found, shared: Source) -> Source:
    return next(iter(found.modules)) if len(found.modules) == 1 else shared


def _collect(site: Site, forms: Forms, found: dict[int, _Found]) -> None:
    """Note every object below a site, outside in."""
    forms.of(site.shape, site.is_input)
    stack = [(site.shape, site.labels, "$")]
    while stack:
        shape, labels, path = stack.pop()
        if shape.fields:
            number = forms.of_fields(shape.fields, site.is_input)
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


def element_of(label: str) -> str:
    """What one element of `label` is called: `field_mappings` -> field mapping."""
    from inflection import singularize  # not needed where no list holds an object

    parts = words(label)
    if not parts:
        return "item"
    return " ".join((*parts[:-1], singularize(parts[-1])))


def _chain(found: _Found) -> tuple[Source, ...]:
    """Candidates for a class, each saying more of its place than the one before."""
    suffix = "Input" if found.is_input else ""
    common = Counter(_spoken(labels[0]) for labels in found.labels).most_common(1)[0][0]
    first = next(labels for labels in found.labels if _spoken(labels[0]) == common)
    chain: list[Source] = []
    parts: tuple[str, ...] = ()
    for label in first:
        parts = _qualified(words(label), parts)
        name = _class_name(parts, suffix)
        if name not in chain:
            chain.append(name)
    return tuple(chain)


def _class_name(parts: Labels, suffix: str) -> Source:
    """A name of at most `LONGEST` characters; what is inside stays, what is above goes."""
    while len(parts) > 1 and sum(map(len, parts)) > LONGEST:
        parts = parts[1:]
    return Source(pascal(" ".join(parts), lead="Model").removesuffix(suffix) + suffix)


def _spoken(label: str) -> str:
    return " ".join(words(label))


def _qualified(outer: tuple[str, ...], parts: tuple[str, ...]) -> tuple[str, ...]:
    """`outer` before `parts`, without saying a word twice in a row."""
    if parts[: len(outer)] == outer:
        return parts
    return outer[:-1] + parts if outer and parts[:1] == outer[-1:] else outer + parts


def _named(
    chains: Sequence[tuple[Source, ...]], weights: list[int], reserved: Sequence[str]
) -> list[Source]:
    """The first name of each chain that no other class has; in the end, a number.

    Among those that want one name, the class found at most places has it.
    """
    forbidden = {name.casefold() for name in reserved}
    levels = [0] * len(chains)
    while clashing := _clashing(chains, levels, weights, forbidden):
        for index in clashing:
            levels[index] += 1
    taken = set(forbidden)
    return [
        _free(chain[level], taken) for chain, level in zip(chains, levels, strict=True)
    ]


def _clashing(
    chains: Sequence[tuple[Source, ...]],
    levels: list[int],
    weights: list[int],
    forbidden: set[str],
) -> list[int]:
    """The classes whose name is not theirs alone and that can still say more."""
    wanting: dict[str, list[int]] = {}
    for index, (chain, level) in enumerate(zip(chains, levels, strict=True)):
        wanting.setdefault(chain[level].casefold(), []).append(index)
    return [
        index
        for name, rivals in wanting.items()
        for index in rivals
        if (name in forbidden or index != _heaviest(rivals, weights))
        and levels[index] + 1 < len(chains[index])
    ]


def _heaviest(rivals: list[int], weights: list[int]) -> int | None:
    """The one that outweighs every other; None when two are equal."""
    most = max(weights[index] for index in rivals)
    heaviest = [index for index in rivals if weights[index] == most]
    return heaviest[0] if len(heaviest) == 1 else None


def _free(name: Source, taken: set[str]) -> Source:
    wished, number = name, 2
    while name.casefold() in taken:
        name = Source(f"{wished}{number}")
        number += 1
    taken.add(name.casefold())
    return name

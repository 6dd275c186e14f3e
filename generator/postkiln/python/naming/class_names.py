"""Classes are named after the place they were found at, the shorter the better.

In: for each class, the places it was found at, as labels from the inside out. Out: one
name each. A name takes in more of its place until no other class has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postkiln.python.naming.scope import LONGEST, pascal, words
from postkiln.python.syntax.source import Source

Labels = tuple[str, ...]
"""What leads to a shape, from the inside out: its key, the key above, ..., the request."""


def element_of(label: str) -> str:
    """What one element of `label` is called: `field_mappings` -> field mapping."""
    from inflection import singularize  # not needed where no list holds an object

    parts = words(label)
    if not parts:
        return "item"
    return " ".join((*parts[:-1], singularize(parts[-1])))


def class_names(places: Sequence[Labels], *, is_input: bool) -> tuple[Source, ...]:
    """Candidates for a class, each with more of its place than the one before."""
    suffix = "Input" if is_input else ""
    candidates: list[Source] = []
    parts: tuple[str, ...] = ()
    for label in _typical(places):
        parts = _qualified(words(label), parts)
        candidates.append(_class_name(parts, suffix))
    return tuple(dict.fromkeys(candidates))


def _typical(places: Sequence[Labels]) -> Labels:
    """The place that a class is named after: not the first, as no order names a class."""
    sharing: dict[str, list[Labels]] = {}
    for labels in places:
        sharing.setdefault(_in_words(labels[0]), []).append(labels)
    # What most places are called; of equal ones the shortest, then the first by alphabet.
    common = min(sharing, key=lambda text: (-len(sharing[text]), len(text), text))
    return min(sharing[common], key=lambda labels: (_length(labels), labels))


def _length(labels: Labels) -> int:
    return sum(map(len, labels))


def _class_name(parts: Labels, suffix: str) -> Source:
    """A name of at most `LONGEST` characters; what is inside stays, what is above goes."""
    while len(parts) > 1 and _length(parts) > LONGEST:
        parts = parts[1:]
    name = pascal(" ".join(parts), lead="Model")
    return Source(name.removesuffix(suffix) + suffix)


def _in_words(label: str) -> str:
    return " ".join(words(label))


def _qualified(outer: tuple[str, ...], parts: tuple[str, ...]) -> tuple[str, ...]:
    """`outer` before `parts`, without a word twice in a row."""
    if parts == outer:  # its like: `owner` in `owner` is an OwnerOwner
        return outer + parts
    if parts[: len(outer)] == outer:
        return parts
    if outer and parts[:1] == outer[-1:]:
        return outer[:-1] + parts
    return outer + parts


@dataclass(frozen=True, slots=True)
class Contender:
    """A class that wants the first of its candidates: at how many places it was found.

    `digest` is that of its shape.
    """

    candidates: tuple[Source, ...]
    places: int
    digest: str


def choose_names(
    contenders: Sequence[Contender], reserved: Sequence[str]
) -> list[Source]:
    """The first candidate of each that no other class has; in the end, a number.

    Among those that want one name, the class found at most places has it. Numbers go by
    the digest: the order of places names no class.
    """
    forbidden = {name.casefold() for name in reserved}
    levels = [0] * len(contenders)
    while clashing := _clashing(contenders, levels, forbidden):
        for index in clashing:
            levels[index] += 1
    names: dict[int, Source] = {}
    for index in sorted(range(len(levels)), key=lambda index: contenders[index].digest):
        wanted = contenders[index].candidates[levels[index]]
        names[index] = _take(wanted, forbidden)
    return [names[index] for index in range(len(contenders))]


def _clashing(
    contenders: Sequence[Contender], levels: list[int], forbidden: set[str]
) -> list[int]:
    """The classes whose name is not theirs alone and that have a longer candidate."""
    rivals_by_name: dict[str, list[int]] = {}
    for index, contender in enumerate(contenders):
        name = contender.candidates[levels[index]]
        rivals_by_name.setdefault(name.casefold(), []).append(index)
    clashing: list[int] = []
    for text, rivals in rivals_by_name.items():
        owner = None if text in forbidden else _heaviest(rivals, contenders)
        for index in rivals:
            has_more = levels[index] + 1 < len(contenders[index].candidates)
            if index != owner and has_more:
                clashing.append(index)
    return clashing


def _heaviest(rivals: list[int], contenders: Sequence[Contender]) -> int | None:
    """The one found at more places than every other; None when two are equal."""
    places = {index: contenders[index].places for index in rivals}
    most = max(places.values())
    heaviest = [index for index in rivals if places[index] == most]
    return heaviest[0] if len(heaviest) == 1 else None


def _take(wanted: Source, taken: set[str]) -> Source:
    name, number = wanted, 2
    while name.casefold() in taken:
        name = Source(f"{wanted}{number}")
        number += 1
    taken.add(name.casefold())
    return name

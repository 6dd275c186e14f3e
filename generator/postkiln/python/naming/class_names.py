"""Classes are named after the place they were found at, the shorter the better.

In: for each class, the places it was found at, as labels from the inside out. Out: one
name each. A name takes in more of its place until no other class has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from postkiln.python.naming.scope import LONGEST, pascal, words
from postkiln.python.syntax.source import Source

Labels = tuple[str, ...]
"""What leads to a shape, from the inside out: its key, the key above, ..., the request."""


def element_of(label: str) -> str:
    """What one element of `label` is called: `field_mappings` -> field mapping."""
    from inflection import singularize  # not needed where no list holds an object

    found = words(label)
    if not found:
        return "item"
    *qualifiers, noun = found
    return " ".join((*qualifiers, singularize(noun)))


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
    sharing: defaultdict[str, list[Labels]] = defaultdict(list)
    for labels in places:
        name = " ".join(words(labels[0]))
        sharing[name].append(labels)

    def rank_of_name(name: str) -> tuple[int, int, str]:
        return (-len(sharing[name]), len(name), name)

    def rank_of_place(labels: Labels) -> tuple[int, Labels]:
        return (_length(labels), labels)

    # What most places are called; of equal ones the shortest, then the first by alphabet.
    common = min(sharing, key=rank_of_name)
    return min(sharing[common], key=rank_of_place)


def _length(labels: Labels) -> int:
    return sum(map(len, labels))


def _class_name(parts: Labels, suffix: str) -> Source:
    """A name of at most `LONGEST` characters; what is inside stays, what is above goes."""
    while len(parts) > 1 and _length(parts) > LONGEST:
        parts = parts[1:]
    name = pascal(" ".join(parts), lead="Model")
    return Source(name.removesuffix(suffix) + suffix)


def _qualified(outer: tuple[str, ...], parts: tuple[str, ...]) -> tuple[str, ...]:
    """`outer` before `parts`, without a word twice in a row."""
    if parts == outer:  # `owner` in `owner` is an OwnerOwner
        return outer + parts
    begins_with_outer = parts[: len(outer)] == outer
    if begins_with_outer:
        return parts
    meet_in_a_word = outer and parts[:1] == outer[-1:]
    if meet_in_a_word:
        return outer[:-1] + parts
    return outer + parts


@dataclass(frozen=True, slots=True)
class UnnamedClass:
    """A class without a name yet, and its candidates, the best one first.

    `places` is how many it was found at, `digest` that of its shape.
    """

    candidates: tuple[Source, ...]
    places: int
    digest: str


_NOT_NAMED = Source("")


@dataclass(slots=True)
class _Choice:
    """The candidate chosen for a class so far, the one at `level`, and its name in the end."""

    unnamed: UnnamedClass
    level: int = 0
    name: Source = _NOT_NAMED

    @property
    def candidate(self) -> Source:
        return self.unnamed.candidates[self.level]

    @property
    def has_longer(self) -> bool:
        return self.level + 1 < len(self.unnamed.candidates)


def choose_names(
    classes: Sequence[UnnamedClass], reserved: Sequence[str]
) -> list[Source]:
    """The first candidate of each that no other class has; in the end, a number.

    Of those with the same candidate, the class found at most places has it. Numbers go by
    the digest: the order of places names no class.
    """
    taken = {name.casefold() for name in reserved}
    choices = [_Choice(each) for each in classes]
    while clashing := _clashing(choices, taken):
        for choice in clashing:
            choice.level += 1
    by_digest = sorted(choices, key=lambda each: each.unnamed.digest)
    for choice in by_digest:
        choice.name = _take(choice.candidate, taken)
    return [choice.name for choice in choices]


def _clashing(choices: Iterable[_Choice], reserved: Collection[str]) -> list[_Choice]:
    """Those whose candidate is not theirs alone and that have a longer one."""
    by_candidate: defaultdict[str, list[_Choice]] = defaultdict(list)
    for choice in choices:
        text = choice.candidate.casefold()
        by_candidate[text].append(choice)
    clashing: list[_Choice] = []
    for text, sharing in by_candidate.items():
        owner = None
        if text not in reserved:
            owner = _found_most(sharing)
        for choice in sharing:
            if choice is not owner and choice.has_longer:
                clashing.append(choice)
    return clashing


def _found_most(sharing: Sequence[_Choice]) -> _Choice | None:
    """The one found at more places than every other; None when two are equal."""
    most = max(each.unnamed.places for each in sharing)
    first, *others = [each for each in sharing if each.unnamed.places == most]
    return None if others else first


def _take(wanted: Source, taken: set[str]) -> Source:
    """The name, with a number where it is taken already."""
    name = wanted
    number = 2
    while name.casefold() in taken:
        name = Source(f"{wanted}{number}")
        number += 1
    taken.add(name.casefold())
    return name

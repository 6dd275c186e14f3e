"""What classes are called: by the place they were found at, the shorter the better.

In: for each class, the places it was found at, as labels from the inside out. Out: one
name each. A name says more of its place until no other class has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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


def chain(places: Sequence[Labels], *, is_input: bool) -> tuple[Source, ...]:
    """Candidates for a class, each saying more of its place than the one before."""
    suffix = "Input" if is_input else ""
    # Not the first of them: the order of requests names no class.
    counts = Counter(_spoken(labels[0]) for labels in places)
    common = min(counts, key=lambda spoken: (-counts[spoken], len(spoken), spoken))
    sharing = [labels for labels in places if _spoken(labels[0]) == common]
    first = min(sharing, key=lambda labels: (sum(map(len, labels)), labels))
    candidates: list[Source] = []
    parts: tuple[str, ...] = ()
    for label in first:
        parts = _qualified(words(label), parts)
        candidates.append(_class_name(parts, suffix))
    return tuple(dict.fromkeys(candidates))


def _class_name(parts: Labels, suffix: str) -> Source:
    """A name of at most `LONGEST` characters; what is inside stays, what is above goes."""
    while len(parts) > 1 and sum(map(len, parts)) > LONGEST:
        parts = parts[1:]
    return Source(pascal(" ".join(parts), lead="Model").removesuffix(suffix) + suffix)


def _spoken(label: str) -> str:
    return " ".join(words(label))


def _qualified(outer: tuple[str, ...], parts: tuple[str, ...]) -> tuple[str, ...]:
    """`outer` before `parts`, without saying a word twice in a row."""
    if parts == outer:  # its like: `owner` in `owner` is an OwnerOwner
        return outer + parts
    if parts[: len(outer)] == outer:
        return parts
    return outer[:-1] + parts if outer and parts[:1] == outer[-1:] else outer + parts


def distinct(
    chains: Sequence[tuple[Source, ...]],
    weights: Sequence[tuple[int, str]],
    reserved: Sequence[str],
) -> list[Source]:
    """The first name of each chain that no other class has; in the end, a number.

    `weights` are at how many places each class was found, and the digest of its shape.
    Among those that want one name, the class found at most places has it. Numbers go by
    the digest: the order of places names no class.
    """
    forbidden = {name.casefold() for name in reserved}
    levels = [0] * len(chains)
    while clashing := _clashing(chains, levels, weights, forbidden):
        for index in clashing:
            levels[index] += 1
    taken = set(forbidden)
    order = sorted(range(len(chains)), key=lambda index: weights[index][1])
    given = {index: _free(chains[index][levels[index]], taken) for index in order}
    return [given[index] for index in range(len(chains))]


def _clashing(
    chains: Sequence[tuple[Source, ...]],
    levels: list[int],
    weights: Sequence[tuple[int, str]],
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


def _heaviest(rivals: list[int], weights: Sequence[tuple[int, str]]) -> int | None:
    """The one that outweighs every other; None when two are equal."""
    most = max(weights[index][0] for index in rivals)
    heaviest = [index for index in rivals if weights[index][0] == most]
    return heaviest[0] if len(heaviest) == 1 else None


def _free(name: Source, taken: set[str]) -> Source:
    wished, number = name, 2
    while name.casefold() in taken:
        name = Source(f"{wished}{number}")
        number += 1
    taken.add(name.casefold())
    return name

"""What one call gives: filled into holes as data, never as structure or as a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..omit import OMIT
from ..template.fill import Data, Lookup, holes
from .scalars import text_of


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call: texts by hole, and holes that the call leaves out.

    `query` and `body` are as the caller gave them.
    """

    texts: Mapping[str, str] = field(repr=False)
    left_out: frozenset[str]
    query: Mapping[str, object] = field(repr=False)
    body: object = field(default=OMIT, repr=False)

    def over(
        self, lookup: Lookup, encode: Callable[[str], str] = lambda text: text
    ) -> Lookup:
        """The lookup in which the arguments come first, as data; `encode` writes them."""

        def value(hole: str) -> str | None:
            if hole in self.texts:
                return Data(encode(self.texts[hole]))
            return lookup(hole)

        return value

    def shadow(self, lookup: Lookup) -> Lookup:
        """The lookup for what is not an argument: their holes stay as they are."""
        return lambda hole: None if hole in self.texts else lookup(hole)

    def leaves_out(self, template: str, lookup: Lookup) -> bool:
        """Whether the call leaves out what the template needs and no option fills."""
        open_holes = self.left_out.intersection(holes(template))
        return any(lookup(hole) is None for hole in open_holes)


def arguments(
    variables: Mapping[str, object], query: Mapping[str, object], body: object
) -> Arguments:
    """The arguments of a call. OMIT and None leave a hole to the client's options."""
    given = {
        hole: text_of(value, label(hole))
        for hole, value in variables.items()
        if value is not OMIT and value is not None
    }
    return Arguments(given, frozenset(variables) - given.keys(), query, body)


def label(hole: str) -> str:
    """The hole as messages name it: `id` for the path variable `:id`."""
    return hole.removeprefix(":")

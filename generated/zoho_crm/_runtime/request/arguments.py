"""The arguments of one call: values of variables, data and never a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..omit import OMIT
from ..template.fill import Data, Lookup, variables_in
from .scalars import text_of


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call: texts by variable, and variables that the call leaves out.

    `query` and `body` are as the caller gave them.
    """

    texts: Mapping[str, str] = field(repr=False)
    left_out: frozenset[str]
    query: Mapping[str, object] = field(repr=False)
    body: object = field(default=OMIT, repr=False)

    def over(self, lookup: Lookup, encode: Callable[[str], str] = str) -> Lookup:
        """The lookup in which the arguments come first, as data; `encode` writes them."""

        def value(variable: str) -> str | None:
            if variable in self.texts:
                return Data(encode(self.texts[variable]))
            return lookup(variable)

        return value

    def excluded_from(self, lookup: Lookup) -> Lookup:
        """The lookup without the arguments: their variables stay in the text."""

        def value(variable: str) -> str | None:
            if variable in self.texts:
                return None
            return lookup(variable)

        return value

    def leaves_out(self, template: str, lookup: Lookup) -> bool:
        """Whether the call leaves out what the template needs and no option fills."""
        unfilled = self.left_out.intersection(variables_in(template))
        return any(lookup(variable) is None for variable in unfilled)


def arguments(
    variables: Mapping[str, object], query: Mapping[str, object], body: object
) -> Arguments:
    """The arguments of a call. OMIT and None leave a variable to the client's options."""
    given: dict[str, str] = {}
    for variable, value in variables.items():
        if value is not OMIT and value is not None:
            given[variable] = text_of(value, label(variable))
    return Arguments(given, frozenset(variables) - given.keys(), query, body)


def label(variable: str) -> str:
    """A variable as messages name it: `id` for the path variable `:id`."""
    return variable.removeprefix(":")

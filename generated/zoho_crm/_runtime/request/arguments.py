"""The arguments of one call: values of variables, data and never a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..errors import RequestError
from ..omit import OMIT
from ..template.draws import Draws
from ..template.fill import Data, Lookup, OmittedError, fill, variables_in
from .scalars import text_of

Values = Mapping[str, object]
"""Values as a caller gives them, by name."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call: texts by variable, and variables that the call leaves out.

    `query`, `headers` and `body` are as the caller gave them, and so are the `fields`,
    which are keywords that a body is made of; None: the operation has none. `draws` are
    the call's, however often it is sent.
    """

    texts: Mapping[str, str] = field(repr=False)
    left_out: frozenset[str]
    query: Values = field(repr=False)
    body: object = field(default=OMIT, repr=False)
    headers: Values = field(default_factory=dict[str, object], repr=False)
    fields: Values | None = field(default=None, repr=False)
    draws: Draws = field(default_factory=Draws, repr=False)

    def fill(
        self, template: str, lookup: Lookup, encode: Callable[[str], str] = str
    ) -> str | None:
        """The text of a template; None where what it needs is left out.

        The call leaves it out, or the client does. `encode` writes the arguments.
        """
        try:
            if self.leaves_out(template, lookup):
                return None
            return fill(template, self.over(lookup, encode))
        except OmittedError:
            return None

    def needed_text(
        self, template: str, lookup: Lookup, encode: Callable[[str], str] = str
    ) -> str:
        """The text of a template in a body, of which nothing can be left out.

        Raises RequestError for a variable that the call leaves out.
        """
        for variable in self.left_out.intersection(variables_in(template)):
            if lookup(variable) is None:
                raise RequestError(f"{label(variable)}: is needed in the body")
        return fill(template, self.over(lookup, encode))

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
    variables: Values | None,
    query: Values | None,
    body: object,
    *,
    headers: Values | None = None,
    fields: Values | None = None,
) -> Arguments:
    """The arguments of a call. OMIT leaves a variable to the client's options.

    Raises RequestError for None: nothing says what text that would be.
    """
    given: dict[str, str] = {}
    left_out: set[str] = set()
    for variable, value in (variables or {}).items():
        if value is OMIT:
            left_out.add(variable)
        else:
            given[variable] = text_of(value, label(variable))
    return Arguments(
        given, frozenset(left_out), query or {}, body, headers or {}, fields
    )


def label(variable: str) -> str:
    """A variable as messages name it: `id` for the path variable `:id`."""
    return variable.removeprefix(":")

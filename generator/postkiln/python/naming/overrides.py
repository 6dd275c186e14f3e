"""Names that the configuration gives, in place of those that were chosen.

A class is called by its name (`ErrorBody`), a folder or a method by the attributes that
lead to it (`orders.place`), an argument by its method (`orders.place(q)`), an option of
the client by itself (`(base_url)`). All of them as they are without any override, which
is how the lock has them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from postkiln.diagnostics.errors import ChoiceError
from postkiln.diagnostics.nearest import did_you_mean
from postkiln.python.naming.scope import checked_name
from postkiln.python.syntax.source import Source


class Overrides:
    """The names of the configuration, and which names there were to override."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """ChoiceError for a name that Python does not take."""
        self._names = {key: _checked(name) for key, name in names.items()}
        self._known: dict[str, None] = {}

    def apply(
        self, chosen: Mapping[str, Source], reserved: Collection[str]
    ) -> list[Source]:
        """The names of one scope, in their order; `chosen` are by what they are called by.

        ChoiceError where two of them would have one name, or one that is `reserved`.
        """
        self._known.update(dict.fromkeys(chosen))
        names = {key: self._names.get(key, name) for key, name in chosen.items()}
        for key, name in names.items():
            is_taken = name in reserved or name.startswith("_")
            if is_taken and key in self._names:
                raise ChoiceError(
                    f"names: {key!r} cannot be {str(name)!r}: that is taken"
                )
        self._check_distinct(names)
        return list(names.values())

    def _check_distinct(self, names: Mapping[str, Source]) -> None:
        owners: dict[str, str] = {}
        for key, name in names.items():
            other = owners.setdefault(name.casefold(), key)
            is_ours = key in self._names or other in self._names
            if other != key and is_ours:
                raise ChoiceError(
                    f"names: {key!r} and {other!r} would both be {str(name)!r}"
                )

    def check_all_used(self) -> None:
        """ChoiceError for an override of a name that is not there."""
        for key in self._names:
            if key in self._known:
                continue
            remedy = did_you_mean(key, self._known) or "The lock has all names"
            raise ChoiceError(f"names: there is no {key!r}. {remedy}")


def _checked(name: str) -> Source:
    try:
        return checked_name(name)
    except ValueError:
        raise ChoiceError(f"names: {name!r} is no name of Python") from None

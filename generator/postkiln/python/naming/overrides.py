"""Names that people wish for: the configuration's word against the one that was chosen.

A class is called by its name (`ErrorBody`), a folder or a method by the attributes that
lead to it (`orders.place`), an argument by its method (`orders.place(q)`), an option of
the client by itself (`(base_url)`). All of them as they are without any wish, which is
how the lock has them.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from postkiln.diagnostics.errors import UsageError
from postkiln.python.naming.scope import kept_name
from postkiln.python.syntax.source import Source


class Wishes:
    """The names wished for, and which of them were heard."""

    def __init__(self, names: Mapping[str, str]) -> None:
        for wished in names.values():
            try:
                kept_name(wished)
            except ValueError:
                raise UsageError(f"names: {wished!r} is no name of Python") from None
        self._names = names
        self._known: dict[str, None] = {}

    def all(
        self, keys: Sequence[str], chosen: Sequence[Source], reserved: Sequence[str]
    ) -> list[Source]:
        """The names of one scope: `chosen`, or what is wished for instead.

        UsageError where two of them would have one name, or one that is `reserved`.
        """
        for key in keys:
            if self._names.get(key) in reserved or self._names.get(key, "")[:1] == "_":
                raise UsageError(
                    f"names: {key!r} cannot be {self._names[key]!r}: that is taken"
                )
        given = [
            Source(self._names[key]) if key in self._names else name
            for key, name in zip(keys, chosen, strict=True)
        ]
        self._known.update(dict.fromkeys(keys))
        owners: dict[str, str] = {}
        for key, name in zip(keys, given, strict=True):
            other = owners.setdefault(name.casefold(), key)
            if other != key and (key in self._names or other in self._names):
                raise UsageError(f"names: {key!r} and {other!r} would both be {name!r}")
        return given

    def check(self) -> None:
        """UsageError for a wish that is about nothing."""
        for key in self._names:
            if key not in self._known:
                close = difflib.get_close_matches(key, self._known, n=1)
                remedy = (
                    f"Did you mean {close[0]!r}?" if close else "The lock has all names"
                )
                raise UsageError(f"names: there is no {key!r}. {remedy}")

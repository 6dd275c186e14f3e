"""Unions of members that share a JSON type: which member decodes a value.

In: a checked decoder for each member. Out: one for the union.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from .context import MISFIT, CheckedDecoder, DecodeContext
from .json_path import JsonPath


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of a union. `keys` gives the JSON keys of a model, on demand."""

    decode: CheckedDecoder
    keys: Callable[[], Set[str]] | None = None

    def rank(self, value: Any) -> tuple[int, int]:
        """Sorts first what shares most keys with the value, then what lacks fewest."""
        if self.keys is None:
            return (0, 0)
        keys = self.keys()
        shared = len(keys & value.keys())
        return (-shared, len(keys) - shared)


def choose_among(candidates: Sequence[Candidate]) -> CheckedDecoder:
    """The decoder of a value of one JSON type that several members may admit.

    It takes the member that the value fits strictly; of several, the one that shares
    most keys with it, then the first one. If it fits none, the one that shares most keys
    decodes it, and its differences are reported.
    """

    def decode(value: Any, path: JsonPath, context: DecodeContext) -> Any:
        ranked = sorted(candidates, key=lambda candidate: candidate.rank(value))
        for candidate in ranked:
            decoded = context.attempt(candidate.decode, value)
            if decoded is not MISFIT:
                return decoded
        return ranked[0].decode(value, path, context)

    return decode

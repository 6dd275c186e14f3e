"""The decoders that compiled ones call for what takes more than an expression.

They report values that no conversion admits, and choose a member of a union. In: what the
annotation admits there. Out: a `CheckedDecoder`; `ignore_differences` makes it a fast one.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence, Set
from dataclasses import dataclass
from typing import Any

from .context import MISFIT, MISSING, CheckedDecoder, DecodeContext, found_in
from .json_path import JsonPath
from .placeholders import is_placeholder


def report_type(expected: str, types: Container[type]) -> CheckedDecoder:
    """The decoder of values that have none of the types, and of `MISSING` as `None`."""

    def decode(value: Any, path: JsonPath, context: DecodeContext) -> Any:
        if value is MISSING:
            context.report(path, expected, "nothing")
            return None
        if not is_placeholder(value, types):
            context.report(path, expected, found_in(value))
        return value

    return decode


def report_text(expected: str) -> CheckedDecoder:
    """The decoder of strings that could not be parsed."""

    def decode(value: Any, path: JsonPath, context: DecodeContext) -> Any:
        if not is_placeholder(value, (str,)):
            context.report(path, expected, "other text")
        return value

    return decode


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
        missing = len(keys) - shared
        return (-shared, missing)


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


def ignore_differences(decode: CheckedDecoder) -> Callable[[Any], Any]:
    """Wraps a checked decoder as a fast one: differences are ignored."""

    def decode_fast(value: Any) -> Any:
        context = DecodeContext(_ignore)
        return decode(value, None, context)

    return decode_fast


def _ignore(path: JsonPath, expected: str, found: str) -> None:
    pass

"""What a call of `decode` carries: the function that reports differences, past attempts.

A difference is a value that the annotation does not admit. It is reported with the JSON
path, what was expected there, and what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeAlias

from .json_path import JsonPath

Report: TypeAlias = Callable[[JsonPath, str, str], None]
"""Takes a difference: the path, what was expected, what was found."""

CheckedDecoder: TypeAlias = "Callable[[Any, JsonPath, DecodeContext], Any]"
"""Decodes the JSON value at a path, and reports every difference to the context."""

MISFIT: Final = object()
"""The result of an attempt to decode a value that does not fit strictly."""

MISSING: Final = object()
"""Stands for the value of a required key that an object lacks."""


class _MisfitError(Exception):
    """Ends an attempt at the first difference. Never leaves this module."""


class DecodeContext:
    """What one call of `decode` passes from decoder to decoder."""

    __slots__ = ("_attempts", "report")

    def __init__(self, report: Report) -> None:
        self.report = report
        self._attempts: dict[Hashable, Any] = {}

    def attempt(self, decode: CheckedDecoder, value: Any) -> Any:
        """What `decode` makes of the value if it fits strictly, else `MISFIT`.

        Results are kept: unions inside unions would otherwise try each value again for
        each combination of members above it. Values are distinguished by `id`, which is
        safe because the data lives longer than the context.
        """
        key = (decode, id(value))
        if key not in self._attempts:
            self._attempts[key] = self._decode_strictly(decode, value)
        return self._attempts[key]

    def _decode_strictly(self, decode: CheckedDecoder, value: Any) -> Any:
        context = DecodeContext(_raise_misfit)
        context._attempts = self._attempts
        try:
            return decode(value, None, context)
        except _MisfitError:
            return MISFIT


def _raise_misfit(path: JsonPath, expected: str, found: str) -> None:
    raise _MisfitError


def found_in(value: Any) -> str:
    """What messages name as found: the type, never the value, which may be secret."""
    if value is None:
        return "None"
    return type(value).__name__

"""Values that no conversion admits: decoders that report them and leave them as they are."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from .context import MISSING, CheckedDecoder, DecodeContext, found_in
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

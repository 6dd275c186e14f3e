"""JSON texts -> values: by orjson where it is installed, else by the standard library.

What the two read differently (integers beyond 64 bits, lone surrogates, NaN) is left to
the standard library, so that the result does not depend on what is installed.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any, Final


def _import_if_installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


orjson: Final[Any] = _import_if_installed("orjson")

_DIGITS: Final = bytes.maketrans(b"0123456789,]} \t\r\n", b"0000000000:::::::")
"""Translates digits to `0`, and what may follow a number to `:`."""

_LONG: Final = b"0" * 19
_LONG_INSIDE: Final = _LONG + b":"
"""The end of a number of so many digits, translated. It may be beyond 64 bits, and then
orjson would make a float of it. Strings end with a quote and are never taken for one."""


def loads(text: bytes) -> Any:
    """The value of a JSON text. ValueError if it is invalid, RecursionError if too deep."""
    if orjson is None or _may_be_long(text.translate(_DIGITS)):
        return json.loads(text)
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)  # accepts more, and its errors are the documented ones


def _may_be_long(digits: bytes) -> bool:
    return _LONG_INSIDE in digits or digits.endswith(_LONG)

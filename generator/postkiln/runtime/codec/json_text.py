"""JSON texts -> values: by orjson where it is installed, else by the standard library.

What the two would not read alike (integers beyond 64 bits, lone surrogates, NaN) the
standard library reads, so that nothing depends on what is installed.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any, Final


def _installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


orjson: Final[Any] = _installed("orjson")

_DIGITS: Final = bytes.maketrans(b"0123456789,]} \t\r\n", b"0000000000:::::::")
_LONG: Final = b"0" * 19
_LONG_INSIDE: Final = _LONG + b":"
"""How a number of so many digits ends, seen through `_DIGITS`: it may be beyond 64 bits,
and then orjson makes a float of it. Texts end with a quote."""


def loads(text: bytes) -> Any:
    """The value of a JSON text. ValueError: it is none; RecursionError: it is too deep."""
    if orjson is None or _may_be_long(text.translate(_DIGITS)):
        return json.loads(text)
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)  # which reads more, or says what is wrong


def _may_be_long(digits: bytes) -> bool:
    return _LONG_INSIDE in digits or digits.endswith(_LONG)

"""Libraries that only some requests need: loaded when the first one is sent."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .errors import ConfigurationError


def load(module: str, package: str, purpose: str) -> Any:
    """The module of a library. ConfigurationError says what to install for `purpose`.

    Untyped, so that type checkers need no library that the program does not use.
    """
    try:
        return import_module(module)
    except ImportError as error:
        problem = f"{purpose} needs a library that is not installed"
        raise ConfigurationError(f"{problem}: pip install '{package}'") from error

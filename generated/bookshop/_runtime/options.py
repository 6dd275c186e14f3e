"""Client options: what the constructor, the environment and the defaults give."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from . import dynamic
from .errors import ConfigurationError
from .operation import Option
from .templates import Lookup


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a client's options by hole, and the options that have none.

    They may be secret, so the repr shows none of them.
    """

    known: Mapping[str, str] = field(repr=False)
    missing: Mapping[str, Option] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def lookup(self, call: str) -> Lookup:
        """Fill holes for the call of this name; a missing option is an error then."""

        def value(hole: str) -> str | None:
            if hole in self.known:
                return self.known[hole]
            if hole in self.missing:
                raise ConfigurationError(_missing(self.missing[hole], call))
            return dynamic.draw(hole)

        return value


def read(options: tuple[Option, ...], given: Mapping[str, str | None]) -> Values:
    """The values of the options: as given, else from the environment, else the default."""
    found = {option: _value(option, given.get(option.name)) for option in options}
    known = {option.hole: value for option, value in found.items() if value is not None}
    missing = {option.hole: option for option in options if option.hole not in known}
    secrets = {known.get(option.hole, "") for option in options if option.secret}
    # The longest first, so that no rest of one is left where another is part of it.
    return Values(known, missing, tuple(sorted(secrets - {""}, key=len, reverse=True)))


def _value(option: Option, given: str | None) -> str | None:
    if given is not None:
        return given
    return os.environ.get(option.variable, option.default)


def _missing(option: Option, call: str) -> str:
    return (
        f"{call}: the client option {option.name!r} is not set: pass {option.name}=... "
        f"to the client, or set the environment variable {option.variable}"
    )

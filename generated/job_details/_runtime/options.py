"""Client options: what the constructor, the environment and the defaults give."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .errors import ConfigurationError
from .operation import ClientSpec, Option
from .template import dynamic
from .template.fill import Data, Lookup


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a client's options by hole, and the options that have none.

    They may be secret, so the repr shows none of them.
    """

    known: Mapping[str, str] = field(repr=False)
    missing: Mapping[str, Option] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def having(self, holes: Iterable[str], value: str) -> Values:
        """The values with one of these more, which a server said and which is secret."""
        known = {**self.known, **dict.fromkeys(holes, Data(value))}
        return Values(known, self.missing, (*self.secrets, value))

    def lookup(self, call: str) -> Lookup:
        """Fill holes for the call of this name; a missing option is an error then."""

        def value(hole: str) -> str | None:
            if hole in self.known:
                return self.known[hole]
            if hole in self.missing:
                raise ConfigurationError(_missing(self.missing[hole], call))
            return dynamic.draw(hole)

        return value


def read(
    spec: ClientSpec, given: Mapping[str, str | None], environment: str | None = None
) -> Values:
    """The values of a client: as given, else from the process's environment variables.

    Else from the named environment, else the default. ConfigurationError: no such one.
    """
    named = _environment(spec, environment)
    found = {each: _value(each, given.get(each.name), named) for each in spec.options}
    known = {option.hole: value for option, value in found.items() if value is not None}
    missing = {each.hole: each for each in spec.options if each.hole not in known}
    secrets = {known.get(option.hole, "") for option in spec.options if option.secret}
    # The longest first, so that no rest of one is left where another is part of it.
    hidden = tuple(sorted(secrets - {""}, key=len, reverse=True))
    return Values({**spec.shadows, **named, **known}, missing, hidden)


def _environment(spec: ClientSpec, name: str | None) -> Mapping[str, str]:
    if name is None:
        return {}
    if name not in spec.environments:
        known = ", ".join(map(repr, spec.environments))
        raise ConfigurationError(f"environment {name!r} is not one of {known}")
    return spec.environments[name]


def _value(option: Option, given: str | None, named: Mapping[str, str]) -> str | None:
    found = _in_process(option) if given is None else given
    # Not from the collection, perhaps from a server's answer: `{{name}}` in it is data.
    return named.get(option.hole, option.default) if found is None else Data(found)


def _in_process(option: Option) -> str | None:
    return None if option.variable is None else os.environ.get(option.variable)


def _missing(option: Option, call: str) -> str:
    text = (
        f"{call}: the client option {option.name!r} is not set: pass {option.name}=... "
        "to the client"
    )
    if option.variable is None:
        return text
    return f"{text}, or set the environment variable {option.variable}"

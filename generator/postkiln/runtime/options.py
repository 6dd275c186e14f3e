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
class OptionValues:
    """The values of a client's options by variable, and the options that have none.

    They may be secret, so the repr shows none of them.
    """

    known: Mapping[str, str] = field(repr=False)
    missing: Mapping[str, Option] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def with_secret(self, variables: Iterable[str], value: str) -> OptionValues:
        """The values with a secret that a server gave for these variables."""
        known = {**self.known, **dict.fromkeys(variables, Data(value))}
        return OptionValues(known, self.missing, (*self.secrets, value))

    def lookup(self, call: str) -> Lookup:
        """The lookup of the call of this name. A missing option is an error when it is used."""

        def value(variable: str) -> str | None:
            if variable in self.known:
                return self.known[variable]
            if variable in self.missing:
                raise ConfigurationError(_missing(self.missing[variable], call))
            return dynamic.draw(variable)

        return value


def read(
    spec: ClientSpec, given: Mapping[str, str | None], environment: str | None = None
) -> OptionValues:
    """The values of a client: as given, else from the process's environment variables.

    Else from the named environment, else the default. ConfigurationError: no such one.
    """
    named = _environment(spec, environment)
    found = {each: _value(each, given.get(each.name), named) for each in spec.options}
    known = {each.variable: value for each, value in found.items() if value is not None}
    missing = {
        each.variable: each for each in spec.options if each.variable not in known
    }
    secrets = {known.get(each.variable, "") for each in spec.options if each.secret}
    # The longest first, so that no rest of one is left where another is part of it.
    hidden = tuple(sorted(secrets - {""}, key=len, reverse=True))
    return OptionValues({**spec.shadows, **named, **known}, missing, hidden)


def _environment(spec: ClientSpec, name: str | None) -> Mapping[str, str]:
    if name is None:
        return {}
    if name not in spec.environments:
        known = ", ".join(map(repr, spec.environments))
        raise ConfigurationError(f"environment {name!r} is not one of {known}")
    return spec.environments[name]


def _value(option: Option, given: str | None, named: Mapping[str, str]) -> str | None:
    found = _in_process(option) if given is None else given
    if found is None:
        return named.get(option.variable, option.default)
    # Not from the collection, perhaps from a server's answer: `{{name}}` in it is data.
    return Data(found)


def _in_process(option: Option) -> str | None:
    if option.environment_variable is None:
        return None
    return os.environ.get(option.environment_variable)


def _missing(option: Option, call: str) -> str:
    text = (
        f"{call}: the client option {option.name!r} is not set: pass {option.name}=... "
        "to the client"
    )
    if option.environment_variable is None:
        return text
    return f"{text}, or set the environment variable {option.environment_variable}"

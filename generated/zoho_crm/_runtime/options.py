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
        given = dict.fromkeys(variables, Data(value))
        known = {**self.known, **given}
        return OptionValues(known, self.missing, (*self.secrets, value))

    def lookup(self, call: str) -> Lookup:
        """The lookup of the call of this name. A missing option is an error when it is used."""

        def value(variable: str) -> str | None:
            if variable in self.known:
                return self.known[variable]
            if variable in self.missing:
                option = self.missing[variable]
                raise ConfigurationError(_not_set(option, call))
            return dynamic.draw(variable)

        return value


def read_options(
    spec: ClientSpec, given: Mapping[str, str | None], environment: str | None = None
) -> OptionValues:
    """The values of a client: as given, else from the process's environment variables.

    Else from the named environment, else the default. ConfigurationError: the client has
    no environment of that name.
    """
    named = _environment(spec, environment)
    known = {**spec.shadows, **named}
    missing: dict[str, Option] = {}
    secrets: set[str] = set()
    for option in spec.options:
        value = _value(option, given.get(option.name), named)
        if value is None:
            missing[option.variable] = option
            continue
        known[option.variable] = value
        if option.secret and value:
            secrets.add(value)
    # The longest first: where a secret is part of another, no rest of the other is left.
    hidden = tuple(sorted(secrets, key=len, reverse=True))
    return OptionValues(known, missing, hidden)


def _environment(spec: ClientSpec, name: str | None) -> Mapping[str, str]:
    if name is None:
        return {}
    if name not in spec.environments:
        known = ", ".join(map(repr, spec.environments))
        raise ConfigurationError(f"environment {name!r} is not one of {known}")
    return spec.environments[name]


def _value(option: Option, given: str | None, named: Mapping[str, str]) -> str | None:
    if given is None:
        given = _in_process(option)
    if given is None:
        return named.get(option.variable, option.default)
    # Not from the collection, perhaps from a server's answer: `{{name}}` in it is data.
    return Data(given)


def _in_process(option: Option) -> str | None:
    if option.environment_variable is None:
        return None
    return os.environ.get(option.environment_variable)


def _not_set(option: Option, call: str) -> str:
    problem = f"{call}: the client option {option.name!r} is not set"
    remedy = f"pass {option.name}=... to the client"
    if option.environment_variable is not None:
        remedy += f", or set the environment variable {option.environment_variable}"
    return f"{problem}: {remedy}"

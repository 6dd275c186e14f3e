"""Client options: what the constructor, the environment and the defaults give."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from .errors import ConfigurationError
from .omit import OMIT, Omit
from .operation import ClientSpec, Option
from .template import dynamic
from .template.draws import Draw
from .template.fill import Data, Lookup, OmittedError

Given = Mapping[str, str | Omit | None]
"""Options by the names of the constructor's arguments; `OMIT` takes out what holds one."""


@dataclass(frozen=True, slots=True)
class OptionValues:
    """The values of a client's options by variable, and the options that have none.

    They may be secret, so the repr shows none of them. What holds an option that is
    `omitted` is left out.
    """

    known: Mapping[str, str] = field(repr=False)
    missing: Mapping[str, Option] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    omitted: Mapping[str, Option] = field(default_factory=dict[str, Option], repr=False)

    def with_secret(self, variables: Iterable[str], value: str) -> OptionValues:
        """The values with a secret that a server gave for these variables."""
        given = dict.fromkeys(variables, Data(value))
        known = {**self.known, **given}
        return replace(self, known=known, secrets=(*self.secrets, value))

    def without(self, options: Iterable[Option]) -> OptionValues:
        """The values as if the caller had left these options out."""
        omitted = {**self.omitted, **{each.variable: each for each in options}}
        return replace(
            self,
            known={key: self.known[key] for key in self.known if key not in omitted},
            missing={
                key: self.missing[key] for key in self.missing if key not in omitted
            },
            omitted=omitted,
        )

    def lookup(self, call: str, draw: Draw = dynamic.draw) -> Lookup:
        """The lookup of the call of this name; `draw` makes the dynamic variables.

        A missing option is an error when it is used, and so is one that is left out,
        where nothing can be left out: `OmittedError`.
        """

        def value(variable: str) -> str | None:
            if variable in self.known:
                return self.known[variable]
            if variable in self.omitted:
                raise OmittedError(_omitted(self.omitted[variable], call))
            if variable not in self.missing:
                return draw(variable)
            option = self.missing[variable]
            error = OmittedError if option.optional else ConfigurationError
            raise error(_not_set(option, call))

        return value


def read_options(
    spec: ClientSpec, given: Given, environment: str | None = None
) -> OptionValues:
    """The values of a client: as given, else from the process's environment variables.

    Else from the named environment, else the default. ConfigurationError: the client has
    no environment of that name.
    """
    named = _environment(spec, environment)
    known = {**spec.shadows, **named}
    missing: dict[str, Option] = {}
    secrets: set[str] = set()
    omitted = [each for each in spec.options if given.get(each.name) is OMIT]
    for option in spec.options:
        text = given.get(option.name)
        if text is OMIT:
            continue
        value = _value(option, text, named)
        if value is None:
            missing[option.variable] = option
            continue
        known[option.variable] = value
        if option.secret and value:
            secrets.add(value)
    # The longest first: where a secret is part of another, no rest of the other is left.
    hidden = tuple(sorted(secrets, key=len, reverse=True))
    return OptionValues(known, missing, hidden).without(omitted)


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


def _omitted(option: Option, call: str) -> str:
    return f"{call}: needs the client option {option.name!r}, which is left out"


def _not_set(option: Option, call: str) -> str:
    problem = f"{call}: the client option {option.name!r} is not set"
    remedy = f"pass {option.name}=... to the client"
    if option.environment_variable is not None:
        remedy += f", or set the environment variable {option.environment_variable}"
    return f"{problem}: {remedy}"

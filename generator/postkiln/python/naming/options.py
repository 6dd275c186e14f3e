"""The options of a client -> the arguments of its constructor, environment variables.

An option is known by the variable of the collection that it fills, in the lock too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from postkiln.model.api import Api, ClientOption
from postkiln.python.naming.env_names import env_names
from postkiln.python.naming.overrides import Overrides
from postkiln.python.naming.scope import Claim, Scope, snake
from postkiln.python.syntax.source import Source

SETTINGS = (
    *("self", "super", "environment"),  # what the constructor itself names
    *("settings", "timeout", "headers", "http", "strict", "before_send"),
    *("on_difference", "on_response"),
)
"""Constructor arguments that every client has: the runtime's settings."""


@dataclass(frozen=True, slots=True)
class NamedOption:
    """A client option: its constructor argument, in the lock too, its environment variable.

    `env_name` is None where it is read from none.
    """

    option: ClientOption
    locked: Source
    name: Source
    env_name: str | None = None


def name_options(
    api: Api, locked: Mapping[str, str], overrides: Overrides
) -> tuple[NamedOption, ...]:
    """The options by the names that the lock has; overrides come before these."""
    claims: list[Claim] = []
    for option in api.options:
        candidate = snake(option.label, lead="option")
        claims.append(Claim(locked.get(option.variable), (candidate,)))
    names = Scope(SETTINGS).claim_all(claims)
    in_configuration = {f"({name})": name for name in names}
    arguments = overrides.apply(in_configuration, SETTINGS)
    # One by one: the option, its name in the lock, the name of its argument.
    named = zip(api.options, names, arguments, strict=True)
    return tuple(NamedOption(*each) for each in named)


def with_env_names(
    options: tuple[NamedOption, ...], package: str, prefix: str | Literal[False] | None
) -> tuple[NamedOption, ...]:
    """The options with the environment variables they are read from."""
    names = [each.name for each in options]
    variables = env_names(names, package, prefix)
    found: list[NamedOption] = []
    for each in options:
        variable = variables.get(each.name)
        found.append(replace(each, env_name=variable))
    return tuple(found)

"""What the configuration says of the client's own options, in the table `values`.

Names of values of a request begin with their place (`query status`); any other name is
that of an option, which is of no item: it stands under `*`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from postkiln.diagnostics.errors import ChoiceError
from postkiln.diagnostics.nearest import did_you_mean
from postkiln.model.api import Api, ClientOption, Role
from postkiln.results import ValueTable

ALL: Final = "*"
_PLACES: Final = ("path", "query", "header", "body", "url")


def _is_text(name: str) -> bool:
    return name.partition(" ")[0] in _PLACES


def text_values(values: ValueTable) -> dict[str, dict[str, str]]:
    """The part of the table that is about values of requests."""
    return {pattern: _texts_of(entries) for pattern, entries in values.items()}


def _texts_of(entries: Mapping[str, str]) -> dict[str, str]:
    return {name: role for name, role in entries.items() if _is_text(name)}


def option_values(values: ValueTable) -> dict[str, str]:
    """The part of the table that is about options, by their names.

    ChoiceError for one that is under a pattern of items.
    """
    found: dict[str, str] = {}
    for pattern, entries in values.items():
        for name, role in entries.items():
            if _is_text(name):
                continue
            if pattern != ALL:
                raise ChoiceError(
                    f"values: {name!r} of {pattern!r} is no value of a request: their names "
                    f"begin with {', '.join(_PLACES)}. Options of the client stand under "
                    f"{ALL!r}"
                )
            found[name] = role
    return found


def with_option_values(
    api: Api, names: Sequence[tuple[str, str]], chosen: Mapping[str, str]
) -> Api:
    """The API with options that must be set, or may be left out, as chosen.

    `names` pairs the name of each option with the variable that it fills. ChoiceError for
    a name that there is not, or what an option cannot be.
    """
    variables = dict(names)
    roles: dict[str, str] = {}
    for name, role in chosen.items():
        if name not in variables:
            raise ChoiceError(
                f"values: there is no {name!r}. {_nearest(name, variables)}"
            )
        roles[variables[name]] = role
    by_variable = {variable: name for name, variable in names}
    options: list[ClientOption] = []
    for option in api.options:
        if option.variable in roles:
            name = by_variable[option.variable]
            option = _with_role(option, name, roles[option.variable])
        options.append(option)
    return replace(api, options=tuple(options))


def _nearest(name: str, known: Mapping[str, str]) -> str:
    return did_you_mean(name, known) or f"The options are {', '.join(map(repr, known))}"


def _with_role(option: ClientOption, name: str, role: str) -> ClientOption:
    problem = _problem(option, role)
    if problem:
        raise ChoiceError(f"values: {name!r} cannot be {role!r}: {problem}")
    return replace(option, required=role == "required", row="set in the configuration")


def _problem(option: ClientOption, role: str) -> str:
    if role not in ("required", "optional"):
        return (
            "an option of the client is 'required' or 'optional'. What is an argument or a "
            "constant instead is said of the requests' values: 'query status'"
        )
    if option.role is Role.HOST and role == "optional":
        return "no request can be made without an address"
    return ""

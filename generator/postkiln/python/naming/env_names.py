"""The options of a client -> the environment variables that they are read from.

`POSTKILN_<PACKAGE>__<OPTION>`: whatever a collection calls itself and its options, this is
no variable of another program. `__` stands between the two and nowhere else, so that no
two packages share a variable by another split of the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from postkiln.model.api import Option
from postkiln.python.naming.scope import Scope, words
from postkiln.python.syntax.source import Source


@dataclass(frozen=True, slots=True)
class NamedOption:
    """A client option with its constructor argument and its environment variable."""

    option: Option
    name: Source
    variable: str | None


def named_options(
    options: Iterable[tuple[Option, Source]],
    package: str,
    prefix: str | Literal[False] | None,
) -> tuple[NamedOption, ...]:
    """The options of a package with their variables; `prefix` as for `env_names`."""
    pairs = tuple(options)
    variables = env_names([name for _, name in pairs], package, prefix)
    return tuple(
        NamedOption(option, name, variables.get(name)) for option, name in pairs
    )


def env_names(
    options: Sequence[str], package: str, prefix: str | Literal[False] | None
) -> Mapping[str, str]:
    """The variable of each option, all distinct.

    `prefix` stands before the options: None is `POSTKILN_<PACKAGE>_`, False is no
    variables at all.
    """
    if prefix is False:
        return {}
    lead = f"POSTKILN_{_part(package) or 'API'}_" if prefix is None else prefix
    return {name: f"{lead}_{part}" for name, part in _parts(options).items()}


def _parts(options: Sequence[str]) -> Mapping[str, str]:
    """What stands for each option; one that needs no change is never numbered."""
    scope = Scope()
    wanted = {name: _part(name) or "OPTION" for name in options}
    changed_last = sorted(wanted, key=lambda name: wanted[name] != name.upper())
    return {name: scope.claim((Source(wanted[name]),)) for name in changed_last}


def _part(name: str) -> str:
    """A name in capital letters, single `_` between its words."""
    text = name if name.isascii() else "_".join(words(name))
    return "_".join(filter(None, text.upper().split("_")))

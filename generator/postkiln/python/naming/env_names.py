"""The options of a client -> the environment variables that they are read from.

`POSTKILN_<PACKAGE>__<OPTION>`: whatever a collection calls itself and its options, this is
no variable of another program. `__` stands between the two and nowhere else, so that no
two packages share a variable by another split of the same text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from postkiln.python.naming.scope import Scope, words
from postkiln.python.syntax.source import Source


def env_names(
    options: Sequence[str], package: str, prefix: str | Literal[False] | None
) -> Mapping[str, str]:
    """The variable of each option, all distinct.

    `prefix` stands before the options: None is `POSTKILN_<PACKAGE>_`, False is no
    variables at all.
    """
    if prefix is False:
        return {}
    if prefix is None:
        prefix = default_prefix(package)
    parts = _parts(options)
    return {name: f"{prefix}_{part}" for name, part in parts.items()}


def default_prefix(package: str) -> str:
    """What the variables of a package begin with, without the `_` that follows."""
    return f"POSTKILN_{_part(package) or 'API'}_"


def _parts(options: Sequence[str]) -> Mapping[str, str]:
    """What stands for each option; one that needs no change is never numbered."""
    wanted = {name: _part(name) or "OPTION" for name in options}
    scope = Scope()
    parts: dict[str, str] = {}
    unchanged_first = sorted(options, key=lambda name: wanted[name] != name.upper())
    for name in unchanged_first:
        candidate = Source(wanted[name])
        parts[name] = scope.claim((candidate,))
    return parts


def _part(name: str) -> str:
    """A name in capital letters, single `_` between its words."""
    parts: Sequence[str] = name.split("_")
    if not name.isascii():
        parts = words(name)
    return "_".join(filter(None, parts)).upper()

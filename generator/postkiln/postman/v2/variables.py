"""Variables of a collection or an environment in, `DefinedVariable`s out (postman-format 1.6, 3)."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.postman.collection import DefinedVariable, Environment
from postkiln.postman.javascript import (
    Json,
    Object,
    description,
    is_disabled,
    mapping,
    member_text,
    rows,
    string,
)


def read_variables(value: Json) -> tuple[DefinedVariable, ...]:
    """All entries that have a name, disabled ones and duplicates included."""
    return tuple(_variables(value))


def read_environment(value: Object) -> Environment:
    name = string(value.get("name"))
    variables = read_variables(value.get("values"))
    return Environment(name, variables)


def _variables(value: Json) -> Iterator[DefinedVariable]:
    for row in map(mapping, rows(value)):
        # Very old files name a variable by its id only.
        key = row.get("key") or row.get("id")
        if isinstance(key, str):
            yield _variable(key, row)


def _variable(key: str, row: Object) -> DefinedVariable:
    is_secret = row.get("type") == "secret" or row.get("secret") is True
    return DefinedVariable(
        key,
        member_text(row, "value"),
        disabled=is_disabled(row),
        secret=is_secret,
        description=description(row.get("description")),
        enabled=row.get("enabled") is not False,
    )

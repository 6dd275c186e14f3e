"""Variables of a collection or an environment in, `Variable`s out (postman-format 1.6, 3)."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.postman.collection import Environment, Variable
from postkiln.postman.javascript import (
    Json,
    Object,
    description,
    rows,
    string,
    text,
    truthy,
)


def read_variables(value: Json) -> tuple[Variable, ...]:
    """All entries that have a name, disabled ones and duplicates included."""
    return tuple(_variables(value))


def read_environment(value: Object) -> Environment:
    return Environment(string(value.get("name")), read_variables(value.get("values")))


def _variables(value: Json) -> Iterator[Variable]:
    for row in rows(value):
        # Very old files name a variable by its id only.
        key = (row.get("key") or row.get("id")) if isinstance(row, dict) else None
        if isinstance(row, dict) and isinstance(key, str):
            yield _variable(key, row)


def _variable(key: str, row: Object) -> Variable:
    return Variable(
        key,
        text(row["value"]) if "value" in row else "",
        truthy(row.get("disabled")),
        row.get("type") == "secret" or row.get("secret") is True,
        description(row.get("description")),
        row.get("enabled") is not False,
    )

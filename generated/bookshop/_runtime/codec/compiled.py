"""A straight-line reader per model. In: its fields. Out: a function, data -> model.

The function is source text made of the field names, which are identifiers of a class
that exists, and of numbered names for everything else; keys, types and messages come in
through its namespace. No text from outside ever becomes code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ..omit import OMIT, Omit
from .differences import At, Notes, Reader, found_in
from .placeholders import stands_in
from .readers import Table, as_is


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a model: attribute `name`, JSON key `key`.

    `table` is `None` where anything goes. `absent` is what a key that is missing reads,
    `skips_none` whether a model that was never decoded leaves a `None` out.
    """

    name: str
    key: str
    table: Table | None
    spelled: str
    absent: Omit | None
    skips_none: bool


_TESTS: Final = {
    type(None): "value is not None",
    Omit: "value is not OMIT",
    bool: "type(value) is not bool",
    int: "type(value) is not int",
    float: "type(value) is not float",
    str: "type(value) is not str",
}


def compile_reader(model: type, fields: tuple[Field, ...]) -> Reader:
    """The reader of JSON objects as `model`; what is no object stays as it came."""
    namespace: dict[str, Any] = {
        "model": model,
        "new": object.__new__,
        "spelled": model.__name__,
        "found_in": found_in,
        "stands_in": stands_in,
        "OMIT": OMIT,
    }
    for number, field in enumerate(fields):
        namespace[f"key{number}"] = field.key
        namespace[f"settle{number}"] = _settler(field)
    exec(_source(fields), namespace)  # noqa: S102 - see the module docstring
    read: Reader = namespace["read"]
    return read


def _source(fields: tuple[Field, ...]) -> str:
    body = [line for at, field in enumerate(fields) for line in _lines(at, field)]
    return "\n    ".join(
        [
            "def read(data, at, notes):",
            "if type(data) is not dict:",
            "    if not stands_in(data, (dict,)):",
            "        notes.differ(at, spelled, found_in(data))",
            "    return data",
            "self = new(model)",
            "self.__source__ = data",
            "get = data.get",
            *body,
            "return self",
        ]
    )


def _lines(number: int, field: Field) -> Iterator[str]:
    default = "" if field.absent is None else ", OMIT"
    if field.table is None:
        yield f"self.{field.name} = get(key{number}{default})"
        return
    yield f"value = get(key{number}{default})"
    tests = [_TESTS[kind] for kind, read in field.table.items() if read is as_is]
    if tests:
        yield f"if {' and '.join(tests)}:"
    yield f"{'    ' if tests else ''}value = settle{number}(value, data, at, notes)"
    yield f"self.{field.name} = value"


def _settler(field: Field) -> Callable[[Any, dict[str, Any], At, Notes], Any]:
    """Reads a value that is not admitted as it comes: converts it, or tells of it."""
    key, table, spelled = field.key, field.table or {}, field.spelled

    def settle(value: object, data: dict[str, Any], at: At, notes: Notes) -> Any:
        read = table.get(type(value))
        if read is not None:
            return read(value, (at, key), notes)
        if stands_in(value, table):
            return value
        found = found_in(value) if key in data else "nothing"
        notes.differ((at, key), spelled, found)
        return value

    return settle

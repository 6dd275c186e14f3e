"""Models for the codec compiler. In: the fields of a model. Out: a function, dict -> model.

The fast decoder of a class with `title: str` and `author: Author | None = None` is this,
with `x1`, `x2`, ... in place of the keys, types and functions:

    def decode(data):
        try:
            value0 = data["title"]
        except KeyError:
            value0 = data.get("title")
        value1 = data.get("author")
        self = new(Book)
        self.__source__ = data
        self.title = value0
        self.author = decode_author(value1) if type(value1) is dict else value1
        return self

The checked decoder takes `(data, path, context)`, and sets the author to:

    value1 if type(value1) is NoneType
    else decode_author(value1, (path, "author"), context) if type(value1) is dict
    else report_type(value1, (path, "author"), context)

The names of fields are identifiers, because a class has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..omit import OMIT
from .context import MISSING
from .json_types import Decoder, ModelField
from .value_compiler import DecoderWriter, Operand


def compile_model(
    model: type, fields: Sequence[ModelField], *, checked: bool
) -> Decoder:
    """The decoder of a dict as `model`."""
    writer = DecoderWriter(checked=checked)
    variables: list[_Variable] = []
    for number, field in enumerate(fields):
        key = writer.source.add_constant(field.key)
        variables.append(_Variable(field, key, f"value{number}"))
    return writer.compile("data", _lines(writer, model, variables))


@dataclass(frozen=True, slots=True)
class _Variable:
    """A variable of the function: the field whose value it holds, the name of its key."""

    field: ModelField
    key: str
    name: str


def _lines(
    writer: DecoderWriter, model: type, variables: Sequence[_Variable]
) -> Iterator[str]:
    """The lines of the function.

    All values are fetched before one is converted, so that none is converted twice where
    a key is missing.
    """
    yield from _fetch_required(writer, variables)
    yield from _fetch_optional(writer, variables)
    new = writer.source.add_constant(object.__new__)
    name = writer.source.add_constant(model)
    yield f"self = {new}({name})"
    yield "self.__source__ = data"
    for variable in variables:
        operand = Operand(variable.name, f"(path, {variable.key})")
        decoded = writer.decode_expression(variable.field.type, operand)
        yield f"self.{variable.field.name} = {decoded}"
    yield "return self"


def _fetch_required(
    writer: DecoderWriter, variables: Sequence[_Variable]
) -> Iterator[str]:
    """A required key is missing so rarely that `data[key]` is faster than `data.get`."""
    required = [each for each in variables if each.field.is_required]
    if not required:
        return
    yield "try:"
    for variable in required:
        yield f"    {variable.name} = data[{variable.key}]"
    yield "except KeyError:"
    for variable in required:
        yield f"    {_get(writer, variable)}"


def _fetch_optional(
    writer: DecoderWriter, variables: Sequence[_Variable]
) -> Iterator[str]:
    for variable in variables:
        if not variable.field.is_required:
            yield _get(writer, variable)


def _get(writer: DecoderWriter, variable: _Variable) -> str:
    default = _default(writer, variable)
    return f"{variable.name} = data.get({variable.key}{default})"


def _default(writer: DecoderWriter, variable: _Variable) -> str:
    """The second argument of `data.get`, if it is needed."""
    if variable.field.absent is OMIT:
        return f", {writer.source.add_constant(OMIT)}"
    if writer.checked and not variable.field.may_be_none:
        return f", {writer.source.add_constant(MISSING)}"
    return ""

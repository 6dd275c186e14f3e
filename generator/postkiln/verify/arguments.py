"""The item's own values -> the arguments of a call, as a caller would give them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from postkiln.model.api import Endpoint, Parameter, Place
from postkiln.model.template import is_open, parse, reference
from postkiln.python.view import CallTarget
from postkiln.shapes.lattice import Number, Shape, of_text
from postkiln.verify.values import VariableValues


def call_arguments(
    endpoint: Endpoint, call: CallTarget, values: VariableValues
) -> Iterator[tuple[str, object]]:
    """Names and values of all arguments but the body.

    Left out: what the item does not send, and what a client option stands for.
    """
    for name, index in call.arguments:
        parameter = endpoint.parameters[index]
        if parameter.place is Place.QUERY:
            if parameter.sent and not _client_sends(endpoint, parameter, values):
                yield name, _query_argument(parameter, values)
        elif parameter.option is None:
            text = _variable_text(parameter, values)
            yield name, convert_text(text, parameter.shape)


def _client_sends(
    endpoint: Endpoint, parameter: Parameter, values: VariableValues
) -> bool:
    """Whether the client sends the parameter when the call does not give it."""
    if not _is_fixed(endpoint, parameter.key):
        return False
    if parameter.option is not None:
        return True
    # A variable without a value stays in the text, and the client sends it as it is.
    for sample in parameter.samples:
        text = values.sample_text(sample)
        if text is not None and is_open(parse(text)):
            return True
    return False


def _is_fixed(endpoint: Endpoint, key: str) -> bool:
    """Whether each query entry of the key is sent without the call giving anything."""
    return all(entry.fixed for entry in endpoint.query if entry.key == key)


def _query_argument(parameter: Parameter, values: VariableValues) -> object:
    """One value, or the list of the values of a key that repeats; None: no `=`."""
    arguments: list[object] = []
    for sample in parameter.samples:
        text = values.sample_text(sample)
        if text is None:
            arguments.append(None)
        else:
            arguments.append(convert_text(text, parameter.shape))
    if len(arguments) == 1:
        return arguments[0]
    return arguments


def _variable_text(parameter: Parameter, values: VariableValues) -> str:
    """The value of a variable. One without a value is sent as it is written in the URL:
    `:id` in a path, `{{name}}` elsewhere.
    """
    if parameter.key.startswith(":"):
        text = _path_variable(parameter, values) or parameter.key
    else:
        text = values.fill(reference(parameter.key))
    # The client percent-encodes arguments; Postman sends the escapes of a path as they are.
    if parameter.place is Place.PATH:
        return unquote(text)
    return text


def _path_variable(parameter: Parameter, values: VariableValues) -> str | None:
    if not parameter.sent or not parameter.samples:
        return None
    return values.sample_text(parameter.samples[0])


def convert_text(text: str, shape: Shape) -> str | int | float | bool:
    """The text as a value of the argument's type, where that is sent as the same text."""
    seen = of_text(text)
    if seen.boolean and shape.boolean:
        return text == "true"
    if seen.number is None or shape.number is None:
        return text
    if seen.number > shape.number:  # a fraction, for an argument that takes integers
        return text
    if seen.number is Number.INTEGER:
        return int(text)
    return float(text)

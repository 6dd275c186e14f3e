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
    """Names and values of all arguments but those of the body.

    Left out: what the item does not send, and what the client sends by itself.
    """
    for name, index in call.arguments:
        parameter = endpoint.parameters[index]
        match parameter.place:
            case Place.PATH | Place.VARIABLE:
                text = _variable_text(parameter, values)
                if parameter.option is None or _differs(parameter, text, values):
                    yield name, convert_text(text, parameter.shape)
            case Place.QUERY | Place.HEADER:
                is_given = not _client_sends(endpoint, parameter, values)
                if parameter.sent and is_given:
                    yield name, _text_argument(parameter, values)


def _differs(parameter: Parameter, text: str, values: VariableValues) -> bool:
    """Whether the item has another value than the option that stands for it."""
    return parameter.sent and text != values.fill(reference(parameter.option or ""))


def _client_sends(
    endpoint: Endpoint, parameter: Parameter, values: VariableValues
) -> bool:
    """Whether the client sends what the item does when the call does not give it."""
    if not _is_fixed(endpoint, parameter):
        return False
    texts = [values.sample_text(sample) for sample in parameter.samples]
    if parameter.option is not None:
        return texts == [values.fill(reference(parameter.option))]
    # A variable without a value stays in the text, and the client sends it as it is.
    return any(is_open(parse(text or "")) for text in texts)


def _is_fixed(endpoint: Endpoint, parameter: Parameter) -> bool:
    """Whether each place of the key is sent without the call giving anything."""
    if parameter.place is Place.QUERY:
        same = [each for each in endpoint.query if each.key == parameter.key]
        return all(each.fixed for each in same)
    name = parameter.key.lower()
    lines = [each for each in endpoint.headers if each.name.lower() == name]
    return all(each.value is not None for each in lines)


def _text_argument(parameter: Parameter, values: VariableValues) -> object:
    """One value, or the list of the values of a key that repeats; empty: no `=`."""
    arguments: list[object] = []
    for sample in parameter.samples:
        text = values.sample_text(sample)
        if text is None:
            arguments.append("")  # `None` would be refused
        else:
            arguments.append(convert_text(text, parameter.shape))
    if len(arguments) == 1:
        return arguments[0]
    return arguments


def _variable_text(parameter: Parameter, values: VariableValues) -> str:
    """The value of a variable. One without a value is sent as it is written in the URL:
    `:id` or, by converters, `{id}` in a path, `{{name}}` elsewhere.
    """
    if parameter.key.startswith(":"):
        text = _path_variable(parameter, values) or parameter.written or parameter.key
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

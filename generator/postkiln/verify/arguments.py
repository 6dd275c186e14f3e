"""The item's own values -> the arguments of a call, as a caller would give them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from postkiln.model.api import Endpoint, Parameter, Place
from postkiln.python.view import Call
from postkiln.shapes.lattice import Number, Shape, of_text
from postkiln.verify.values import Values


def arguments(
    endpoint: Endpoint, call: Call, values: Values
) -> Iterator[tuple[str, object]]:
    """Names and values of all arguments but the body.

    Left out: what the item does not send, and what a client option stands in for.
    """
    for name, index in call.arguments:
        parameter = endpoint.parameters[index]
        if parameter.place is Place.QUERY:
            if parameter.sent and not _goes_without(endpoint, parameter, values):
                yield name, _query(parameter, values)
        elif parameter.option is None:
            yield name, typed(_hole(parameter, values), parameter.shape)


def _goes_without(endpoint: Endpoint, parameter: Parameter, values: Values) -> bool:
    """Whether the client sends it of its own: by an option, or computed at the call."""
    given = [values.sample(sample) for sample in parameter.samples]
    is_open = any(text is not None and "{{" in text for text in given)
    return _is_fixed(endpoint, parameter.key) and (
        parameter.option is not None or is_open
    )


def _is_fixed(endpoint: Endpoint, key: str) -> bool:
    """Whether every place of the key is sent without the call giving anything."""
    return all(place.fixed for place in endpoint.query if place.key == key)


def _query(parameter: Parameter, values: Values) -> object:
    texts = map(values.sample, parameter.samples)
    given = [None if text is None else typed(text, parameter.shape) for text in texts]
    return given[0] if len(given) == 1 else given


def _hole(parameter: Parameter, values: Values) -> str:
    """What fills a hole. What nothing fills stays: `:id` in a path, `{{name}}` elsewhere."""
    if not parameter.key.startswith(":"):
        text = values.fill("{{" + parameter.key + "}}")
    else:
        own = parameter.samples[0] if parameter.sent and parameter.samples else None
        text = values.sample(own) or parameter.key
    # The client encodes data; Postman keeps the escapes that stand in it.
    return unquote(text) if parameter.place is Place.PATH else text


def typed(text: str, shape: Shape) -> str | int | float | bool:
    """The text as a value of the type that is asked for, where it is written the same."""
    seen = of_text(text)
    if seen.boolean and shape.boolean:
        return text == "true"
    if seen.number is None or shape.number is None or seen.number > shape.number:
        return text
    return int(text) if seen.number is Number.INTEGER else float(text)

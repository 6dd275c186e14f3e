"""JSON texts as Postman stores them -> values and shapes.

They may have comments, variables in place of values, and a byte order mark.
"""

from __future__ import annotations

import json
import re
from typing import Any

from postkiln.runtime.template.fill import VARIABLE
from postkiln.shapes import lattice as shape
from postkiln.shapes.lattice import UNKNOWN, Shape

# All three in one pass: a string may contain what looks like a variable or a comment.
_STRING_VARIABLE_OR_COMMENT = re.compile(
    rf'"(?:[^"\\]|\\.)*+"|{VARIABLE.pattern}|//[^\n]*|/\*.*?\*/', re.S
)
_OPEN = "\x00open\x00"  # NUL cannot stand in a JSON text, only escaped
_OPEN_JSON = json.dumps(_OPEN)


class NotJsonError(ValueError):
    """A text that is no JSON, or is nested too deep."""


def value_of(text: str) -> Any:
    """The value of a JSON document. NotJsonError: it is none."""
    return _load(text.removeprefix("\ufeff"))


def shape_of_template(text: str) -> Shape:
    """The shape of a JSON document that may have comments, and variables for values."""
    return _shape(value_of_template(text))


def value_of_template(text: str) -> Any:
    """The value of a JSON document that may have comments, and variables for values.

    A quoted variable is a string; a bare one may become anything, and is `UNKNOWN`.
    """
    has_bare_variable = False

    def as_json(match: re.Match[str]) -> str:
        nonlocal has_bare_variable
        match match[0][0]:
            case '"':
                return match[0]
            case "{":
                has_bare_variable = True
                return _OPEN_JSON
            case _:
                return " "

    document = text.removeprefix("\ufeff")
    value = _load(_STRING_VARIABLE_OR_COMMENT.sub(as_json, document))
    if not has_bare_variable:
        return value
    return _opened(value)


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotJsonError(str(error)) from error


def _shape(value: Any) -> Shape:
    try:
        return shape.of(value)
    except ValueError as error:
        raise NotJsonError(str(error)) from error


def _opened(document: Any) -> Any:
    """`document` with what stands for bare variables made `UNKNOWN`, in place."""
    root = [document]
    stack: list[list[Any] | dict[str, Any]] = [root]
    while stack:
        node = stack.pop()
        places: Any = enumerate(node) if isinstance(node, list) else node.items()
        holder: Any = node
        for key, value in tuple(places):
            if value == _OPEN:
                holder[key] = UNKNOWN
            elif isinstance(value, list | dict):
                stack.append(holder[key])
    return root[0]

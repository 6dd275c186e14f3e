"""What the annotations of a generated package say, as a JSON Schema.

An oracle for the codec that shares nothing with it: the types are read by `typing`, and
`jsonschema` judges the data. Unknown keys are no difference, as the codec says.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from jsonschema import Draft202012Validator

Schema = dict[str, Any]


def _or(schema: Schema, *names: str) -> Schema:
    """The schema, or the text that stands for such a value."""
    return {"anyOf": [schema, {"enum": [f"<{name}>" for name in names]}]}


_MOMENT = r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$"
_DATES = ("date", "dateTime")
_FLOATS = ("number", "float", "double", "integer", "long")
_PLAIN: dict[Any, Schema] = {
    Any: {},
    type(None): {"type": "null"},
    bool: _or({"type": "boolean"}, "boolean"),
    int: _or({"type": "integer"}, "integer", "long"),
    float: _or({"type": "number"}, *_FLOATS),
    str: {"type": "string"},
    dt.date: _or({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}, *_DATES),
    dt.datetime: _or({"type": "string", "pattern": _MOMENT}, *_DATES),
}


def judge(annotation: Any) -> Callable[[Any], bool]:
    """What says whether data is as the annotation says."""
    classes: Schema = {}
    root = _schema(annotation, classes)
    validator: Any = Draft202012Validator({**root, "$defs": classes})
    return lambda data: bool(validator.is_valid(data))


def _schema(annotation: Any, classes: Schema) -> Schema:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    inner = get_args(annotation)
    match get_origin(annotation):
        case origin if origin in (Union, UnionType):
            return {"anyOf": [_schema(each, classes) for each in inner]}
        case origin if origin is list:
            return _or({"type": "array", "items": _schema(inner[0], classes)}, "array")
        case origin if origin is dict:
            values = _schema(inner[1], classes)
            return _or({"type": "object", "additionalProperties": values}, "object")
        case _:
            return _object(annotation, classes)


def _object(model: Any, classes: Schema) -> Schema:
    if model.__name__ not in classes:
        classes[model.__name__] = {}  # for those that hold themselves
        hints = get_type_hints(model)
        found = dataclasses.fields(model)
        keys = {each.name: each.metadata.get("key", each.name) for each in found}
        classes[model.__name__] = {
            "type": "object",
            "properties": {
                key: _schema(hints[name], classes) for name, key in keys.items()
            },
            "required": [
                keys[each.name] for each in found if each.default is dataclasses.MISSING
            ],
        }
    return _or({"$ref": f"#/$defs/{model.__name__}"}, "object")

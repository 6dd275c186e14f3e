"""`Api` -> JSON values, secrets as `***`: what `inspect --json` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from typing import Any, cast

from postkiln.diagnostics.notices import Notice
from postkiln.model import api
from postkiln.model.auth import AuthScheme, RequestBehavior, TokenGrant
from postkiln.shapes.lattice import Field, Shape

HIDDEN = "***"

# The lock file shows `locked`, and `document` may have secrets anywhere.
_NOT_SHOWN = ("locked", "document")

_Part = (
    AuthScheme
    | RequestBehavior
    | TokenGrant
    | api.Body
    | api.Endpoint
    | api.FormEntry
    | api.LockIdentity
    | api.SavedResponses
    | api.FormField
    | api.NamedEnvironment
    | api.ClientOption
    | api.Outcome
    | api.Parameter
    | api.QueryEntry
    | api.HeaderEntry
    | api.Selector
    | api.Value
)


def dump(whole: api.Api) -> dict[str, Any]:
    """The whole model as JSON values.

    The tree is a flat list of `resources` in document order, parents first: folders may
    nest deeper than JSON readers go. Names with values are lists of two, in order.
    """
    return {
        "name": whole.name,
        "description": whole.description,
        "origin": whole.origin,
        "auth": _value(whole.auth),
        "options": _value(whole.options),
        "environments": _value(whole.environments),
        "shadows": _value(whole.shadows),
        "values": _value(whole.values),
        "resources": [_resource(each) for each in _resources(whole.root)],
        "notices": [_notice(each) for each in whole.notices],
    }


def _resources(root: api.Resource) -> Iterator[api.Resource]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.resources))


def _resource(resource: api.Resource) -> dict[str, Any]:
    return {
        "path": list(resource.path),
        "description": resource.description,
        "endpoints": [_value(each) for each in resource.endpoints],
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {"path": list(notice.path), "code": notice.code.value, "text": notice.text}


def _value(value: Any) -> Any:
    match value:
        case api.Secret():
            return HIDDEN
        case Shape():
            return _shape(value)
        case api.Example():  # its body may hold anything, a valid token too
            return {"name": value.name, "status": value.status}
        case Enum():
            return value.value
        case tuple():
            return [_value(each) for each in cast("tuple[object, ...]", value)]
        case api.Endpoint():
            return _endpoint(value)
        case _ if isinstance(value, _Part):
            return _fields(value)
        case _:
            return value


def _endpoint(endpoint: api.Endpoint) -> dict[str, Any]:
    """Its call, its saved responses and its identity as one object."""
    call = _fields(endpoint)
    saved = call.pop("saved")
    identity = call.pop("identity")
    return {**call, **saved, **identity}


def _fields(part: _Part) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for each in fields(part):
        if each.name not in _NOT_SHOWN:
            shown[each.name] = _value(getattr(part, each.name))
    return shown


def _shape(shape: Shape) -> dict[str, Any]:
    """The components that are there."""
    parts: dict[str, Any] = {}
    if shape.null:
        parts["null"] = True
    if shape.boolean:
        parts["boolean"] = True
    if shape.number is not None:
        parts["number"] = shape.number.name.lower()
    if shape.text is not None:
        parts["text"] = shape.text.name.lower()
    if shape.items is not None:
        parts["items"] = _shape(shape.items)
    if shape.fields is not None:
        parts["fields"] = [_shape_field(each) for each in shape.fields]
    if shape.values is not None:
        parts["values"] = _shape(shape.values)
    return parts


def _shape_field(field: Field) -> dict[str, Any]:
    shape = _shape(field.shape)
    return {"key": field.key, "optional": field.optional, "shape": shape}

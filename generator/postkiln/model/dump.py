"""`Api` -> JSON values, secrets as `***`: what `inspect --json` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from typing import Any, cast

from postkiln.diagnostics.notices import Notice
from postkiln.model import api
from postkiln.model import auth as sending
from postkiln.shapes.lattice import Shape

HIDDEN = "***"

_NOT_SHOWN = (
    "locked",
    "document",
)  # the lock shows the one; secrets may be in the other

_Part = (
    sending.AuthScheme
    | sending.RequestBehavior
    | api.Body
    | api.Endpoint
    | api.FormEntry
    | api.LockIdentity
    | api.SavedResponses
    | api.FormField
    | sending.TokenGrant
    | api.NamedEnvironment
    | api.ClientOption
    | api.Outcome
    | api.Parameter
    | api.QueryEntry
    | api.HeaderEntry
    | api.Selector
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
        case api.Example():  # its text may hold anything, a fresh token too
            return {"name": value.name, "status": value.status}
        case Enum():
            return value.value
        case tuple():
            return [_value(each) for each in cast("tuple[object, ...]", value)]
        case api.Endpoint():
            call = _fields(value)
            saved, identity = call.pop("saved"), call.pop("identity")
            return {**call, **saved, **identity}
        case _ if isinstance(value, _Part):
            return _fields(value)
        case _:
            return value


def _fields(part: _Part) -> dict[str, Any]:
    return {
        each.name: _value(getattr(part, each.name))
        for each in fields(part)
        if each.name not in _NOT_SHOWN
    }


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
        parts["fields"] = [
            {"key": each.key, "optional": each.optional, "shape": _shape(each.shape)}
            for each in shape.fields
        ]
    if shape.values is not None:
        parts["values"] = _shape(shape.values)
    return parts

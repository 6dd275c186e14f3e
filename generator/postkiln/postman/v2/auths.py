"""An `auth` block in, `AuthBlock` out, or None where the level above decides (postman-format 4)."""

from __future__ import annotations

from postkiln.postman.collection import AuthBlock, Scalar
from postkiln.postman.javascript import (
    Json,
    Object,
    mapping,
    rows,
    stringify,
    text,
    text_or_none,
    truthy,
)


def read_auth(value: Json) -> AuthBlock | None:
    """Parameters come as a list (v2.1) or a map (v2.0); both are read in both versions."""
    block = mapping(value)
    kind = block.get("type")
    if not isinstance(kind, str):
        return None
    parameters: dict[str, Scalar] = {}
    for row in map(mapping, rows(block.get(kind))):
        key = text_or_none(row.get("key"))
        if key is not None:
            parameters[key] = _cast(row)
    return AuthBlock(kind, tuple(parameters.items()))


def _cast(row: Object) -> Scalar:
    """The value as its declared type, as Postman casts it; "false" as boolean is true."""
    value = row.get("value")
    match row.get("type"):
        case "string" if "value" in row:
            return text(value)
        case "boolean" if "value" in row:
            return truthy(value)
        case "number" if isinstance(value, str):
            return _number(value)
        case _ if isinstance(value, dict | list):
            return stringify(value)
        case _:
            return _whole(value)


def _number(value: str) -> Scalar:
    try:
        return _whole(float(value))
    except ValueError:
        # Postman makes NaN of it, which helps nobody; the text may be a variable.
        return value


def _whole(value: Scalar) -> Scalar:
    """JavaScript knows no 5.0: it is 5."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value

"""Names that generated modules import, which no class of an API may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import LiteralString

from postkiln.build.request.auth_types import AUTH_TYPES


def _auth_types() -> Mapping[LiteralString, tuple[LiteralString, ...]]:
    """The class of each auth type by its module; `Grant` is a parameter of `OAuth2`."""
    types = sorted(AUTH_TYPES.values(), key=lambda each: each.module)
    classes: dict[LiteralString, tuple[LiteralString, ...]] = {}
    for each in types:
        classes["auth." + each.module] = (each.constructor,)
    classes["auth.oauth2"] = ("Grant", "OAuth2")
    return classes


RUNTIME: Mapping[LiteralString, tuple[LiteralString, ...]] = {
    **_auth_types(),
    "behavior": ("Behavior",),
    "client": ("AsyncClient", "AsyncResource", "SyncClient", "SyncResource"),
    "codec.inputs": ("FileInput", "FormInput", "JsonInput"),
    "omit": ("OMIT", "Omit"),
    "operation": ("ClientSpec", "Operation", "Option"),
    "request.spec": (
        "FileBody",
        "FormBody",
        "GraphqlBody",
        "JsonBody",
        "MultipartBody",
        "Part",
        "Query",
        "TextBody",
    ),
    "response.chunks": ("Event",),
    "response.streams": ("AsyncStream", "Stream"),
    "settings": ("AsyncSettings", "SyncSettings"),
}
"""What the runtime's modules offer to generated ones."""

RESERVED = frozenset(
    (
        *("Any", "Literal", "TYPE_CHECKING", "Unpack", "Sequence"),
        *(name for offered in RUNTIME.values() for name in offered),
    )
)
"""Names that a client or resource module may import, so that no class may have them."""

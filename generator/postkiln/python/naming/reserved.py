"""Names that generated modules import, which no class of an API may have."""

from __future__ import annotations

from collections.abc import Mapping

RUNTIME: Mapping[str, tuple[str, ...]] = {
    "auth.api_key": ("ApiKey",),
    "auth.asap": ("Asap",),
    "auth.aws": ("AwsV4",),
    "auth.basic": ("Basic",),
    "auth.bearer": ("Bearer",),
    "auth.digest": ("Digest",),
    "auth.edgegrid": ("EdgeGrid",),
    "auth.hawk": ("Hawk",),
    "auth.jwt": ("Jwt",),
    "auth.oauth1": ("OAuth1",),
    "auth.oauth2": ("Grant", "OAuth2"),
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

"""What generated modules import: names with their imports, which no class may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import LiteralString

from postkiln.model.auth_types import AUTH_TYPES
from postkiln.python.syntax.source import Import, Source, code, importing

STANDARD: Mapping[LiteralString, tuple[LiteralString, ...]] = {
    "collections.abc": ("Sequence",),
    "functools": ("cached_property",),
    "typing": ("Any", "Literal", "TYPE_CHECKING", "Unpack"),
}
"""What generated modules import of the standard library by name."""


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

MODEL = Import("_runtime.codec.model", "Model", is_own=True)
"""The base of all models. Only their modules import it, so other classes may be called so."""


def _imports() -> Iterator[Import]:
    for module, names in STANDARD.items():
        for name in names:
            yield Import(module, name)
    for module, names in RUNTIME.items():
        path = code("_runtime.", module)
        for name in names:
            yield Import(path, name, is_own=True)


_NAMED = {needed.name: importing(needed.name, needed) for needed in _imports()}


def imported(name: LiteralString) -> Source:
    """A name of `STANDARD` or `RUNTIME`, with its import. KeyError: neither has it."""
    return _NAMED[name]


RESERVED = frozenset(map(str, _NAMED))
"""Names that a client or resource module may import, so that no class may have them."""

ERRORS = importing("errors", Import("", "errors", is_own=True))
"""The package's own module of errors."""

MODELS = importing("models", Import("", "models", is_own=True))
"""The package of models."""

_IN_FIELDS = ("bool", "dict", "dt", "float", "int", "list", "str")

RESERVED_FIELDS = (
    *(*_IN_FIELDS, "OMIT"),  # what the annotations and defaults of fields name
    *("from_json", "to_json"),  # what every model has
)
"""What no field of a model may be called."""

RESERVED_MODELS = (
    *(*_IN_FIELDS, "Any", "FileInput", "Model", "OMIT", "Omit", "dataclass"),
    *("TYPE_CHECKING", "annotations", "lazy"),
)
"""What modules of models name themselves, so that no class there may be called so."""

"""Import lines of client and resource modules: what their text names, in isort's order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postkiln.python.layout import import_line
from postkiln.python.source import Source, code, unquoted
from postkiln.python.view import ClassView, Constant

_RUNTIME = {
    "auths": (
        "ApiKey",
        "Asap",
        "AwsV4",
        "Basic",
        "Bearer",
        "Digest",
        "EdgeGrid",
        "Grant",
        "Hawk",
        "Jwt",
        "OAuth1",
        "OAuth2",
    ),
    "behavior": ("Behavior",),
    "client": ("AsyncClient", "AsyncResource", "SyncClient", "SyncResource"),
    "inputs": ("FileInput", "FormInput", "JsonInput"),
    "omit": ("OMIT", "Omit"),
    "operation": (
        "ClientSpec",
        "FileBody",
        "FormBody",
        "GraphqlBody",
        "JsonBody",
        "MultipartBody",
        "Operation",
        "Option",
        "Part",
        "Query",
        "TextBody",
    ),
    "pieces": ("Event",),
    "settings": ("AsyncSettings", "SyncSettings"),
    "streams": ("AsyncStream", "Stream"),
}
"""What the runtime's modules offer to generated ones."""


def imports(
    constants: Iterable[Constant],
    classes: Iterable[ClassView],
    dots: Source,
    *,
    typing: bool,
) -> tuple[Source, ...]:
    """The import lines that a resource or client module needs, in isort's order.

    `dots` lead to the package, `typing`: the module imports something for type checkers
    only.
    """
    bare = "\n".join(map(unquoted, _text(constants, classes)))
    used = frozenset(re.findall(r"(?<![\w.])\w+", bare))
    standard = [line for mark, line in _STANDARD if mark in bare]
    offered = [
        *(("TYPE_CHECKING",) if typing else ()),
        *(name for name in ("Any", "Literal", "Unpack") if name in used),
    ]
    packages = sorted(set(re.findall(r"(?<![\w.])(errors|models)\.", bare)))
    return (
        *standard,
        *([import_line("typing", [*map(Source, offered)])] if offered else []),
        *([Source("")] if offered or standard else []),
        *([import_line(dots, [*map(Source, packages)])] if packages else []),
        *_runtime_imports(used, dots),
    )


def _text(
    constants: Iterable[Constant], classes: Iterable[ClassView]
) -> Iterable[Source]:
    """The code of a module, docstrings left out."""
    yield from (each.text for each in constants)
    for cls in classes:
        yield cls.base
        for one in cls.functions:
            yield one.head
            yield one.body


_STANDARD = (
    ("builtins.", Source("import builtins")),
    ("Sequence[", Source("from collections.abc import Sequence")),
    ("@cached_property", Source("from functools import cached_property")),
)


RESERVED = frozenset(
    (
        *("Any", "Literal", "TYPE_CHECKING", "Unpack", "Sequence"),
        *(name for offered in _RUNTIME.values() for name in offered),
    )
)
"""Names that a client or resource module may import, so that no class may have them."""


def _runtime_imports(used: frozenset[str], dots: Source) -> Iterable[Source]:
    for module, offered in _RUNTIME.items():
        names = [Source(name) for name in offered if name in used]
        if names:
            yield import_line(code(dots, "_runtime.", Source(module)), names)

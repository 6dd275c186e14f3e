"""Import lines of client and resource modules: what their text names, in isort's order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from postkiln.python.layout import import_line
from postkiln.python.source import Source, code
from postkiln.python.view import ClassView

_RUNTIME = {
    "client": ("AsyncClient", "AsyncResource", "SyncClient", "SyncResource"),
    "inputs": ("FileInput", "FormInput", "JsonInput"),
    "omit": ("OMIT", "Omit"),
    "operation": (
        "ApiKey",
        "Basic",
        "Bearer",
        "ClientSpec",
        "FileBody",
        "FormBody",
        "GraphqlBody",
        "JsonBody",
        "MultipartBody",
        "OAuth2",
        "Operation",
        "Option",
        "Part",
        "Query",
        "TextBody",
    ),
    "settings": ("AsyncSettings", "SyncSettings"),
}
"""What the runtime's modules offer to generated ones."""


def text_of(classes: Sequence[ClassView]) -> Iterable[Source]:
    """The code of classes, docstrings left out."""
    for cls in classes:
        for one in cls.functions:
            yield one.head
            yield one.body


def imports(
    text: Iterable[Source], dots: Source, *, typing: bool
) -> tuple[Source, ...]:
    """The import lines that a resource or client module needs, in isort's order.

    `typing`: the module imports something for type checkers only.
    """
    bare = "\n".join(_without_strings(text))
    used = frozenset(re.findall(r"\w+", bare))
    offered = [
        *(("TYPE_CHECKING",) if typing else ()),
        *(name for name in ("Any", "Unpack") if name in used),
    ]
    packages = sorted(set(re.findall(r"(?<![\w.])(errors|models)\.", bare)))
    return (
        *_standard(used),
        *([import_line("typing", [*map(Source, offered)])] if offered else []),
        *([Source("")] if offered or _standard(used) else []),
        *([import_line(dots, [*map(Source, packages)])] if packages else []),
        *_runtime_imports(used, dots),
    )


_STANDARD = (
    ("builtins", Source("import builtins")),
    ("Sequence", Source("from collections.abc import Sequence")),
    ("cached_property", Source("from functools import cached_property")),
)


def _standard(used: frozenset[str]) -> list[Source]:
    return [line for name, line in _STANDARD if name in used]


def _without_strings(text: Iterable[str]) -> Iterable[str]:
    return (
        re.sub(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'', "", line) for line in text
    )


def _runtime_imports(used: frozenset[str], dots: Source) -> Iterable[Source]:
    for module, offered in _RUNTIME.items():
        names = [Source(name) for name in offered if name in used]
        if names:
            yield import_line(code(dots, "_runtime.", Source(module)), names)

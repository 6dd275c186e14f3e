"""Import lines of client and resource modules: what their text names, in isort's order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postkiln.python.naming.reserved import RUNTIME
from postkiln.python.syntax.layout import import_line
from postkiln.python.syntax.source import Source, code, unquoted
from postkiln.python.view import ClassView, Constant


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


def _runtime_imports(used: frozenset[str], dots: Source) -> Iterable[Source]:
    for module, offered in RUNTIME.items():
        names = [Source(name) for name in offered if name in used]
        if names:
            yield import_line(code(dots, "_runtime.", Source(module)), names)

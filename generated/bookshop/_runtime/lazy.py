"""Names of a package that load their module on first use (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy(
    package: str, namespace: dict[str, Any], modules: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` for a package.

    `modules` has the module of each name; `namespace` is the package's `globals()`, where
    a name is stored once it was loaded.
    """

    def load(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        namespace[name] = getattr(import_module(modules[name], package), name)
        return namespace[name]

    def names() -> list[str]:
        return sorted({*namespace, *modules})

    return load, names

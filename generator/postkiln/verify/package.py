"""The files of a package in, the imported package out. Nothing is written to disk."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType
from typing import Any
from uuid import uuid4


class Package:
    """An imported package; its modules load when they are asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def get(self, module: str, name: str) -> Any:
        """What is called `name` in a module: `client`, `_runtime.errors`."""
        return getattr(import_module(f"{self._name}.{module}"), name)


@contextmanager
def imported(files: Mapping[str, str]) -> Generator[Package, None, None]:
    """Import a package under a name of its own, and forget it in the end.

    `files` are the modules by path: `client.py`, `models/__init__.py`.
    """
    name = f"_postkiln_{uuid4().hex}"
    finder = _Files(name, files)
    sys.meta_path.append(finder)
    try:
        yield Package(name)
    finally:
        sys.meta_path.remove(finder)
        _forget(name)


def _forget(name: str) -> None:
    loaded = [each for each in sys.modules if each.partition(".")[0] == name]
    for each in loaded:
        del sys.modules[each]


class _Files(MetaPathFinder, InspectLoader):
    """Finds and loads the modules of one package."""

    def __init__(self, name: str, files: Mapping[str, str]) -> None:
        self._sources = {
            _module(name, path): (text, path.endswith("__init__.py"))
            for path, text in files.items()
            if path.endswith(".py")
        }

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname not in self._sources:
            return None
        return spec_from_loader(fullname, self, is_package=self.is_package(fullname))

    def get_source(self, fullname: str) -> str:
        return self._sources[fullname][0]

    def is_package(self, fullname: str) -> bool:
        return self._sources[fullname][1]


def _module(name: str, path: str) -> str:
    parts = path.removesuffix(".py").removesuffix("__init__").split("/")
    return ".".join(part for part in (name, *parts) if part)

"""The files of a package in, the imported package out. Nothing is written to disk."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType
from typing import Any
from uuid import uuid4


class ImportedPackage:
    """An imported package; its modules load when they are used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def get(self, module: str, name: str) -> Any:
        """What is called `name` in a module: `client`, `_runtime.errors`."""
        return getattr(import_module(f"{self._name}.{module}"), name)


@contextmanager
def import_package(files: Mapping[str, str]) -> Generator[ImportedPackage, None, None]:
    """Import a package under a random name, and remove its modules in the end.

    `files` are the modules by path: `client.py`, `models/__init__.py`.
    """
    name = f"_postkiln_{uuid4().hex}"
    importer = _MemoryImporter(name, files)
    sys.meta_path.append(importer)
    try:
        yield ImportedPackage(name)
    finally:
        sys.meta_path.remove(importer)
        _remove_modules(name)


def _remove_modules(package: str) -> None:
    for name in list(sys.modules):
        root, _, _ = name.partition(".")
        if root == package:
            del sys.modules[name]


@dataclass(frozen=True, slots=True)
class _ModuleFile:
    source: str
    is_package: bool


class _MemoryImporter(MetaPathFinder, InspectLoader):
    """Finds and loads the modules of one package."""

    def __init__(self, package: str, files: Mapping[str, str]) -> None:
        self._files: dict[str, _ModuleFile] = {}
        for path, text in files.items():
            if path.endswith(".py"):
                file = _ModuleFile(text, is_package=path.endswith("__init__.py"))
                self._files[_module_name(package, path)] = file

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname not in self._files:
            return None
        return spec_from_loader(fullname, self, is_package=self.is_package(fullname))

    def get_source(self, fullname: str) -> str:
        return self._files[fullname].source

    def is_package(self, fullname: str) -> bool:
        return self._files[fullname].is_package


def _module_name(package: str, path: str) -> str:
    """`models/user.py` is `package.models.user`, `models/__init__.py` is its package."""
    module = path.removesuffix(".py").removesuffix("__init__").rstrip("/")
    if not module:
        return package
    inside = module.replace("/", ".")
    return f"{package}.{inside}"

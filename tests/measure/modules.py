"""The modules of a tree: names, texts and syntax.

In: texts by path. Out: `Module`s, sorted by path.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from measure.trees import PACKAGE


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its path below `postkiln` without the suffix, its text, its syntax."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @property
    def folder(self) -> str:
        """The folder it stands in; `.` is the package itself."""
        return self.path.parent.as_posix()

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__"

    @property
    def names(self) -> tuple[str, ...]:
        """Its dotted name below `postkiln`, as parts: `("model", "api")`.

        A package has the name of its folder; `postkiln` itself is `("__init__",)`.
        """
        folders = self.path.parent.parts
        return folders if self.is_package and folders else self.path.parts


def modules(texts: Mapping[str, str]) -> tuple[Module, ...]:
    """The modules among the files of a tree."""
    paths = sorted(path for path in texts if path.startswith(PACKAGE))
    return tuple(_module(path, texts[path]) for path in paths)


def _module(path: str, text: str) -> Module:
    below = PurePosixPath(path).relative_to(PACKAGE).with_suffix("")
    return Module(below, text, ast.parse(text, path))

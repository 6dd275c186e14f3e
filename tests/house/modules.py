"""The generator's modules as syntax trees, for the tests that hold its house rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator"
PACKAGE = GENERATOR / "postkiln"
TEMPLATES = ROOT / "templates"


@dataclass(frozen=True, slots=True)
class Module:
    """A module of `postkiln`: its name below the package, its text, its syntax."""

    name: str
    text: str
    tree: ast.Module
    is_package: bool = False

    @property
    def room(self) -> str:
        """The hop it belongs to: its first name (`model`, `render`, `__init__`)."""
        return self.name.partition(".")[0]

    @property
    def package(self) -> tuple[str, ...]:
        """The names of the package it is in, below `postkiln`."""
        parts = tuple(self.name.split("."))
        return parts if self.is_package else parts[:-1]


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the generator, sorted by name."""
    return tuple(_module(path) for path in sorted(PACKAGE.rglob("*.py")))


def _module(path: Path) -> Module:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    is_package = len(parts) > 1 and parts[-1] == "__init__"
    text = path.read_text("utf-8")
    name = ".".join(parts[:-1] if is_package else parts)
    return Module(name, text, ast.parse(text, str(path)), is_package)


Definition = ast.FunctionDef | ast.AsyncFunctionDef


def definitions(tree: ast.Module) -> Iterator[Definition]:
    """Every function of a module, methods and inner ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, Definition))

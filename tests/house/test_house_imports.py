"""Imports point along the flow and never back, and each tool is at home in one room."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping

import pytest
from house.modules import Module, modules

# What each room may import of postkiln, in the order of the flow. `collection.tree`
# stands for that module alone; `__init__` for what the Python API offers.
MAY_IMPORT: Mapping[str, tuple[str, ...]] = {
    "runtime": (),
    "errors": (),
    "results": ("errors",),
    "notices": ("errors",),
    "collection": ("errors",),
    "lock": ("errors",),
    "sources": ("errors",),
    "model": ("errors", "collection.tree", "lock.names"),
    "python": (
        *("errors", "lock.names", "model", "runtime.errors", "runtime.statuses"),
    ),
    "render": ("python",),
    "valid": ("errors", "model.api", "lock.names", "python", "render"),
    "outline": ("model.api", "python"),
    "pipeline": (
        *("errors", "results", "collection", "lock", "model", "python", "outline"),
        "valid",
    ),
    "__init__": ("errors", "results", "pipeline"),
    "output": ("errors",),
    "config": ("errors", "notices", "results", "sources"),
    "verify": (
        *("errors", "results", "collection", "model", "python", "pipeline", "runtime"),
    ),
    "cli": (
        *("__init__", "errors", "results", "notices", "output", "config", "sources"),
        "verify",
    ),
    "__main__": ("cli",),
}

# Third-party packages, and the only rooms that know them.
HOMES: Mapping[str, tuple[str, ...]] = {
    "anyascii": ("python",),
    "anyio": ("runtime",),
    "black": ("render",),
    "click": ("cli",),
    "httpx2": ("runtime", "sources", "verify"),
    "inflection": ("python",),
    "jinja2": ("render",),
    "markupsafe": ("render",),
    "rich": ("cli",),
    "yaml": ("collection", "config"),
}


def _targets(tree: ast.AST) -> Iterator[str]:
    """Every absolute import below a node, as `module.name`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _rooms(tree: ast.AST) -> Iterator[str]:
    """What is imported of postkiln: `model.api.Api`, `__init__.Result`."""
    for target in _targets(tree):
        package, _, name = target.partition(".")
        if package == "postkiln":
            known = name.partition(".")[0] in MAY_IMPORT
            yield name if known else f"__init__.{name}"


def _matches(target: str, allowed: tuple[str, ...]) -> bool:
    return any(target == name or target.startswith(f"{name}.") for name in allowed)


def _breaches(module: Module) -> list[str]:
    """The imports of a module, late ones too, that its room does not allow."""
    allowed = (module.room, *MAY_IMPORT[module.room])
    return [target for target in _rooms(module.tree) if not _matches(target, allowed)]


def test_every_module_stands_in_a_room_of_the_table() -> None:
    assert {module.room for module in modules()} <= set(MAY_IMPORT)


def test_the_table_itself_points_along_the_flow() -> None:
    order = list(MAY_IMPORT)
    for room, allowed in MAY_IMPORT.items():
        earlier = order[: order.index(room)]
        assert {name.partition(".")[0] for name in allowed} <= set(earlier), room


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_a_module_imports_only_what_its_room_may(module: Module) -> None:
    assert _breaches(module) == []


@pytest.mark.parametrize(
    ("name", "text", "breach"),
    [
        ("model.build", "from postkiln.python import view", "python.view"),
        ("model.build", "from postkiln.collection import load", "collection.load"),
        ("runtime.call", "import postkiln.errors", "errors"),
        ("errors", "from postkiln import Result", "__init__.Result"),
        ("pipeline", "from postkiln import generate", "__init__.generate"),
        ("output.plan", "def f():\n    from postkiln.cli import main", "cli.main"),
    ],
)
def test_an_import_against_the_flow_is_seen(name: str, text: str, breach: str) -> None:
    assert _breaches(Module(name, text, ast.parse(text))) == [breach]


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_third_party_packages_are_known_in_their_homes_only(module: Module) -> None:
    known = (*sys.stdlib_module_names, "postkiln")
    foreign = {target.partition(".")[0] for target in _targets(module.tree)}
    strange = {
        name
        for name in foreign.difference(known)
        if module.room not in HOMES.get(name, ())
    }
    assert strange == set()


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_the_runtime_alone_imports_relatively(module: Module) -> None:
    relative = any(
        isinstance(node, ast.ImportFrom) and node.level
        for node in ast.walk(module.tree)
    )
    assert not relative or module.room == "runtime"

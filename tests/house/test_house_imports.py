"""Imports point along the flow and never back, and each tool is at home in one room."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping

import pytest
from house.modules import Definition, Module, modules

# What each room may import of postkiln, in the order of the flow. `collection.tree`
# stands for that module alone; `__init__` for the types and functions of the Python API.
MAY_IMPORT: Mapping[str, tuple[str, ...]] = {
    "runtime": (),
    "errors": (),
    "collection": ("errors",),
    "model": ("errors", "collection.tree"),
    "python": ("errors", "model", "runtime.errors"),
    "render": ("errors", "python"),
    "outline": ("model.api", "python"),
    "__init__": ("errors",),
    "pipeline": (
        *("__init__", "errors", "collection", "model", "python", "outline", "render"),
    ),
    "output": ("errors",),
    "config": ("errors",),
    "verify": (
        *("__init__", "errors", "collection", "model", "python", "pipeline"),
        *("runtime", "output"),
    ),
    "cli": ("__init__", "errors", "pipeline", "output", "config", "verify"),
    "__main__": ("cli",),
}

# Imports against the flow, inside functions only: the face of the package calls the
# pipeline, whose types it defines.
DEFERRED: Mapping[str, tuple[str, ...]] = {"__init__": ("pipeline",)}

# Third-party packages, and the only rooms that know them.
HOMES: Mapping[str, tuple[str, ...]] = {
    "anyascii": ("python",),
    "black": ("render",),
    "click": ("cli",),
    "httpx2": ("runtime", "verify"),
    "inflection": ("python",),
    "jinja2": ("render",),
    "markupsafe": ("render",),
    "rich": ("cli",),
    "yaml": ("config",),
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


def _deferred(tree: ast.Module) -> set[str]:
    """What only functions import."""
    inside = {name for node in _functions(tree) for name in _rooms(node)}
    outside = ast.Module(
        [node for node in tree.body if not isinstance(node, Definition)], []
    )
    return inside - set(_rooms(outside))


def _functions(tree: ast.Module) -> Iterator[ast.AST]:
    return (node for node in tree.body if isinstance(node, Definition))


def _matches(target: str, allowed: tuple[str, ...]) -> bool:
    return any(target == name or target.startswith(f"{name}.") for name in allowed)


def _breaches(module: Module) -> list[str]:
    """The imports of a module that its room does not allow."""
    allowed = (module.room, *MAY_IMPORT[module.room])
    late = DEFERRED.get(module.room, ())
    deferred = _deferred(module.tree)
    return [
        target
        for target in _rooms(module.tree)
        if not _matches(target, allowed)
        and not (target in deferred and _matches(target, late))
    ]


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
        ("__init__", "from postkiln.pipeline import bake", "pipeline.bake"),
        ("output.plan", "def f():\n    from postkiln.cli import main", "cli.main"),
    ],
)
def test_an_import_against_the_flow_is_seen(name: str, text: str, breach: str) -> None:
    assert _breaches(Module(name, text, ast.parse(text))) == [breach]


def test_the_face_of_the_package_may_load_the_pipeline_late() -> None:
    text = "def f():\n    from postkiln.pipeline import bake"
    assert _breaches(Module("__init__", text, ast.parse(text))) == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_third_party_packages_are_known_in_their_homes_only(module: Module) -> None:
    known = (*sys.stdlib_module_names, "postkiln")
    foreign = {target.partition(".")[0] for target in _targets(module.tree)}
    strange = {
        name for name in foreign.difference(known) if module.room not in HOMES[name]
    }
    assert strange == set()


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_the_runtime_alone_imports_relatively(module: Module) -> None:
    relative = any(
        isinstance(node, ast.ImportFrom) and node.level
        for node in ast.walk(module.tree)
    )
    assert not relative or module.room == "runtime"

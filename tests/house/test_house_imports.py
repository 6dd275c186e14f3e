"""Imports point along the flow and never back, and each library is at home in one room."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter

import pytest
from house.modules import Module, modules

# What each room may import of postkiln, in the order of the flow. `postman.collection`
# stands for that module alone; `__init__` for what the Python API offers.
MAY_IMPORT: Mapping[str, tuple[str, ...]] = {
    "runtime": (),
    "diagnostics": (),
    "results": ("diagnostics",),
    "lockfile": ("diagnostics", "results"),
    "sources": ("diagnostics",),
    "postman": ("diagnostics", "runtime.template.fill"),
    "shapes": (
        *("runtime.codec.placeholders", "runtime.codec.timestamps"),
        "runtime.template.fill",
    ),
    "model": (
        *("runtime.errors", "runtime.template.fill", "runtime.response.chunks"),
        *("diagnostics", "lockfile.records", "shapes"),
    ),
    "secrets": ("lockfile.records", "model"),
    "build": (
        *("diagnostics", "lockfile.records", "postman.collection"),
        *("shapes", "model", "secrets", "runtime.request.headers"),
    ),
    "python": (
        *("diagnostics", "lockfile.records", "shapes", "model", "secrets"),
        *("runtime.errors", "runtime.statuses"),
    ),
    "render": ("python",),
    "valid": ("diagnostics", "model.api", "lockfile.records", "python", "render"),
    "outline": ("model.api", "python"),
    "why": ("model.api", "build.select", "python"),
    "moved": ("lockfile.records",),
    "option_values": ("diagnostics", "results", "model.api"),
    "stages": ("postman.collection", "build.select", "secrets", "model", "python"),
    "pipeline": (
        *("diagnostics", "results", "lockfile", "postman", "model", "build", "python"),
        *("outline", "stages", "valid", "why", "option_values", "moved"),
    ),
    "__init__": ("diagnostics", "results", "pipeline"),
    "output": ("diagnostics",),
    "config_keys": ("diagnostics", "results"),
    "config": ("diagnostics", "results", "sources", "config_keys"),
    "verify": (
        *("diagnostics", "results", "postman", "shapes", "model", "python", "pipeline"),
        "runtime",
    ),
    "cli": (
        *("__init__", "diagnostics", "results", "output", "config", "config_keys"),
        "lockfile",
        "sources",
        "verify",
    ),
    "__main__": ("cli",),
}

# Inside a room: what may be imported by what stands behind it.
INSIDE: Mapping[str, tuple[str, ...]] = {
    "runtime": (
        *("errors", "statuses", "httpx_errors", "omit", "optional", "lazy", "behavior"),
        *("template", "codec", "request", "auth"),
        *("operation", "options", "settings", "prepare", "response", "transport"),
        *("base_client", "client"),
    ),
    "postman": (
        *("collection", "javascript", "text", "document", "v1", "v2", "v3"),
        *("versions", "detect", "split", "load", "format"),
    ),
    "build": (
        *("inherit", "select", "variables", "mappings", "scripts"),
        *("request", "placement", "response", "match_lock", "origins"),
        *("options", "inputs", "played", "resources"),
        "build",
    ),
    "python": (
        *("syntax", "view", "naming", "types", "emit", "left_out", "lock", "plan"),
    ),
    "runtime.codec": (
        *("json_path", "context", "placeholders", "decoders"),
        *("json_types", "function_source", "value_compiler", "model_compiler"),
        *("timestamps", "type_hints", "model_codec", "convert", "model", "inputs"),
    ),
}

# Third-party packages, and the only rooms that know them.
HOMES: Mapping[str, tuple[str, ...]] = {
    "anyascii": ("python",),
    "anyio": ("runtime",),
    "black": ("render",),
    "click": ("cli",),
    "cryptography": ("verify",),
    "filelock": ("output",),
    "httpx2": ("runtime", "sources", "verify"),
    "inflection": ("build", "python"),
    "jinja2": ("render",),
    "markupsafe": ("render",),
    "rich": ("cli",),
    "yaml": ("postman", "config"),
}


def _imports(module: Module) -> Iterator[str]:
    """What a module imports, late imports too: `model.api.Api`, `json.loads`.

    Names of postkiln's own are written from its root: `.urls` in `runtime.request` is
    `postkiln.runtime.request.urls`.
    """
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(module, node)
            yield from (f"{source}.{alias.name}" for alias in node.names)


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = module.package[: len(module.package) - node.level + 1]
    return ".".join(filter(None, ("postkiln", *above, node.module)))


def _own(module: Module) -> Iterator[str]:
    """What a module imports of postkiln: `model.api.Api`, `__init__.Result`."""
    for target in _imports(module):
        package, _, name = target.partition(".")
        if package == "postkiln":
            known = name.partition(".")[0] in MAY_IMPORT
            yield name if known else f"__init__.{name}"


def _matches(target: str, allowed: tuple[str, ...]) -> bool:
    return any(target == name or target.startswith(f"{name}.") for name in allowed)


def _breaches(module: Module) -> list[str]:
    """The imports of a module, late ones too, that its room does not allow."""
    allowed = (module.room, *MAY_IMPORT[module.room])
    return [target for target in _own(module) if not _matches(target, allowed)]


def _backwards(module: Module) -> list[str]:
    """The imports of a module from what stands behind it in its room."""
    found: list[str] = []
    for room, order in INSIDE.items():
        here = _place(room, module.name)
        for target in _own(module):
            there = _place(room, target)
            known = here in order and there in order
            if known and order.index(there) > order.index(here):
                found.append(target)
    return found


def _place(room: str, name: str) -> str:
    """The first name below the room: `v1` of `postman.v1.auths`; "" if it is elsewhere."""
    prefix = f"{room}."
    if not name.startswith(prefix):
        return ""
    return name.removeprefix(prefix).partition(".")[0]


def _module(name: str, text: str) -> Module:
    return Module(name, text, ast.parse(text))


def test_every_module_stands_in_a_room_of_the_table() -> None:
    assert {module.room for module in modules()} <= set(MAY_IMPORT)


def test_every_room_inside_stands_in_its_table() -> None:
    strange = {
        f"{room}.{_place(room, module.name)}"
        for room, order in INSIDE.items()
        for module in modules()
        if _place(room, module.name) not in (*order, "")
    }
    assert strange == set()


def test_the_table_itself_points_along_the_flow() -> None:
    order = list(MAY_IMPORT)
    for room, allowed in MAY_IMPORT.items():
        earlier = order[: order.index(room)]
        assert {name.partition(".")[0] for name in allowed} <= set(earlier), room


def test_modules_import_only_what_their_room_may() -> None:
    found = {module.name: _breaches(module) for module in modules()}
    assert {name: breaches for name, breaches in found.items() if breaches} == {}


def test_modules_import_only_what_stands_before_them_in_their_room() -> None:
    found = {module.name: _backwards(module) for module in modules()}
    assert {name: targets for name, targets in found.items() if targets} == {}


@cache
def _graph() -> Mapping[str, frozenset[str]]:
    """The modules of postkiln that each imports."""
    known = {module.name for module in modules()}
    return {
        module.name: frozenset(_known(_own(module), known)) - {module.name}
        for module in modules()
    }


def _known(targets: Iterator[str], known: set[str]) -> Iterator[str]:
    """The module that each target is, or is in."""
    for target in targets:
        while target and target not in known:
            target = target.rpartition(".")[0]
        if target:
            yield target


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert _circle(_graph()) == []


def _circle(graph: Mapping[str, frozenset[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_a_circle_is_seen() -> None:
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a")}
    assert set(_circle(graph)) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("name", "text", "breach"),
    [
        ("model.api", "from postkiln.python import view", "python.view"),
        ("model.api", "from postkiln.postman import load", "postman.load"),
        (
            "runtime.client",
            "import postkiln.diagnostics.errors",
            "diagnostics.errors",
        ),
        ("diagnostics.errors", "from postkiln import Result", "__init__.Result"),
        ("pipeline", "from postkiln import generate", "__init__.generate"),
        (
            "output.write_plan",
            "def f():\n    from postkiln.cli import main",
            "cli.main",
        ),
    ],
)
def test_an_import_against_the_flow_is_seen(name: str, text: str, breach: str) -> None:
    assert _breaches(_module(name, text)) == [breach]


def test_an_import_against_the_flow_inside_a_room_of_a_room_is_seen() -> None:
    module = _module("runtime.codec.json_path", "from .model_codec import ModelCodec")
    assert _backwards(module) == ["runtime.codec.model_codec.ModelCodec"]


@pytest.mark.parametrize(
    ("name", "text", "target"),
    [
        (
            "python.types.forms",
            "from postkiln.python.emit import models",
            "python.emit.models",
        ),
        (
            "runtime.request.body",
            "from ..auth.flow import Auth",
            "runtime.auth.flow.Auth",
        ),
        ("runtime.operation", "from .client import X", "runtime.client.X"),
    ],
)
def test_an_import_against_the_flow_inside_a_room_is_seen(
    name: str, text: str, target: str
) -> None:
    assert _backwards(_module(name, text)) == [target]


def test_third_party_packages_are_known_in_their_homes_only() -> None:
    known = (*sys.stdlib_module_names, "postkiln")
    strange = {
        f"{module.name}: {package}"
        for module in modules()
        for package in {target.partition(".")[0] for target in _imports(module)}
        if package not in known and module.room not in HOMES.get(package, ())
    }
    assert strange == set()


def test_the_runtime_alone_imports_relatively() -> None:
    relative = {
        module.room
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert relative == {"runtime"}

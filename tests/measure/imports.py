"""Circles of modules, and imports against the flow.

The flow is the tree's own: the tables `MAY_IMPORT` (what each room may import) and
`INSIDE` (the order in a room) of its `tests/house/test_house_imports.py`. Imports inside
functions count, those for type checkers alone too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from measure.modules import Module

Graph = Mapping[str, frozenset[str]]
Table = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Flow:
    """What each room may import, and the order of the modules in some rooms."""

    may_import: Table
    inside: Table


def read_flow(text: str) -> Flow:
    """The tables in the text of a tree's test of imports; INSIDE may be missing."""
    return Flow(_table(text, "MAY_IMPORT"), _table(text, "INSIDE"))


def _table(text: str, name: str) -> Table:
    values = [node.value for node in ast.parse(text).body if _assigns(node, name)]
    if not values or values[0] is None:
        return {}
    # The project's own text; tuples with `*` are more than `literal_eval` reads.
    table: Table = eval(ast.unparse(values[0]), {"__builtins__": {}})
    return table


def _assigns(node: ast.stmt, name: str) -> TypeGuard[ast.AnnAssign]:
    match node:
        case ast.AnnAssign(target=ast.Name(id=found)):
            return found == name
        case _:
            return False


def graph(modules: Sequence[Module]) -> Graph:
    """The modules of postkiln that each module imports, by dotted names below it."""
    known = {".".join(module.names) for module in modules}
    return {".".join(each.names): _imported(each, known) for each in modules}


def _imported(module: Module, known: set[str]) -> frozenset[str]:
    found = (_nearest(target, known) for target in _targets(module))
    return frozenset(found) - {".".join(module.names)}


def _nearest(target: str, known: set[str]) -> str:
    """The module that a target is, or is in: `model.api` for `model.api.Api`."""
    while target and target not in known:
        target = target.rpartition(".")[0]
    return target or "__init__"


def _targets(module: Module) -> Iterator[str]:
    """What is imported of postkiln, by dotted names below it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{_source(module, node)}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            package, _, below = name.partition(".")
            if package == "postkiln":
                yield below


def _source(module: Module, node: ast.ImportFrom) -> str:
    """Where an import is from, written from the root: `postkiln.runtime.request`."""
    if not node.level:
        return node.module or ""
    package = module.path.parent.parts
    above = package[: len(package) - node.level + 1]
    return ".".join(filter(None, ("postkiln", *above, node.module)))


def folders(of_modules: Graph) -> Graph:
    """The folders that the modules of each folder import, its own above and below left out.

    A room and the rooms in it are one subject; what counts is whether two rooms need each
    other.
    """
    found: dict[str, set[str]] = {}
    for name, imported in of_modules.items():
        here = _folder(name, of_modules)
        there = {_folder(each, of_modules) for each in imported}
        apart = {each for each in there if not _is_within(here, each)}
        found.setdefault(here, set()).update(apart)
    return {name: frozenset(imported) for name, imported in found.items()}


def _folder(name: str, of_modules: Graph) -> str:
    """A package is its own folder; a module at the top is one by itself."""
    is_package = any(other.startswith(f"{name}.") for other in of_modules)
    return name if is_package else name.rpartition(".")[0] or name


def _is_within(one: str, other: str) -> bool:
    """Whether two folders are the same, or one is in the other."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def circles(edges: Graph) -> list[tuple[str, ...]]:
    """Groups of names that reach each other, each sorted."""
    reached = {name: _reached(name, edges) for name in edges}
    groups: set[tuple[str, ...]] = set()
    for name, others in reached.items():
        if name in others:
            groups.add(
                tuple(sorted(other for other in others if name in reached[other]))
            )
    return sorted(groups)


def _reached(name: str, edges: Graph) -> set[str]:
    found: set[str] = set()
    waiting = list(edges[name])
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(edges.get(here, ()))
    return found


def against(edges: Graph, flow: Flow) -> list[str]:
    """The imports that the flow does not allow, as `from -> to`."""
    found: list[str] = []
    for name, imported in edges.items():
        wrong = [each for each in imported if not _allowed(name, each, flow)]
        found.extend(f"{name} -> {each}" for each in sorted(wrong))
    return found


def _allowed(name: str, target: str, flow: Flow) -> bool:
    here, there = name.split("."), target.split(".")
    room = here[0]
    if here[0] != there[0]:
        allowed = flow.may_import.get(room, ())
        return any(f"{target}.".startswith(f"{each}.") for each in allowed)
    order = flow.inside.get(room, ())
    return not _behind((*here, "")[1], (*there, "")[1], order)


def _behind(here: str, there: str, order: Sequence[str]) -> bool:
    """Whether the second of two names stands after the first in an order."""
    if here not in order or there not in order:
        return False
    return order.index(there) > order.index(here)

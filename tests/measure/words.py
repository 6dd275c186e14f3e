"""Names that stand for two things: modules in two rooms, classes defined twice.

A room is a folder directly below `postkiln`: `postman/v1/auths` and `postman/v3/auths`
are one subject in one room.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from measure.modules import Module

Homes = Mapping[str, Sequence[str]]


def module_names(modules: Sequence[Module]) -> Homes:
    """The names of modules that stand in two rooms, with where each is."""
    found: dict[str, list[Module]] = {}
    for module in modules:
        if not module.path.name.startswith("__"):
            found.setdefault(module.path.name, []).append(module)
    return {
        name: [each.path.as_posix() for each in homes]
        for name, homes in sorted(found.items())
        if len({_room(each) for each in homes}) > 1
    }


def _room(module: Module) -> str:
    return module.path.parts[0] if len(module.path.parts) > 1 else ""


def class_names(modules: Sequence[Module]) -> Homes:
    """The names of classes that are defined in two modules, with where each is."""
    found: dict[str, list[str]] = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(module.path.as_posix())
    return {name: homes for name, homes in sorted(found.items()) if len(homes) > 1}

"""The map of the generator: every module with the first line of its docstring.

    python -m tasks map
    python -m tasks map build runtime/auth

In: names of rooms, or none for all. Out: a tree of lines, rooms in the order of the flow.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence

from house.modules import Module, modules
from house.test_house_imports import MAY_IMPORT

WIDTH = 28  # of the column of names


def lines(rooms: Sequence[str] = ()) -> Iterator[str]:
    """The map of some rooms (`build`, `runtime/auth`), of all without any."""
    wanted = [room.strip("/").replace("/", ".") for room in rooms]
    for module in sorted(modules(), key=_position):
        if not wanted or any(_is_in(module, room) for room in wanted):
            yield _line(module)


def _is_in(module: Module, room: str) -> bool:
    return f"{module.name}.".startswith(f"{room}.")


def _position(module: Module) -> tuple[int, list[str]]:
    return list(MAY_IMPORT).index(module.room), module.name.split(".")


def _line(module: Module) -> str:
    *above, name = module.name.split(".")
    shown = "    " * len(above) + (f"{name}/" if module.is_package else f"{name}.py")
    return f"{shown:<{WIDTH}} {_says(module)}".rstrip()


def _says(module: Module) -> str:
    """The first line of a module's docstring; empty where it has none."""
    docstring = ast.get_docstring(module.tree) or ""
    return docstring.partition("\n")[0]


if __name__ == "__main__":
    print("\n".join(lines(sys.argv[1:])))

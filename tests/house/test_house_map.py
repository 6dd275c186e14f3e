"""The map of modules shows every module once, with what it says of itself."""

from __future__ import annotations

from house.map import lines
from house.modules import PACKAGE, modules


def test_every_module_is_on_the_map_once() -> None:
    found = [line.split()[0] for line in lines()]
    names = [module.name.rpartition(".")[2] for module in modules()]
    assert sorted(name.removesuffix("/").removesuffix(".py") for name in found) == (
        sorted(names)
    )


def test_every_module_says_what_it_is() -> None:
    silent = [line for line in lines() if len(line.split()) == 1]
    assert silent == []


def test_every_folder_says_what_it_is() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [each for each in folders if not (each / "__init__.py").exists()] == []


def test_a_room_can_be_asked_for_by_its_path() -> None:
    first, *others = lines(["runtime/auth"])
    assert first.startswith("    auth/  ")
    assert all(line.startswith("        ") for line in others)


def test_rooms_are_shown_in_the_order_of_the_flow() -> None:
    rooms = [line.split()[0] for line in lines(["python", "model"]) if line[0] != " "]
    assert rooms == ["model/", "python/"]

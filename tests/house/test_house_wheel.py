"""What is installed holds what is needed: templates, the runtime, the type marker."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from house.modules import PACKAGE, ROOT, TEMPLATES

pytestmark = pytest.mark.slow

# What the build reads; a copy, so that nothing is left behind in the checkout.
INPUTS = ("pyproject.toml", "README.md", "LICENSE", "generator", "templates")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The files of a wheel that was built without any network."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in INPUTS:
        _copy(ROOT / name, source / name)
    command = ["wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run(
        [sys.executable, "-m", "pip", *command, "-q", "-w", target, source],
        check=True,
        timeout=120,
    )
    (wheel,) = target.glob("postkiln-*.whl")
    with ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, target, ignore=ignore)
    else:
        shutil.copyfile(source, target)


def test_a_wheel_holds_every_template(names: frozenset[str]) -> None:
    templates = {f"postkiln/templates/{path.name}" for path in TEMPLATES.iterdir()}
    assert templates
    assert templates <= names


def test_a_wheel_holds_every_module(names: frozenset[str]) -> None:
    root = PACKAGE.parent
    modules = {path.relative_to(root).as_posix() for path in PACKAGE.rglob("*.py")}
    assert "postkiln/runtime/operation.py" in modules
    assert modules <= names


def test_a_wheel_holds_nothing_of_the_tests(names: frozenset[str]) -> None:
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {
        "postkiln"
    }


def test_a_wheel_has_the_command(names: frozenset[str]) -> None:
    assert any(name.endswith(".dist-info/entry_points.txt") for name in names)

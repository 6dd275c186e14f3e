"""Names of a collection that generated modules use themselves: nothing hides anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from python.hostile import collection, cycled

import postkiln
from postkiln.output import write

CLIENTS = (
    *("API", "Client", "Request", "Status", "Not Found", "Query", "Operation"),
    *("Sequence", "Any", "Unpack", "Sync Client", "Async", "Type checking", "OMIT"),
)


def _item(name: str, query: str = "k=1", answer: str = '{"a": 1}') -> dict[str, Any]:
    return {
        "name": name,
        "request": {"method": "GET", "url": f"https://api.example.com/x?{query}"},
        "response": [
            {"name": "ok", "code": 200, "body": answer},
            {"name": "not", "code": 404, "body": '{"any": 1, "Any": null}'},
        ],
    }


def _folder(name: str, *items: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "item": items or [_item("List")]}


def _document(name: str, *items: dict[str, Any]) -> bytes:
    return json.dumps({"info": {"name": name}, "item": items}).encode()


FOLDERS = _document(
    "Shop",
    _folder("foo"),
    _folder("Async foo"),
    _folder(
        "a",
        _folder("sync"),
        _folder("cached property"),
        _folder("foo"),
        _item("builtins", "builtins=1&cached_property=2&models=3&self=5&OMIT=7"),
        _item("Any", "k=1&k=2", '{"Any": 1, "OMIT": "x", "dt": "2020-01-01"}'),
        _item("Query", answer='{"query": [{"sequence": {"x": 1}}]}'),
    ),
)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of packages, each as hard to name as can be."""
    folder = tmp_path_factory.mktemp("clashes")
    sources = [_document(name, _item("Get query"), _folder("any")) for name in CLIENTS]
    sources += [FOLDERS, collection(cycled(3, 7), requests=30)]
    for number, source in enumerate(sources):
        package = f"client_{number}"
        result = postkiln.generate(source, place="clash.json", package=package)
        write(result.files, folder / package)
    return folder


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(folder), "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _names(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/py.typed"))


@pytest.mark.slow
def test_mypy_finds_nothing(packages: Path) -> None:
    named = [word for name in _names(packages) for word in ("-p", name)]
    done = _run(packages, "-m", "mypy", "--strict", *named)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_pyright_finds_nothing(packages: Path) -> None:
    config = {"typeCheckingMode": "strict", "exclude": ["**/_runtime"]}
    (packages / "pyrightconfig.json").write_text(json.dumps(config), "utf-8")
    done = _run(packages, "-m", "pyright", "--pythonpath", sys.executable)
    assert done.returncode == 0, done.stdout
    assert "No source files" not in done.stdout


IMPORT_ALL = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, f"{name}."):
        importlib.import_module(module.name)
    for offered in package.__all__:
        getattr(package, offered)
"""


@pytest.mark.slow
def test_every_module_imports(packages: Path) -> None:
    done = _run(packages, "-W", "error", "-c", IMPORT_ALL, *_names(packages))
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("name", "client"),
    [
        ("Bookshop", "Bookshop"),
        ("API", "ApiClient"),
        ("Query", "QueryClient"),
        ("Client", "ClientClient"),
        ("Not found", "NotFoundClient"),
        ("2 shops", "Api2Shops"),
        ("", "Shop"),  # the package's
    ],
)
def test_a_client_hides_no_name_of_its_modules(name: str, client: str) -> None:
    source = _document(name, _item("List"))
    assert postkiln.generate(source, place="x.json", package="shop").client == client


def test_an_option_does_not_hide_what_the_constructor_calls() -> None:
    item = {"name": "List", "request": "{{super}}/x"}
    files = postkiln.generate(_document("Shop", item), place="x.json").files
    assert "super_: str | None = None" in files["client.py"]


@pytest.mark.parametrize("device", ["con", "NUL", "com1"])
def test_no_file_is_called_like_a_device_of_windows(device: str) -> None:
    files = postkiln.generate(_document("Shop", _folder(device)), place="x.json").files
    assert f"resources/{device.lower()}_.py" in files

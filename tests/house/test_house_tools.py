"""black, ruff, mypy and pyright have nothing to say, here and in `generated/`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import tasks
from house.modules import ROOT

GENERATED = ROOT / "generated"


def _run(
    tool: str, *arguments: str, where: Path = ROOT, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", tool, *arguments],
        cwd=where,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _passes(tool: str, *arguments: str, where: Path = ROOT, **more: str) -> None:
    done = _run(tool, *arguments, where=where, **more)
    assert done.returncode == 0, f"{tool}:\n{done.stdout}\n{done.stderr}"


def _packages() -> list[str]:
    return sorted(path.parent.name for path in GENERATED.glob("*/py.typed"))


def _strict(where: Path, **settings: object) -> str:
    """A pyright configuration in `where`, as the argument that names it."""
    config: Mapping[str, object] = {"typeCheckingMode": "strict", **settings}
    (where / "pyrightconfig.json").write_text(json.dumps(config), "utf-8")
    return f"--project={where}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [*tasks.TASKS["lint"].commands, *tasks.TASKS["types"].commands],
    ids=lambda command: command[0],
)
def test_a_tool_finds_nothing(command: tasks.Command) -> None:
    _passes(*command)


@pytest.mark.slow
def test_black_looks_at_every_file() -> None:
    folders = [ROOT / name for name in tasks.SOURCES]
    files = [path for each in folders for path in (each, *each.rglob("*.py"))]
    done = _run("black", "--check", *tasks.SOURCES)
    counts = re.findall(r"(\d+) files? would", done.stderr)
    assert sum(map(int, counts)) == len([path for path in files if path.is_file()])


def test_the_samples_are_what_they_would_be_generated_as() -> None:
    _passes("postkiln", "check", PYTHONPATH=str(ROOT / "generator"))


@pytest.mark.slow
def test_mypy_finds_nothing_in_the_samples(tmp_path: Path) -> None:
    named = [word for name in _packages() for word in ("-p", name)]
    assert named
    _passes("mypy", "--strict", *named, where=tmp_path, MYPYPATH=str(GENERATED))


@pytest.mark.slow
def test_pyright_finds_nothing_in_the_samples(tmp_path: Path) -> None:
    # Pyright passes by an absolute path in `include`, and is content with no file.
    project = _strict(tmp_path, include=[os.path.relpath(GENERATED, tmp_path)])
    options = ("--outputjson", "--pythonpath", sys.executable)
    done = _run("pyright", *options, project, where=tmp_path)
    assert done.returncode == 0, done.stdout
    analyzed = json.loads(done.stdout)["summary"]["filesAnalyzed"]
    assert analyzed == sum(1 for _ in GENERATED.rglob("*.py"))


MATCHED = """
from zoho_crm import NotFoundError, ZohoCrm, models


def reason(zoho: ZohoCrm) -> str:
    try:
        return zoho.job_details(job_id="1").status
    except NotFoundError as error:
        match error.body:
            case models.ErrorBody(code=code):
                return code
            case str() as text:
                return text
            case None:
                return "gone"
"""


@pytest.mark.slow
def test_the_body_of_an_error_can_be_matched(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(MATCHED, "utf-8")
    _passes("mypy", "--strict", "use.py", where=tmp_path, MYPYPATH=str(GENERATED))
    project = _strict(tmp_path, extraPaths=[str(GENERATED)])
    _passes("pyright", "--pythonpath", sys.executable, project, where=tmp_path)
    lacking = MATCHED.replace(
        '            case None:\n                return "gone"\n', ""
    )
    (tmp_path / "use.py").write_text(lacking, "utf-8")
    done = _run("mypy", "--strict", "use.py", where=tmp_path, MYPYPATH=str(GENERATED))
    assert done.returncode == 1


@pytest.mark.slow
def test_the_type_checkers_would_find_something(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("def f(x) -> int:\n    return 'text'\n", "utf-8")
    project = _strict(tmp_path)
    assert _run("mypy", "--strict", "wrong.py", where=tmp_path).returncode == 1
    assert _run("pyright", project, where=tmp_path).returncode == 1

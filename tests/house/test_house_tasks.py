"""Tasks have the names that CONTRIBUTING and CI use, and run what these say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec

import pytest
import tasks
from house.modules import ROOT


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_ci_runs_the_task_test() -> None:
    (command,) = tasks.TASKS["test"].commands
    assert f".venv/bin/{' '.join(command)}\n" in (ROOT / ".ci" / "run").read_text()


def test_tasks_run_what_there_is() -> None:
    modules = {task.commands[-1][0] for task in tasks.TASKS.values()}
    assert [name for name in sorted(modules) if find_spec(name) is None] == []


def test_the_fast_set_is_there() -> None:
    assert [path for path in tasks.FAST if not (ROOT / path).exists()] == []


def test_without_a_task_there_is_a_list_of_them() -> None:
    done = _python("-m", "tasks")
    assert done.returncode == 0
    listed = [line.split()[0] for line in done.stdout.splitlines()[2:]]
    assert listed == list(tasks.TASKS)


def test_an_unknown_task_is_refused() -> None:
    assert _python("-m", "tasks", "unknown").returncode == 2


@pytest.mark.slow
def test_what_follows_the_name_goes_to_the_tool() -> None:
    done = _python("-m", "tasks", "map", "runtime/auth")
    assert done.returncode == 0
    assert "sign" in done.stdout
    assert "lockfile" not in done.stdout


@pytest.mark.parametrize("status", [0, 3])
def test_a_task_ends_at_the_first_command_that_fails(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    ran: list[tasks.Command] = []

    def run(command: tasks.Command, paths: Sequence[str]) -> int:
        assert paths == ("generator", "tests")
        ran.append(command)
        return status

    monkeypatch.setattr(tasks, "run_command", run)
    task = tasks.Task("", (("a",), ("b", "c")))
    assert tasks.run(task, ["d"]) == status
    assert ran == [("a",), ("b", "c", "d")][: 1 if status else 2]

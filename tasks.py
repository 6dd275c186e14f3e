"""The tasks of a developer, and of CI, by name. Needs Python and the checkout alone.

.venv/bin/python -m tasks                   what there is
.venv/bin/python -m tasks fast              what to run before a commit
.venv/bin/python -m tasks test tests/cli    what follows the name goes to the last tool
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent

Command = tuple[str, ...]
"""A module that Python runs (`python -m`), and its arguments."""

SOURCES = ("generator", "tests", "tasks.py")
LINT: Sequence[Command] = (
    ("ruff", "check", *SOURCES),
    ("black", "--check", "--quiet", *SOURCES),
)
MYPY = ("mypy", "--strict", "--exclude", "tests/golden/", *SOURCES)

# What usually breaks, and takes less than half a minute on two cores: the rules of the
# house, and the rooms through which every change of what is generated shows.
FAST = (
    *("tests/house", "tests/test_golden.py", "tests/measure", "tests/config"),
    *("tests/postman", "tests/shapes", "tests/secrets", "tests/lockfile"),
    *("tests/build", "tests/python", "tests/stages"),
)
QUICK = ("-m", "not slow and not corpus", "--hypothesis-profile", "fast")
SPREAD = ("-n", "auto", "--dist", "loadfile")


@dataclass(frozen=True, slots=True)
class Task:
    """Commands that run one after the other, up to the first that fails.

    `paths` are the folders that they may import from.
    """

    says: str
    commands: Sequence[Command]
    paths: Sequence[str] = ("generator", "tests")


TASKS: Mapping[str, Task] = {
    "fast": Task(
        "lint, types of the generator, and the tests of what usually breaks",
        (
            *LINT,
            ("mypy", "generator"),
            ("pytest", "-q", "-n", "auto", *QUICK, *FAST),
        ),
    ),
    "test": Task("every test: what CI runs", (("pytest", *SPREAD),)),
    "lint": Task("ruff and black, which change nothing", LINT),
    "types": Task(
        "mypy and pyright in strict mode",
        (MYPY, ("pyright", "--pythonpath", sys.executable)),
    ),
    "golden": Task(
        "the golden cases; with POSTKILN_ACCEPT=1 they are rewritten",
        (("pytest", "-q", "tests/test_golden.py"),),
    ),
    "generate": Task("write generated/ anew", (("postkiln", "generate"),)),
    "map": Task("every module with what it says of itself", (("house.map",),)),
    "measure": Task("figures of the source, now or at a revision", (("measure",),)),
    "bench": Task(
        "decoding beside other libraries, which the extra `bench` installs",
        (("benchmarks",),),
        paths=("generator", "tests", "generated"),
    ),
    "coverage": Task(
        "every test, and the lines that none reaches",
        (("pytest", *SPREAD, "--cov", "--cov-report", "term:skip-covered"),),
    ),
}


def run(task: Task, more: Sequence[str]) -> int:
    """Run a task; the answer is the exit status of the first command that fails, or 0."""
    *first, last = task.commands
    for command in (*first, (*last, *more)):
        print("+", *command, file=sys.stderr, flush=True)
        status = run_command(command, task.paths)
        if status:
            return status
    return 0


def run_command(command: Command, paths: Sequence[str]) -> int:
    """Run a command in the root of the checkout; the answer is its exit status."""
    path = os.pathsep.join(str(ROOT / folder) for folder in paths)
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    ).returncode


def main(arguments: Sequence[str]) -> int:
    name, *more = arguments or ("",)
    task = TASKS.get(name)
    if task is None:
        print("usage: python -m tasks TASK [ARGUMENT]...\n")
        for each, found in TASKS.items():
            print(f"  {each:<10} {found.says}")
        return 2 if name else 0
    if find_spec("pytest") is None:
        print("the tools are missing; the README's second command installs them")
        return 2
    started = time.monotonic()
    status = run(task, more)
    print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

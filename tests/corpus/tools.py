"""What other tools say of generated packages: Python, black, mypy and pyright.

In: a directory of packages. For the type checkers a second one, made here, where all
packages share one copy of the runtime, so that it is checked once.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import black
from black.parsing import InvalidInput
from black.report import NothingChanged
from support.processes import Said, dealt, pool, said, start

RUNTIME = "shared_runtime"
_FROM_RUNTIME = re.compile(r"^( *from )\.+_runtime\b", re.MULTILINE)


def packages(stage: Path) -> list[str]:
    return sorted(entry.name for entry in stage.iterdir() if entry.suffix == "")


def modules(stage: Path) -> list[Path]:
    """Every module of every package; of the runtimes, which are equal, the first."""
    runtime = sorted((stage / packages(stage)[0] / "_runtime").rglob("*.py"))
    return runtime + sorted(
        path for path in stage.rglob("*.py") if "_runtime" not in path.parts
    )


def imports(stage: Path) -> Said:
    """Compile and import every module, with every warning an error."""
    script = ("-W", "error", "-m", "corpus.importing", str(stage))
    return said(*(start(*script, *names) for names in dealt(packages(stage))))


def reformatted(files: Sequence[Path]) -> list[str]:
    """The files that black would change, or cannot read."""
    with pool() as workers:
        return [each for each in workers.map(_reformatted, files, chunksize=16) if each]


def _reformatted(file: Path) -> str:
    text = file.read_text("utf-8")
    try:
        # fast: the check that this skips is one of black, not of the text.
        black.format_file_contents(text, fast=True, mode=black.Mode())
    except NothingChanged:
        return ""
    except InvalidInput as error:
        return f"{file}: {error}"
    return f"{file}: black changes it"


def share_runtime(stage: Path, target: Path) -> None:
    """Copy the packages to `target`, where all import one copy of the runtime."""
    names = packages(stage)
    shutil.copytree(stage / names[0] / "_runtime", target / RUNTIME)
    without = shutil.ignore_patterns("_runtime", "__pycache__")
    for name in names:
        shutil.copytree(stage / name, target / name, ignore=without)
    for file in target.rglob("*.py"):
        text = file.read_text("utf-8")
        shared = _FROM_RUNTIME.sub(rf"\1{RUNTIME}", text)
        if shared != text:
            file.write_text(shared, encoding="utf-8", newline="\n")


def mypy(stage: Path) -> Said:
    """`mypy --strict` over all packages."""
    names = packages(stage)
    strictly = ("-m", "mypy", "--strict", "--cache-dir", str(stage / "mypy.cache"))
    return said(start(*strictly, *names, cwd=stage))


def pyright(stage: Path) -> Said:
    """pyright in strict mode over all packages, a half per process."""
    halves = dealt(packages(stage))
    return said(*(_pyright(stage, names) for names in halves))


def _pyright(stage: Path, names: Sequence[str]) -> subprocess.Popen[str]:
    # A project file, because pyright heeds none when it is given paths.
    project = stage / f"{names[0]}.pyright.json"
    project.write_text(json.dumps({"include": names, "typeCheckingMode": "strict"}))
    python = ("--pythonpath", sys.executable)
    return start("-m", "pyright", "--stats", "-p", str(project), *python)

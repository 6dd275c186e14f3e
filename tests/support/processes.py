"""Work in other processes: a pool of interpreters, and Python commands side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

PROCESSES = 2
_ROOT = Path(__file__).parents[2]


def pool() -> ProcessPoolExecutor:
    """Fresh interpreters: forks of a test worker would share its threads' locks."""
    return ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"))


@dataclass(frozen=True, slots=True)
class Said:
    """How commands ended (0: all well) and what they wrote to both streams."""

    status: int
    text: str


def start(
    *arguments: str, cwd: Path = _ROOT, env: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start `python ARGUMENTS`, with postkiln and these tests on its path."""
    path = os.pathsep.join(map(str, (_ROOT / "generator", _ROOT / "tests")))
    return subprocess.Popen(
        (sys.executable, *arguments),
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def said(*running: subprocess.Popen[str]) -> Said:
    """Wait for commands that were started together."""
    texts = [each.communicate()[0] for each in running]
    return Said(max(each.returncode for each in running), "".join(texts))


def dealt(names: Iterable[str]) -> tuple[list[str], ...]:
    """Names dealt out to as many hands as there are processes."""
    ordered = sorted(names)
    return tuple(ordered[hand::PROCESSES] for hand in range(PROCESSES))

"""The generator's source as it is, or as it was at a git revision.

In: nothing, or a revision (`bd0abc4`, `main`, `HEAD~3`). Out: texts by their path.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = "generator/postkiln"
FLOW = "tests/house/test_house_imports.py"  # which room may import which


def of_checkout() -> Mapping[str, str]:
    """The files of the checkout, committed or not; paths are relative to its root."""
    paths = [*sorted((ROOT / PACKAGE).rglob("*.py")), ROOT / FLOW]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths
    }


def of_revision(revision: str) -> Mapping[str, str]:
    """The same files at a revision. Raises CalledProcessError where git has none."""
    command = ["git", "archive", "--format=tar", revision, "--", PACKAGE, FLOW]
    archive = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        return dict(_texts(files))


def _texts(files: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    for member in files:
        content = files.extractfile(member)
        if content is not None and member.name.endswith(".py"):
            yield member.name, content.read().decode()

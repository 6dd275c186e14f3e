"""CONTRIBUTING.md names what there is, and is short enough to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tasks
import yaml
from house.modules import PACKAGE, ROOT, TEMPLATES

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
# Paths are written from the root, or from the package that they are in.
TOPS = (ROOT, PACKAGE)


def _named() -> Iterator[str]:
    """The files and folders in the text, as `build/build.py` or `tests/golden/`."""
    for quoted in re.findall(r"`([^`\n]+)`", TEXT):
        yield from re.findall(r"^[\w./-]+(?:\.py|\.md|/)$", quoted)


def test_it_is_short_enough_to_be_read() -> None:
    assert len(TEXT.splitlines()) <= 120


def test_files_that_are_named_are_there() -> None:
    named = list(_named())
    assert "build/build.py" in named
    lost = [name for name in named if not any((top / name).exists() for top in TOPS)]
    assert lost == []


def test_tasks_that_are_named_are_there() -> None:
    named = set(re.findall(r"-m tasks +(\w+)", TEXT))
    assert {"fast", "golden"} <= named
    assert named <= set(tasks.TASKS)


def test_hooks_run_tasks_and_need_no_network() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    names = [hook["entry"].removeprefix(".venv/bin/python -m tasks ") for hook in hooks]
    assert names == ["lint", "fast"]
    assert set(names) <= set(tasks.TASKS)


def test_hooks_look_at_what_there_is() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    pattern = config["repos"][0]["hooks"][1]["files"]
    for path in (PACKAGE, TEMPLATES, ROOT / "tasks.py", ROOT / "pyproject.toml"):
        assert re.search(pattern, path.relative_to(ROOT).as_posix())

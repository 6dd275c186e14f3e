"""No path leads out of the package directory."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.diagnostics.errors import OutputError
from postkiln.output import compare, compare_lock_file, write, write_lock_file
from postkiln.output.paths import check_path, parents

PARTS = st.lists(st.sampled_from(["a", "..", ".", "", "C:", "\\", "~", "x.py"]))


@pytest.mark.parametrize(
    "path",
    [
        *("", "/a", "..", "../a", "a/../b", "./a", "a//b", "a/", "C:/a", "a\\b", "#a"),
        *(" a", "a\n", "a\0b", "a\x1b[1m", "a\u202eb", "\ud800"),
    ],
)
def test_a_path_that_could_lead_outside_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is not a path below"):
        write({"ok.py": "", path: ""}, tmp_path / "p")
    assert os.listdir(tmp_path) == []


@given(parts=PARTS)
def test_what_passes_stays_below_on_every_platform(parts: list[str]) -> None:
    path = "/".join(parts)
    try:
        check_path(path)
    except OutputError:
        return
    below = os.path.normpath(os.path.join("/top/package", path))
    assert below.startswith("/top/package/")
    windows = PureWindowsPath("T:/package") / path
    assert windows.is_relative_to("T:/package")
    assert ".." not in windows.parts


def test_ordinary_names_of_any_script_pass() -> None:
    for path in ("a.py", "models/книга.py", "_runtime/x-y z.py", "...", "a..b"):
        assert check_path(path) == path


def test_parents_are_innermost_first() -> None:
    assert list(parents("a/b/c")) == ["a/b", "a"]
    assert list(parents("a")) == []


@pytest.mark.parametrize("other", ["a/b", "a/b/c"])
def test_a_path_cannot_be_file_and_directory(other: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="a file and a directory"):
        compare({"a": "", other: ""}, tmp_path / "p")


def test_the_manifest_is_not_for_the_caller_to_write(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="manifest"):
        write({".postkiln-manifest": "a.py\n"}, tmp_path / "p")


def test_text_that_is_no_unicode_is_an_error_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"'a\.py': the character '\\ud800'"):
        write({"a.py": "\ud800"}, tmp_path / "p")


@pytest.mark.parametrize("act", [write_lock_file, compare_lock_file])
def test_a_lock_that_is_no_unicode_is_an_error_with_its_path(
    act: Callable[[str, Path], object], tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match=r"'p\.lock': the character '\\ud800'"):
        act("\ud800", tmp_path / "p")
    assert os.listdir(tmp_path) == []

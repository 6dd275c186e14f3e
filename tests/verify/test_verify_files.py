"""Where the files that requests send are looked for."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from postkiln.diagnostics.codes import Code
from postkiln.verify.files import LONGEST, AllowedFiles, is_on_drive_of


def code(files: AllowedFiles, source: str) -> Code:
    """The code of the notice that a path gives, which names no file."""
    assert files.find(("Ask",), source) is None
    return files.notices[-1].code


def test_without_a_directory_no_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("a")
    monkeypatch.chdir(tmp_path)
    assert code(AllowedFiles(None), "a.txt") is Code.OUTSIDE_FILE
    assert code(AllowedFiles(None), "a\0b") is Code.OUTSIDE_FILE


def test_what_is_found_has_no_links_in_it(tmp_path: Path) -> None:
    (tmp_path / "real" / "sub").mkdir(parents=True)
    (tmp_path / "real" / "sub" / "a.txt").write_text("a")
    (tmp_path / "base").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "link").symlink_to("sub")
    found = AllowedFiles(tmp_path / "base").find((), "link/a.txt")
    assert found == (tmp_path / "real" / "sub" / "a.txt").resolve()


def test_a_link_to_itself_is_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    assert code(AllowedFiles(tmp_path), "a") is Code.MISSING_FILE


def test_a_path_that_is_too_long_for_any_file_is_not_looked_at(tmp_path: Path) -> None:
    source = "a/" * LONGEST
    assert code(AllowedFiles(tmp_path), source) is Code.MISSING_FILE


def test_one_notice_for_each_file_of_each_item(tmp_path: Path) -> None:
    files = AllowedFiles(tmp_path)
    for item in ("A", "B"):
        for source in ("x", "../x", "x"):
            assert files.find((item,), source) is None
    assert [(each.path, each.code) for each in files.notices] == [
        (("A",), Code.MISSING_FILE),
        (("A",), Code.OUTSIDE_FILE),
        (("B",), Code.MISSING_FILE),
        (("B",), Code.OUTSIDE_FILE),
    ]


@pytest.mark.parametrize(
    ("path", "is_known"),
    [
        ("C:/api/a.txt", True),
        ("c:/other/a.txt", True),
        ("D:/a.txt", False),
        (r"\\server\share\a.txt", False),
        ("//server/share/a.txt", False),
        (r"\\?\UNC\server\share\a.txt", False),
        (r"\\.\pipe\x", False),
    ],
)
def test_a_server_that_a_path_names_is_not_asked(path: str, is_known: bool) -> None:
    top = PureWindowsPath("C:/api")
    assert is_on_drive_of(top / path, [top]) is is_known


def test_elsewhere_all_is_on_one_drive() -> None:
    assert is_on_drive_of(PurePosixPath("//server/share"), [PurePosixPath("/api")])

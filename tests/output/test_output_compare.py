"""What `compare` and `unified_diff` say, and that they write nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postkiln.diagnostics.errors import OutputError
from postkiln.output import Change, ChangeKind, compare, unified_diff, write


def test_each_kind_of_change(tmp_path: Path) -> None:
    write({"a.py": "1\n", "b.py": "2\n", "same.py": ""}, tmp_path / "p")
    changes = compare({"a.py": "3\n", "c.py": "4\n", "same.py": ""}, tmp_path / "p")
    assert [change for change in changes if change.path != ".postkiln-manifest"] == [
        Change("a.py", ChangeKind.CHANGED, "1\n", "3\n"),
        Change("b.py", ChangeKind.REMOVED, "2\n", ""),
        Change("c.py", ChangeKind.ADDED, "", "4\n"),
    ]


def test_writes_nothing(tmp_path: Path) -> None:
    compare({"a.py": "1"}, tmp_path / "out/p")
    assert os.listdir(tmp_path) == []


def test_refuses_what_write_would_refuse(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("mine")
    with pytest.raises(OutputError, match="postkiln did not write it"):
        compare({"a.py": "1"}, tmp_path)


def test_an_edit_of_a_file_of_ours_is_a_change(tmp_path: Path) -> None:
    write({"a.py": "1\n"}, tmp_path / "p")
    (tmp_path / "p/a.py").write_bytes(b"1\r\n")
    assert [change.old for change in compare({"a.py": "1\n"}, tmp_path / "p")] == [
        "1\r\n"
    ]


def test_the_diff_is_a_patch() -> None:
    change = Change("m/a.py", ChangeKind.CHANGED, "1\n2\n3\n", "1\n4\n3\n")
    assert unified_diff([change]) == (
        "--- a/m/a.py\n+++ b/m/a.py\n@@ -1,3 +1,3 @@\n 1\n-2\n+4\n 3\n"
    )


def test_the_diff_shows_paths_below_a_directory() -> None:
    change = Change("a.py", ChangeKind.ADDED, "", "1\n")
    assert unified_diff([change], under="src/p/") == (
        "--- /dev/null\n+++ b/src/p/a.py\n@@ -0,0 +1 @@\n+1\n"
    )


def test_the_diff_names_an_empty_file_that_goes() -> None:
    change = Change("py.typed", ChangeKind.REMOVED, "", "")
    assert unified_diff([change]) == "--- a/py.typed\n+++ /dev/null\n"


def test_the_diff_marks_a_missing_newline() -> None:
    change = Change("a", ChangeKind.CHANGED, "1", "1\n")
    assert unified_diff([change]).endswith("-1\n\\ No newline at end of file\n+1\n")


def test_a_form_feed_does_not_break_a_line_of_the_diff() -> None:
    change = Change("a", ChangeKind.ADDED, "", "1\f2\n")
    assert "+1\f2\n" in unified_diff([change])


def test_bytes_that_are_no_text_are_shown_as_escapes(tmp_path: Path) -> None:
    change, *_ = reversed(compare({"a.bin": b"\xff"}, tmp_path / "p"))
    assert change.new == "\\xff"


def test_nothing_to_change_is_no_text() -> None:
    assert unified_diff([]) == ""

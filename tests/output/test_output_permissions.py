"""Directories that may not be written: runs of somebody who is not root."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.private_files import state

from postkiln.diagnostics.errors import OutputError
from postkiln.output import write
from postkiln.output.leftovers import backup_path, new_staging_directory

if sys.platform == "win32":
    pytest.skip("has no such permissions", allow_module_level=True)

NOBODY = 65534
STRANGER = 65533
AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="only root may change owners")


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory of the one who runs the test, who is not root even where root does.

    pytest's own directories are closed to all but their owner.
    """
    with tempfile.TemporaryDirectory() as name:
        made = Path(os.path.realpath(name))
        if AS_ROOT:
            os.chown(made, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield made
        finally:
            if AS_ROOT:
                os.seteuid(0)


def as_root_made(path: Path, *, owner: int = 0) -> None:
    """A directory of another user, with a file in it."""
    os.seteuid(0)
    path.mkdir(parents=True)
    (path / "file").touch()
    for each in (path, path / "file"):
        os.chown(each, owner, owner)
    os.seteuid(NOBODY)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("name", [".", "m", "m/n", "m/__pycache__"])
@pytest.mark.parametrize("bits", [0o555, 0o500])
def test_a_read_only_directory_is_written_and_stays_read_only(
    name: str, bits: int, place: Path
) -> None:
    write({"m/n/a.py": "1", "b.py": "1"}, place / "p")
    (place / "p/m/__pycache__").mkdir()
    (place / "p/m/__pycache__/a.pyc").touch()
    (place / "p/m/mine.txt").touch()
    (place / "p" / name).chmod(bits)
    for text in ("2", "3"):
        write({"m/n/a.py": text, "m/n/new.py": text, "b.py": text}, place / "p")
        assert os.listdir(place) == ["p"]
        assert (place / "p/m/n/new.py").read_text() == text
        assert (place / "p/m/mine.txt").exists()
    assert name.endswith("__pycache__") or mode(place / "p" / name) == bits


def test_a_killed_run_in_read_only_directories_is_put_right(place: Path) -> None:
    write({"m/a.py": "1"}, place / "p")
    staging = new_staging_directory(place / "p")
    for directory in (place / "p/m", staging):
        directory.chmod(0o555)
    (place / "p").rename(backup_path(place / "p", place / "p"))
    write({"m/a.py": "2"}, place / "p")
    assert os.listdir(place) == ["p"]
    assert (place / "p/m/a.py").read_text() == "2"


def test_a_closed_directory_is_an_error_with_its_whole_path(place: Path) -> None:
    write({"m/a.py": "1"}, place / "p")
    (place / "p/m").chmod(0)
    with pytest.raises(OutputError, match=f"{place}/p/m: Permission denied"):
        write({"m/a.py": "2"}, place / "p")
    assert os.listdir(place) == ["p"]


def test_an_output_directory_without_write_permission_is_an_error(place: Path) -> None:
    (place / "out").mkdir(mode=0o500)
    with pytest.raises(OutputError, match=f"{place}/out/.*: Permission denied"):
        write({"a.py": ""}, place / "out/p")
    assert os.listdir(place / "out") == []


@only_root
@pytest.mark.parametrize("name", ["m/__pycache__", "m/theirs"])
def test_files_that_may_not_be_removed_are_an_error_that_changes_nothing(
    name: str, place: Path
) -> None:
    write({"m/a.py": "1"}, place / "p")
    as_root_made(place / "p" / name)
    before = state(place / "p")
    with pytest.raises(OutputError, match=f"{place}/p/{name}: belongs to another user"):
        write({"m/a.py": "2"}, place / "p")
    assert state(place / "p") == before
    assert os.listdir(place) == ["p"]


@only_root
def test_what_cannot_be_removed_stops_no_later_run(place: Path) -> None:
    write({"a.py": "1"}, place / "p")
    staging = new_staging_directory(place / "p")
    as_root_made(staging / "theirs")
    for text in ("2", "3"):
        write({"a.py": text}, place / "p")
        assert (place / "p/a.py").read_text() == text
    assert sorted(os.listdir(place)) == [staging.name, "p"]


@only_root
@pytest.mark.parametrize("is_there", [True, False])
def test_a_backup_that_a_stranger_made_is_left_alone(
    is_there: bool, place: Path
) -> None:
    if is_there:
        write({"a.py": "1"}, place / "p")
    as_root_made(place / "theirs", owner=STRANGER)
    backup = (place / "theirs").rename(backup_path(place / "theirs", place / "p"))
    if is_there:
        write({"a.py": "2"}, place / "p")
        assert not (place / "p/file").exists()
    else:
        with pytest.raises(OutputError, match="Rename it to p, or remove it"):
            write({"a.py": "2"}, place / "p")
    assert os.listdir(backup) == ["file"]


@only_root
def test_root_puts_right_what_the_owner_of_the_output_left(place: Path) -> None:
    write({"a.py": "1"}, place / "p")
    (place / "p").rename(backup_path(place / "p", place / "p"))
    os.seteuid(0)
    assert write({"a.py": "1"}, place / "p").written == ()
    assert os.listdir(place) == ["p"]

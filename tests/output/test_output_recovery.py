"""Killed runs, runs at the same time, and what comes in between."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.private_files import private, state

from postkiln.diagnostics.errors import OutputError
from postkiln.output import compare, mutex, write
from postkiln.output.leftovers import backup_path, new_staging_directory

TOKEN = "0123456789abcdef"
OLD = {"a.py": "old", "m/b.py": "old", "same.py": "same"}
NEW = {"a.py": "new", "m/c.py": "new", "same.py": "same"}

# Runs a write in a child that dies at its n-th touch of the file system, for every n;
# then another one, which dies early in putting that right, at a point of its own.
KILL_EVERYWHERE = """
import os, sys
from pathlib import Path
from postkiln.output import write

place, old, new = Path(sys.argv[1]), eval(sys.argv[2]), eval(sys.argv[3])

def died(package, number):
    child = os.fork()
    if not child:
        left = number
        def die(event, arguments):
            nonlocal left
            if event.startswith(("os.", "shutil.")) or event == "open":
                left -= 1
                if left < 0:
                    os._exit(9)
        sys.addaudithook(die)
        write(new, package)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

number, goes_on = 0, True
while goes_on:
    package = place / str(number) / "p"
    if old:
        write(old, package)
        (package / "m" / "mine.txt").write_text("mine")
    goes_on = died(package, number)
    if len(sys.argv) > 4:
        died(package, number % 23)
    number += 1
"""


def texts(directory: Path) -> dict[str, str]:
    return {
        path.relative_to(directory).as_posix(): path.read_text()
        for path in directory.rglob("*")
        if path.is_file() and path.name != ".postkiln-manifest"
    }


def with_backup(place: Path) -> Path:
    """The backup of a package in `place`, which is there too."""
    write(OLD, place / "p")
    aside = place / "aside"
    shutil.copytree(place / "p", aside)
    return aside.rename(backup_path(aside, place / "p"))


def copied(place: Path, kind: str) -> Path:
    """Where a left-over stands after a checkout: the same name, another inode."""
    return place / f".p.postkiln-{kind}-{TOKEN}-{place.stat().st_dev:x}-1"


def killed(place: Path, old: dict[str, str], *again: str) -> list[Path]:
    """The places of packages, one for each point at which the run could die."""
    arguments = [str(place), repr(old), repr(NEW), *again]
    subprocess.run([sys.executable, "-c", KILL_EVERYWHERE, *arguments], check=True)
    return sorted(place.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.parametrize("again", [[], ["again"]], ids=["once", "twice"])
def test_a_kill_at_any_point_leaves_old_or_new_and_the_next_run_heals(
    again: list[str], tmp_path: Path
) -> None:
    own = {"m/mine.txt": "mine"}
    places = killed(tmp_path, OLD, *again)
    assert len(places) > 20  # as many points to die at
    for place in places:
        package = place / "p"
        (left,) = [package] if package.exists() else place.glob(".p.postkiln-old-*")
        assert texts(left) in ({**OLD, **own}, {**NEW, **own})
        write(NEW, package)
        assert texts(package) == {**NEW, **own}
        assert os.listdir(place) == ["p"]


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_kill_of_the_first_run_leaves_nothing_or_the_package(tmp_path: Path) -> None:
    for place in killed(tmp_path, {}):
        assert not (place / "p").exists() or texts(place / "p") == NEW
        write(NEW, place / "p")
        assert texts(place / "p") == NEW
        assert os.listdir(place) == ["p"]


def test_a_left_over_goes_even_when_nothing_else_is_to_do(tmp_path: Path) -> None:
    write(OLD, tmp_path / "p")
    staging = new_staging_directory(tmp_path / "p")
    (staging / "part").mkdir()
    (staging / "part/a.py").touch()
    (tmp_path / ".p.postkiln-lock").touch()
    done = write(OLD, tmp_path / "p")
    assert done.written == ()
    assert os.listdir(tmp_path) == ["p"]


def test_a_staging_directory_that_was_not_yet_named_goes(tmp_path: Path) -> None:
    write(OLD, tmp_path / "p")
    (tmp_path / f".p.postkiln-new-{TOKEN}").mkdir()
    write(OLD, tmp_path / "p")
    assert os.listdir(tmp_path) == ["p"]


def test_a_backup_comes_back_where_the_package_is_away(tmp_path: Path) -> None:
    write(OLD, tmp_path / "p")
    (tmp_path / "p/mine.txt").write_text("mine")
    (tmp_path / "p").rename(backup_path(tmp_path / "p", tmp_path / "p"))
    done = write(OLD, tmp_path / "p")
    assert done.written == ()
    assert texts(tmp_path / "p") == {**OLD, "mine.txt": "mine"}
    assert os.listdir(tmp_path) == ["p"]


def test_a_file_that_came_too_late_for_the_staging_directory_moves_over(
    tmp_path: Path,
) -> None:
    backup = with_backup(tmp_path)
    (backup / "late").mkdir()
    (backup / "late/mine.txt").write_text("mine")
    write(NEW, tmp_path / "p")
    assert texts(tmp_path / "p") == {**NEW, "late/mine.txt": "mine"}
    assert os.listdir(tmp_path) == ["p"]


def test_a_file_that_came_too_late_moves_through_no_link(tmp_path: Path) -> None:
    home = private(tmp_path)
    before = state(home)
    backup = with_backup(tmp_path / "out")
    (backup / "late").mkdir()
    (backup / "late/mine.txt").write_text("mine")
    (tmp_path / "out/p/late").symlink_to(home)
    with pytest.raises(OutputError, match="'late' is a link"):
        write(NEW, tmp_path / "out/p")
    assert state(home) == before
    assert (backup / "late/mine.txt").read_text() == "mine"


@pytest.mark.parametrize("kind", ["old", "new"])
@pytest.mark.parametrize("is_there", [True, False])
def test_no_link_is_taken_for_a_left_over(
    kind: str, is_there: bool, tmp_path: Path
) -> None:
    home = private(tmp_path)
    before, proof = state(home), f"{home.stat().st_dev:x}-{home.stat().st_ino:x}"
    package = tmp_path / "out/p"
    write(OLD if is_there else {}, package)
    links = [f".p.postkiln-{kind}", f".p.postkiln-{kind}-{TOKEN}-{proof}"]
    for name in links:
        (tmp_path / "out" / name).symlink_to(home)
    if not is_there:
        shutil.rmtree(package)
    write(NEW, package)
    assert state(home) == before
    assert texts(package) == NEW
    assert sorted(os.listdir(tmp_path / "out")) == [*links, "p"]


@pytest.mark.parametrize("kind", ["old", "new"])
def test_a_copy_of_a_left_over_is_left_alone(kind: str, tmp_path: Path) -> None:
    write(OLD, tmp_path / "p")
    shutil.copytree(tmp_path / "p", tmp_path / f".p.postkiln-{kind}")
    shutil.copytree(tmp_path / "p", copied(tmp_path, kind))
    write(NEW, tmp_path / "p")
    assert texts(tmp_path / f".p.postkiln-{kind}") == OLD
    assert texts(copied(tmp_path, kind)) == OLD
    assert texts(tmp_path / "p") == NEW
    before = state(tmp_path)
    write(NEW, tmp_path / "p")  # nothing to put right, so that nothing is touched
    assert state(tmp_path) == before


@pytest.mark.parametrize("name", ["", f"-{TOKEN}", f"-{TOKEN}-801-1"])
def test_what_may_be_a_backup_is_not_left_behind_in_silence(
    name: str, tmp_path: Path
) -> None:
    backup = tmp_path / f".p.postkiln-old{name}"
    backup.mkdir()
    (backup / "mine.txt").write_text("mine")
    for act in (write, compare):
        with pytest.raises(OutputError) as refused:
            act(NEW, tmp_path / "p")
        assert f"{backup}: " in str(refused.value)
        assert "Rename it to p, or remove it" in str(refused.value)
    assert texts(tmp_path) == {f"{backup.name}/mine.txt": "mine"}


def test_two_runs_at_a_time_take_turns(tmp_path: Path) -> None:
    outputs = [{"a.py": str(number), f"{number}.py": ""} for number in range(8)]
    failures: list[OutputError] = []

    def run(files: dict[str, str]) -> None:
        try:
            write(files, tmp_path / "p")
        except OutputError as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(files,)) for files in outputs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts(tmp_path / "p") in outputs
    assert failures == []
    assert os.listdir(tmp_path) == ["p"]


def test_waiting_for_another_run_ends(tmp_path: Path) -> None:
    with (
        mutex.hold_mutex(tmp_path / "p"),
        pytest.raises(OutputError, match="another postkiln is writing it"),
        mutex.hold_mutex(tmp_path / "p", patience=0),
    ):
        pass
    with mutex.hold_mutex(tmp_path / "p", patience=0):
        assert os.listdir(tmp_path) == [".p.postkiln-lock"]
    assert os.listdir(tmp_path) == []


def test_whoever_may_write_new_files_may_lock_the_file(tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    with mutex.hold_mutex(tmp_path / "p"):
        mode = mutex.mutex_path(tmp_path / "p").stat().st_mode
        assert mode == (tmp_path / "any").stat().st_mode


def test_a_run_with_nothing_to_do_takes_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"a.py": ""}, tmp_path / "p")
    monkeypatch.setitem(sys.modules, "filelock", None)
    assert write({"a.py": ""}, tmp_path / "p").written == ()
    with pytest.raises(ImportError, match="filelock"):
        write({"a.py": "1"}, tmp_path / "p")


def test_the_lock_of_a_dead_run_is_free(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from postkiln.output import mutex\n"
        "with mutex.hold_mutex(Path(sys.argv[1])): os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path / "p")])
    assert ended.returncode == 9
    assert os.listdir(tmp_path) == [".p.postkiln-lock"]
    with mutex.hold_mutex(tmp_path / "p", patience=0):
        pass
    assert os.listdir(tmp_path) == []

"""Killed runs, runs at the same time, and what comes in between."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from postkiln.errors import OutputError
from postkiln.output import lock, write

OLD = {"a.py": "old", "m/b.py": "old", "same.py": "same"}
NEW = {"a.py": "new", "m/c.py": "new", "same.py": "same"}

# Runs a write in a child that dies at its n-th touch of the file system, for every n.
KILL_EVERYWHERE = """
import os, sys
from pathlib import Path
from postkiln.output import write

place, old, new = Path(sys.argv[1]), eval(sys.argv[2]), eval(sys.argv[3])
died, number = True, 0
while died:
    package = place / str(number) / "p"
    write(old, package)
    (package / "m" / "mine.txt").write_text("mine")
    child = os.fork()
    if not child:
        left = number
        def die(event, arguments):
            global left
            if event.startswith(("os.", "shutil.")) or event == "open":
                left -= 1
                if left < 0:
                    os._exit(9)
        sys.addaudithook(die)
        write(new, package)
        os._exit(0)
    died = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    number += 1
"""


def texts(directory: Path) -> dict[str, str]:
    return {
        path.relative_to(directory).as_posix(): path.read_text()
        for path in directory.rglob("*")
        if path.is_file() and path.name != ".postkiln-manifest"
    }


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_kill_at_any_point_leaves_old_or_new_and_the_next_run_heals(
    tmp_path: Path,
) -> None:
    subprocess.run(
        [sys.executable, "-c", KILL_EVERYWHERE, str(tmp_path), repr(OLD), repr(NEW)],
        check=True,
    )
    own = {"m/mine.txt": "mine"}
    places = sorted(tmp_path.iterdir())
    assert len(places) > 20  # as many points to die at
    for place in places:
        package, backup = place / "p", place / ".p.postkiln-old"
        left = texts(package if package.exists() else backup)
        assert left in ({**OLD, **own}, {**NEW, **own})
        write(NEW, package)
        assert texts(package) == {**NEW, **own}
        assert os.listdir(place) == ["p"]


def test_a_left_over_goes_even_when_nothing_else_is_to_do(tmp_path: Path) -> None:
    write(OLD, tmp_path / "p")
    (tmp_path / ".p.postkiln-new").mkdir()
    (tmp_path / ".p.postkiln-lock").touch()
    done = write(OLD, tmp_path / "p")
    assert done.written == ()
    assert os.listdir(tmp_path) == ["p"]


def test_a_file_that_came_too_late_for_the_stage_moves_over(tmp_path: Path) -> None:
    write(OLD, tmp_path / "p")
    shutil.copytree(tmp_path / "p", tmp_path / ".p.postkiln-old")
    (tmp_path / ".p.postkiln-old/late").mkdir()
    (tmp_path / ".p.postkiln-old/late/mine.txt").write_text("mine")
    write(NEW, tmp_path / "p")
    assert texts(tmp_path / "p") == {**NEW, "late/mine.txt": "mine"}
    assert os.listdir(tmp_path) == ["p"]


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
        lock.locked(tmp_path / "p"),
        pytest.raises(OutputError, match="another postkiln is writing it"),
        lock.locked(tmp_path / "p", patience=0),
    ):
        pass
    with lock.locked(tmp_path / "p", patience=0):
        assert os.listdir(tmp_path) == [".p.postkiln-lock"]
    assert os.listdir(tmp_path) == []


def test_the_lock_of_a_dead_run_is_free(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from postkiln.output import lock\n"
        "with lock.locked(Path(sys.argv[1])): os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path / "p")])
    assert ended.returncode == 9
    assert os.listdir(tmp_path) == [".p.postkiln-lock"]
    with lock.locked(tmp_path / "p", patience=0):
        pass
    assert os.listdir(tmp_path) == []

"""What `write` promises about a package directory, file by file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkiln.diagnostics.errors import OutputError
from postkiln.output import compare, write

NAMES = st.sampled_from(["a.py", "b.py", "m/a.py", "m/b.py", "m/n/c.py", "z/y/x/w.py"])
FILES = st.dictionaries(NAMES, st.sampled_from([b"", b"one", b"two\n"]))
MANIFEST = ".postkiln-manifest"


def content(directory: Path) -> dict[str, bytes]:
    """Every file below a directory."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


def marks(directory: Path) -> dict[str, tuple[int, int]]:
    """(inode, time of change) of all there is, the directory itself included."""
    paths = [directory, *directory.rglob("*")]
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in paths}


@settings(deadline=None)
@given(old=FILES, new=FILES, mine=FILES)
def test_new_files_are_there_stale_ones_gone_and_the_users_own_intact(
    old: dict[str, bytes], new: dict[str, bytes], mine: dict[str, bytes]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        package = Path(place, "package")
        write(old, package)
        own = {f"mine/{path}": text for path, text in mine.items()}
        own |= {f"m/{path}.txt": text for path, text in mine.items()}
        for path, text in own.items():
            (package / path).parent.mkdir(parents=True, exist_ok=True)
            (package / path).write_bytes(text)
        write(new, package)
        found = content(package)
        assert found.pop(MANIFEST).decode().splitlines()[2:] == sorted(new)
        assert found == {**own, **new}
        assert os.listdir(place) == ["package"]
        assert compare(new, package) == ()


@settings(deadline=None)
@given(files=FILES)
def test_a_second_run_touches_nothing(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        write(files, Path(place, "package"))
        before = marks(Path(place))
        done = write(files, Path(place, "package"))
        assert marks(Path(place)) == before
        assert (done.written, done.removed) == ((), ())
        assert set(done.unchanged) == {MANIFEST, *files}


def test_says_what_it_did(tmp_path: Path) -> None:
    write({"same.py": "1", "other.py": "2", "stale.py": "3"}, tmp_path / "p")
    done = write({"same.py": "1", "other.py": "!", "new.py": "4"}, tmp_path / "p")
    assert done.directory == tmp_path / "p"
    assert done.written == (MANIFEST, "new.py", "other.py")
    assert done.unchanged == ("same.py",)
    assert done.removed == ("stale.py",)


def test_what_is_unchanged_keeps_its_inode_and_time(tmp_path: Path) -> None:
    write({"same.py": "1", "other.py": "2"}, tmp_path / "p")
    (tmp_path / "p/mine.txt").write_text("mine")
    before = marks(tmp_path / "p")
    write({"same.py": "1", "other.py": "3"}, tmp_path / "p")
    after = marks(tmp_path / "p")
    for name in ("same.py", "mine.txt"):
        path = str(tmp_path / "p" / name)
        assert after[path] == before[path]


def test_what_is_unchanged_keeps_its_time_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    write({"same.py": "1", "other.py": "2"}, tmp_path / "p")
    before = (tmp_path / "p/same.py").stat().st_mtime_ns
    write({"same.py": "1", "other.py": "3"}, tmp_path / "p")
    assert (tmp_path / "p/same.py").stat().st_mtime_ns == before


def test_text_is_utf8_with_the_newlines_it_has(tmp_path: Path) -> None:
    write({"a.py": "é\nb\n"}, tmp_path / "p")
    assert (tmp_path / "p/a.py").read_bytes() == b"\xc3\xa9\nb\n"


def test_a_file_that_postkiln_did_not_write_is_not_overwritten(tmp_path: Path) -> None:
    package = tmp_path / "p"
    package.mkdir()
    (package / "client.py").write_text("mine")
    with pytest.raises(OutputError, match=r"client\.py: postkiln did not write it"):
        write({"client.py": "ours", "new.py": ""}, package)
    assert content(tmp_path) == {"p/client.py": b"mine"}


def test_a_stale_name_that_the_user_took_is_the_users(tmp_path: Path) -> None:
    write({"a.py": "1"}, tmp_path / "p")
    write({}, tmp_path / "p")
    (tmp_path / "p/a.py").write_text("mine")
    write({"b.py": "2"}, tmp_path / "p")
    assert (tmp_path / "p/a.py").read_text() == "mine"


def test_a_directory_goes_with_its_last_stale_file(tmp_path: Path) -> None:
    write({"m/n/a.py": "1", "b.py": "2"}, tmp_path / "p")
    (tmp_path / "p/m/n/__pycache__").mkdir()
    (tmp_path / "p/m/n/__pycache__/a.cpython-311.pyc").write_bytes(b"")
    write({"b.py": "2"}, tmp_path / "p")
    assert not (tmp_path / "p/m").exists()


def test_an_empty_directory_of_the_user_stays(tmp_path: Path) -> None:
    write({"m/a.py": "1"}, tmp_path / "p")
    (tmp_path / "p/m/mine").mkdir()
    (tmp_path / "p/m/mine").chmod(0o700)
    write({"b.py": "2"}, tmp_path / "p")
    assert (tmp_path / "p/m/mine").stat().st_mode & 0o777 == 0o700


def test_a_file_may_become_a_directory_and_a_directory_a_file(tmp_path: Path) -> None:
    write({"a": "1", "b/c": "2"}, tmp_path / "p")
    write({"a/d": "3", "b": "4"}, tmp_path / "p")
    found = content(tmp_path / "p")
    assert (found["a/d"], found["b"]) == (b"3", b"4")


def test_a_file_does_not_take_the_place_of_a_directory_of_the_user(
    tmp_path: Path,
) -> None:
    write({"b.py": "1"}, tmp_path / "p")
    (tmp_path / "p/a/mine").mkdir(parents=True)
    with pytest.raises(OutputError, match="a directory where a file"):
        write({"a": "2"}, tmp_path / "p")


def test_a_directory_does_not_take_the_place_of_a_file_of_the_user(
    tmp_path: Path,
) -> None:
    write({"b.py": "1"}, tmp_path / "p")
    (tmp_path / "p/a").write_text("mine")
    with pytest.raises(OutputError, match="p/a: postkiln did not write it"):
        write({"a/c.py": "2"}, tmp_path / "p")


def test_a_file_in_the_place_of_the_package_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("mine")
    with pytest.raises(OutputError, match="p: not a directory"):
        write({"a.py": ""}, tmp_path / "p")
    assert (tmp_path / "p").read_text() == "mine"


def test_a_file_in_the_place_of_the_output_directory_is_an_error(
    tmp_path: Path,
) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputError, match="out"):
        write({"a.py": ""}, tmp_path / "out/p")


@pytest.mark.parametrize("number", range(4))
def test_what_the_system_refuses_is_an_error_and_leaves_all_as_it_was(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"a.py": "1"}, tmp_path / "p")
    rename, left = Path.rename, [number]

    def refuse(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            raise PermissionError(13, "Permission denied", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="Permission denied"):
        write({"a.py": "2"}, tmp_path / "p")
    monkeypatch.undo()
    is_done = number == 3  # only clearing up is left then, which the next run does
    assert (tmp_path / "p/a.py").read_text() == ("2" if is_done else "1")
    assert is_done or os.listdir(tmp_path) == ["p"]
    write({"a.py": "2"}, tmp_path / "p")
    assert os.listdir(tmp_path) == ["p"]


def test_a_name_too_long_for_the_system_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="too long"):
        write({"a" * 300: ""}, tmp_path / "p")
    assert os.listdir(tmp_path) == []


def test_a_package_behind_a_symlink_is_written_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write({"a.py": "1"}, tmp_path / "link")
    write({"a.py": "2"}, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real/a.py").read_text() == "2"


def test_a_circle_of_symlinks_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OutputError, match="a: "):
        write({"a.py": ""}, tmp_path / "a")


def test_no_symlink_is_followed_to_write(tmp_path: Path) -> None:
    write({"m/a.py": "1", "b.py": "2"}, tmp_path / "p")
    outside = tmp_path / "outside"
    (tmp_path / "p/m").rename(outside)
    (tmp_path / "p/m").symlink_to(outside)
    with pytest.raises(OutputError, match="p/m: postkiln did not write it"):
        write({"m/a.py": "3", "b.py": "2"}, tmp_path / "p")
    assert (outside / "a.py").read_text() == "1"


def test_no_symlink_is_followed_to_remove(tmp_path: Path) -> None:
    write({"m/a.py": "1", "b.py": "2"}, tmp_path / "p")
    outside = tmp_path / "outside"
    (tmp_path / "p/m").rename(outside)
    (tmp_path / "p/m").symlink_to(outside)
    write({"b.py": "3"}, tmp_path / "p")
    assert (outside / "a.py").read_text() == "1"
    assert (tmp_path / "p/m").is_symlink()


def test_a_symlink_in_the_place_of_a_file_of_ours_is_not_written_through(
    tmp_path: Path,
) -> None:
    write({"a.py": "1"}, tmp_path / "p")
    (tmp_path / "p/a.py").unlink()
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "p/a.py").symlink_to(tmp_path / "mine")
    with pytest.raises(OutputError, match=r"a\.py: postkiln did not write it"):
        write({"a.py": "2"}, tmp_path / "p")
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_manifest_that_leads_outside_removes_nothing(tmp_path: Path) -> None:
    write({"a.py": "1"}, tmp_path / "p")
    (tmp_path / "mine").write_text("mine")
    with (tmp_path / "p" / MANIFEST).open("a") as manifest:
        manifest.write("../mine\n")
    with pytest.raises(OutputError, match="manifest: damaged"):
        write({"a.py": "2"}, tmp_path / "p")
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_manifest_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    write({}, tmp_path / "p")
    (tmp_path / "p" / MANIFEST).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OutputError, match="manifest: damaged"):
        write({"a.py": "2"}, tmp_path / "p")


def test_a_manifest_that_is_a_symlink_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / MANIFEST).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="must be an ordinary file"):
        write({"a.py": "2"}, tmp_path / "p")


def test_a_merge_conflict_in_the_manifest_heals(tmp_path: Path) -> None:
    write({"a.py": "1", "b.py": "1"}, tmp_path / "p")
    (tmp_path / "p" / MANIFEST).write_text(
        "<<<<<<< x\na.py\n=======\nb.py\n>>>>>>> y\n"
    )
    done = write({"a.py": "1"}, tmp_path / "p")
    assert done.removed == ("b.py",)
    assert "=======" not in (tmp_path / "p" / MANIFEST).read_text()

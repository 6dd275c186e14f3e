"""A checkout can hold links to anywhere. None is followed out of the output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.private_files import private, state

from postkiln.diagnostics.errors import OutputError
from postkiln.output import (
    compare,
    compare_lock_file,
    mutex,
    read_lock_file,
    write,
    write_document,
    write_lock_file,
)
from postkiln.output.leftovers import new_staging_directory
from postkiln.output.staging import fill_staging_directory
from postkiln.output.tree import remove
from postkiln.output.write_plan import WritePlan

Act = Callable[[Path], object]

# What takes a package, and what takes a single file. `out` is the output directory.
OF_PACKAGE: dict[str, Act] = {
    "write": lambda out: write({"a.py": ""}, out / "p"),
    "compare": lambda out: compare({"a.py": ""}, out / "p"),
}
OF_FILE: dict[str, Act] = {
    "read_lock_file": lambda out: read_lock_file(out / "p"),
    "write_lock_file": lambda out: write_lock_file("names", out / "p"),
    "compare_lock_file": lambda out: compare_lock_file("names", out / "p"),
    "write_document": lambda out: write_document(b"names", out / "p.lock"),
}
OUTSIDE = [".", ".ssh", ".bashrc", "new"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Private files beside the output, which the test must leave as they are."""
    made = private(tmp_path)
    before = state(made)
    yield made
    assert state(made) == before


@pytest.fixture
def out(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.mark.parametrize("act", OF_PACKAGE.values(), ids=OF_PACKAGE)
@pytest.mark.parametrize("name", OUTSIDE)
def test_a_package_that_is_a_link_out_of_the_output_is_refused(
    act: Act, name: str, out: Path, home: Path
) -> None:
    (out / "p").symlink_to(home / name)
    with pytest.raises(OutputError, match=r"out/p: a link that leads out of"):
        act(out)
    assert os.listdir(out) == ["p"]


@pytest.mark.parametrize("act", OF_FILE.values(), ids=OF_FILE)
@pytest.mark.parametrize("name", OUTSIDE)
def test_a_file_that_is_a_link_out_of_its_directory_is_refused(
    act: Act, name: str, out: Path, home: Path
) -> None:
    (out / "p.lock").symlink_to(home / name)
    with pytest.raises(OutputError, match=r"out/p\.lock: a link that leads out of"):
        act(out)
    assert os.listdir(out) == ["p.lock"]


@pytest.mark.parametrize("act", OF_FILE.values(), ids=OF_FILE)
@pytest.mark.parametrize("way", ["../home/.bashrc", "home/.bashrc", "sub/../new", "p"])
def test_no_detour_of_links_leads_out(
    act: Act, way: str, out: Path, home: Path
) -> None:
    (out / "home").symlink_to(home)
    (out / "sub").symlink_to(home / ".ssh")  # `sub/..` is home
    (out / "p").symlink_to("sub/id_ed25519")
    (out / "p.lock").symlink_to(way)
    with pytest.raises(OutputError, match=r"out/p\.lock: a link that leads out of"):
        act(out)


@pytest.mark.parametrize("act", [*OF_PACKAGE.values(), *OF_FILE.values()])
@pytest.mark.parametrize("way", [".", "sub/..", ".git/new", ".GIT/hooks", "circle"])
def test_a_link_to_the_output_itself_or_into_git_is_refused(
    act: Act, way: str, out: Path
) -> None:
    for name in ("sub", ".git", ".GIT"):
        (out / name).mkdir(exist_ok=True)
    (out / "circle").symlink_to("p")
    (out / "p").symlink_to(way)
    (out / "p.lock").symlink_to("p" if way == "circle" else way)
    before = state(out)
    with pytest.raises(OutputError, match="a link that leads out of"):
        act(out)
    assert state(out) == before


def test_a_link_to_another_place_in_the_output_stays_and_is_written_behind(
    out: Path,
) -> None:
    (out / "names").mkdir()
    (out / "names/p").write_text("old")
    (out / "p.lock").symlink_to("names/p")
    assert read_lock_file(out / "p") == b"old"
    assert write_lock_file("new", out / "p")
    assert os.readlink(out / "p.lock") == "names/p"
    assert (out / "names/p").read_text() == "new"
    assert os.listdir(out / "names") == ["p"]


def test_a_link_inside_may_lead_to_what_is_not_there_yet(out: Path) -> None:
    (out / "p.lock").symlink_to("names")
    (out / "p").symlink_to("real")
    assert write_lock_file("new", out / "p")
    write({"a.py": ""}, out / "p")
    assert (out / "names").read_text() == "new"
    assert (out / "real/a.py").exists()


def test_links_on_the_way_to_the_output_are_the_users(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "out").symlink_to(real)
    for act in (*OF_PACKAGE.values(), *OF_FILE.values()):
        act(tmp_path / "out")
    assert sorted(os.listdir(real)) == ["p", "p.lock"]


@pytest.mark.parametrize("act", OF_FILE.values(), ids=OF_FILE)
def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(
    act: Act, out: Path
) -> None:
    os.mkfifo(out / "p.lock")
    with pytest.raises(OutputError, match=r"p\.lock: must be an ordinary file"):
        act(out)


@pytest.mark.parametrize("name", [".bashrc", "new"])
def test_links_with_names_of_ours_are_not_written_through(
    name: str, out: Path, home: Path
) -> None:
    (out / ".p.lock.postkiln-new").symlink_to(home / name)
    before = state(out)
    assert write_lock_file("names", out / "p")
    assert state(out).items() > {**before, str(out): state(out)[str(out)]}.items()


def test_a_file_keeps_its_mode(out: Path) -> None:
    for mode in (0o600, 0o444, 0o644):
        (out / "p.lock").write_text("old")
        (out / "p.lock").chmod(mode)
        write_lock_file("new", out / "p")
        assert (out / "p.lock").stat().st_mode & 0o777 == mode
        (out / "p.lock").unlink()


def test_a_new_file_has_the_mode_of_any_new_file(out: Path) -> None:
    (out / "any").touch()
    write_lock_file("new", out / "p")
    assert (out / "p.lock").stat().st_mode == (out / "any").stat().st_mode


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError, match=r"out/p\.lock: Permission denied"):
        write_lock_file("names", out / "p")
    assert os.listdir(out) == []


@pytest.mark.parametrize("name", [".", ".bashrc", "new"])
@pytest.mark.parametrize("is_there", [True, False])
def test_the_file_that_is_locked_is_no_link(
    name: str, is_there: bool, out: Path, home: Path
) -> None:
    if is_there:
        write({"a.py": ""}, out / "p")
    (out / ".p.postkiln-lock").symlink_to(home / name)
    before = state(out)
    with pytest.raises(OutputError, match=r"\.p\.postkiln-lock: must be an ordinary"):
        write({"a.py": ""}, out / "p")
    with pytest.raises(OutputError, match="ordinary"), mutex.hold_mutex(out / "p"):
        pass
    assert state(out) == before


def test_a_link_of_the_user_stays_a_link(out: Path, home: Path) -> None:
    write({"a.py": "1"}, out / "p")
    for name in ("keys", "__pycache__", "m"):
        (out / "p" / name).symlink_to(home / ".ssh")
    (out / "p/rc").symlink_to(home / ".bashrc")
    (out / "p/nowhere").symlink_to(home / "new")
    write({"a.py": "2"}, out / "p")
    assert os.readlink(out / "p/keys") == str(home / ".ssh")
    assert os.readlink(out / "p/rc") == str(home / ".bashrc")
    assert sorted(path.name for path in (out / "p").iterdir() if path.is_symlink()) == [
        *("__pycache__", "keys", "m", "nowhere", "rc")
    ]


def test_a_link_of_the_user_is_copied_where_there_are_no_hard_links(
    out: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    write({"a.py": "1"}, out / "p")
    (out / "p/keys").symlink_to(home / ".ssh")
    (out / "p/rc").symlink_to(home / ".bashrc")
    write({"a.py": "2"}, out / "p")
    assert os.readlink(out / "p/keys") == str(home / ".ssh")
    assert os.readlink(out / "p/rc") == str(home / ".bashrc")


def test_no_file_goes_through_a_link_that_only_the_filesystem_takes_for_ours(
    out: Path, home: Path
) -> None:
    # Where `M` and `m` are one name, no comparison of names finds this. Elsewhere, only
    # a plan that is made by hand comes so far.
    (out / "p").mkdir()
    (out / "p/m").symlink_to(home)
    staging = new_staging_directory(out / "p")
    planned = WritePlan(out / "p", {}, {"m/.bashrc": b"x"}, ("m",), ())
    with pytest.raises(OutputError, match="'m' is a link"):
        fill_staging_directory(planned, staging)


def test_removing_follows_no_link(out: Path, home: Path) -> None:
    (out / "p/m").mkdir(parents=True)
    (out / "p/keys").symlink_to(home / ".ssh")
    (out / "p/m/home").symlink_to(home)
    remove(out / "p")
    assert os.listdir(out) == []
    (out / "p").symlink_to(home)
    remove(out / "p")
    assert os.listdir(out) == ["p"]

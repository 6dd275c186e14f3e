"""The command as a process: `python -m postkiln`."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import postkiln
from postkiln.cli import cli, main
from postkiln.cli.terminal import escape_unencodable, printable, progress

# Absolute, for a process in another directory.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(postkiln.__file__).parents[1])}


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "postkiln", *arguments],
        cwd=cwd,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
    )


def test_version(tmp_path: Path) -> None:
    ended = run("--version", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"postkiln {postkiln.__version__}\n"


def test_help_names_every_command(tmp_path: Path) -> None:
    ended = run("--help", cwd=tmp_path)
    assert ended.returncode == 0
    for name in ("generate", "check", "inspect", "verify"):
        assert f"\n  {name} " in ended.stdout


@pytest.mark.parametrize("name", ["generate", "check", "inspect", "verify"])
def test_help_of_a_command_has_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, "--help"]) == 0
    assert f"\n  postkiln {name} bookshop.json" in capsys.readouterr().out


def test_an_error_is_one_line_on_stderr(tmp_path: Path) -> None:
    ended = run("generate", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("postkiln: error: no COLLECTION given")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["generat"], ["generate", "--jsn"], ["verify"]])
def test_a_mistyped_command_line_is_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Error: " in said.err


def test_help_and_version_import_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys; from postkiln.cli import main\n"
        "main(['--help']); main(['--version']); main(['generate', '--help'])\n"
        "heavy = {'jinja2', 'black', 'httpx2', 'rich', 'yaml', 'inflect', 'anyascii'}\n"
        "sys.exit(', '.join(sorted(heavy & sys.modules.keys())))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    assert ended.stderr.strip() == ""


def test_an_interrupt_is_neither_done_nor_a_difference(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: click.Context) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "invoke", interrupt)
    assert main(["generate"]) == 130
    assert capsys.readouterr().err.strip() == "postkiln: interrupted"


def test_a_stream_that_lacks_a_character_gets_an_escape() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    escape_unencodable(stream)
    stream.write("é")
    stream.flush()
    assert raw.getvalue() == b"\\xe9"


def test_printable_keeps_every_script_and_escapes_control() -> None:
    assert printable("книга é 本") == "книга é 本"
    assert printable("a\r\n\x9b\u202e\ud800") == "a\\r\\n\\x9b\\u202e\\ud800"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress("verifying") as advance:
        assert advance is not None
        advance(1, 2)
    assert "verifying" in terminal.getvalue()
    assert "50%" in terminal.getvalue()


def test_progress_is_for_terminals_and_for_what_is_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress("verifying") as advance:
        assert advance is None
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress("generating", long=False) as advance:
        assert advance is None

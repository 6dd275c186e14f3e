"""`inspect` and `verify`: what reaches the engine and what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.engine import Engine, Problem

from postkiln.cli import main
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice

Captured = pytest.CaptureFixture[str]

SUMMARY = (
    "4 items | requests: 3 sent, 1 failed | "
    "examples: 6, 5 JSON, 4 decoded, 2 equal | problems: {}\n"
)


@pytest.fixture(autouse=True)
def collection(engine: Engine, tmp_path: Path) -> Path:
    """c.json in the current directory, and its neighbours."""
    for name in ("e.json", "g.json"):
        (tmp_path / name).write_text(name)
    path = tmp_path / "c.json"
    path.write_text("c")
    return path


def test_inspect_shows_the_tree_and_every_notice(
    engine: Engine, capsys: Captured
) -> None:
    engine.notices = (Notice((), Code.EXCLUDED, "3 items left out"),) * 30
    assert main(["inspect", "c.json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["books", "  list_books()"]
    assert lines[2:] == ["notice: collection: 3 items left out [excluded]"] * 30


def test_inspect_json_is_the_model_with_its_notices(
    engine: Engine, capsys: Captured
) -> None:
    assert main(["inspect", "c.json", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"name": "books", "notices": []}


def test_inspect_gives_the_engine_what_it_was_given(engine: Engine) -> None:
    main(["inspect", "c.json", "-e", "e.json", "--include", "A", "--exclude", "B"])
    assert engine.calls == [
        {
            "source": b"c",
            "place": "c.json",
            "environments": (("e.json", b"e.json"),),
            "include": ("A",),
            "exclude": ("B",),
            "package": None,
            "dicts": (),
            "objects": (),
            "names": {},
            "values": {},
            "item": "*",
        }
    ]


def test_inspect_shows_why(engine: Engine, capsys: Captured) -> None:
    assert main(["inspect", "c.json", "--why"]) == 0
    assert engine.calls[0]["item"] == "*"
    shown = capsys.readouterr().out.splitlines()
    assert shown == ["Books", "    base_url  default  an origin"]


def test_inspect_without_a_collection_shows_the_configured_clients(
    engine: Engine, capsys: Captured, tmp_path: Path
) -> None:
    text = (
        "client: [{collection: c.json, package: p, values: {'*': {query a: option}}}]"
    )
    (tmp_path / "postkiln.yaml").write_text(text)
    assert main(["inspect"]) == 0
    assert engine.calls[0]["package"] == "p"
    assert engine.calls[0]["values"] == {"*": {"query a": "option"}}
    assert capsys.readouterr().out.splitlines()[0] == "books"


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["A"], "ITEM needs --stage or --why"),
        (["A", "--why"], "no request matches 'A'"),
        (["--why", "--stage", "model"], "leave out --json, --types and --why"),
    ],
)
def test_inspect_refuses_what_does_not_fit(
    flags: list[str], told: str, capsys: Captured
) -> None:
    assert main(["inspect", "c.json", *flags]) == 2
    assert told in capsys.readouterr().err


def test_verify_without_problems_is_status_0(capsys: Captured) -> None:
    assert main(["verify", "c.json"]) == 0
    assert capsys.readouterr() == (SUMMARY.format(0), "")


def test_verify_says_the_problems_of_an_item_on_one_line(
    engine: Engine, capsys: Captured
) -> None:
    engine.problems = (
        Problem(("F", "a"), "not-equal", "differs"),
        Problem((), "other", "is odd"),
        Problem(("F", "a"), "failed", "was not sent"),
    )
    assert main(["verify", "c.json"]) == 1
    assert capsys.readouterr().out == (
        "F / a: differs [not-equal]; was not sent [failed]\n"
        "collection: is odd [other]\n" + SUMMARY.format(3)
    )


def test_verify_json_is_one_object(engine: Engine, capsys: Captured) -> None:
    engine.problems = (Problem(("F", "a"), "not-equal", "differs"),)
    assert main(["verify", "c.json", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "items": 4,
        "requests": {"sent": 3, "failed": 1},
        "examples": {"total": 6, "json": 5, "decoded": 4, "equal": 2},
        "problems": [{"item": "F/a", "code": "not-equal", "text": "differs"}],
    }


def test_verify_gives_the_engine_what_it_was_given(engine: Engine) -> None:
    flags = ["-e", "e.json", "-g", "g.json", "--env-var", "a=1", "--env-var", "b=x=y"]
    main(["verify", "c.json", *flags])
    (call,) = engine.calls
    assert call["environments"] == (("e.json", b"e.json"),)
    assert call["globals"] == ("g.json", b"g.json")
    assert call["variables"] == {"a": "1", "b": "x=y"}
    assert call["base"] == Path()
    assert (call["record"], call["progress"]) == (None, None)


@pytest.mark.parametrize("text", ["secret", "=secret"])
def test_a_variable_without_name_or_value_is_an_error_that_keeps_it_secret(
    text: str, capsys: Captured
) -> None:
    assert main(["verify", "c.json", "--env-var", text]) == 2
    said = capsys.readouterr().err
    assert said == "postkiln: error: --env-var: must be NAME=VALUE\n"


def test_verify_records_one_object_per_line(engine: Engine, tmp_path: Path) -> None:
    engine.records = ({"key": "a/é"}, {"key": "b"})
    assert main(["verify", "c.json", "--record", "r.jsonl"]) == 0
    lines = (tmp_path / "r.jsonl").read_bytes().split(b"\n")
    assert [json.loads(line) for line in lines[:2]] == list(engine.records)
    assert lines[2:] == [b""]


def test_a_record_that_cannot_be_written_is_an_error(
    tmp_path: Path, capsys: Captured
) -> None:
    assert main(["verify", "c.json", "--record", "no/r.jsonl"]) == 2
    assert "r.jsonl: No such file or directory" in capsys.readouterr().err

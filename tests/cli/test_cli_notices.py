"""Notices: explained by their codes, silenced in the configuration, errors by --strict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postkiln.cli import main
from postkiln.diagnostics.codes import Code

Captured = pytest.CaptureFixture[str]
SHOP = json.dumps(
    {
        "info": {"name": "Shop"},
        "item": [
            {"name": "Ping", "request": "https://shop.example/ping"},
            {
                "name": "Admin",
                "item": [{"name": "Feed", "request": "ws://shop.example"}],
            },
        ],
    },
    indent=1,
)
FEED = (
    "shop.json:13: Admin / Feed: ws:// is not HTTP: the request is left out "
    "[unsupported-scheme]"
)
NONE_SAVED = (
    "collection: requests without a saved 2xx answer: 1 of 1 ('Ping') [no-example]"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.json").write_text(SHOP)
    return tmp_path


def configure(here: Path, *ignored: str) -> None:
    text = (
        f'[[tool.postkiln.client]]\ncollection = "shop.json"\nignore = {list(ignored)}'
    )
    (here / "pyproject.toml").write_text(text)


def test_notices_say_their_line(capsys: Captured) -> None:
    assert main(["generate", "shop.json"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        f"notice: {FEED}",
        f"notice: {NONE_SAVED}",
    ]


def test_json_says_place_and_pointer(capsys: Captured) -> None:
    assert main(["check", "shop.json", "--json"]) == 1
    notices = json.loads(capsys.readouterr().out)["notices"]
    assert [(each["place"], each["pointer"]) for each in notices] == [
        ("shop.json:13", "$.item[1].item[0]"),
        (None, None),
    ]


def test_strict_makes_errors_of_them_and_writes_nothing(
    here: Path, capsys: Captured
) -> None:
    assert main(["generate", "shop.json", "--strict"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"postkiln: error: {FEED}",
        f"postkiln: error: {NONE_SAVED}",
    ]
    assert not (here / "shop").exists()


@pytest.mark.parametrize(
    ("ignored", "left"),
    [
        (["unsupported-scheme", "no-example"], []),
        (["no-example"], [FEED]),
        (["Admin: unsupported-scheme", "no-example"], []),
        (["Admin/Feed: unsupported-scheme"], [NONE_SAVED]),
        (["Stock/*: unsupported-scheme"], [FEED, NONE_SAVED]),
    ],
)
def test_the_configuration_silences_them_one_by_one(
    here: Path, capsys: Captured, ignored: list[str], left: list[str]
) -> None:
    configure(here, *ignored)
    assert main(["generate"]) == 0
    assert capsys.readouterr().err.splitlines() == [f"notice: {each}" for each in left]
    assert main(["check", "--strict"]) == (2 if left else 0)


def test_what_was_asked_for_is_no_error(capsys: Captured, here: Path) -> None:
    configure(here, "no-example")
    assert main(["generate", "--strict", "--exclude", "Admin"]) == 0
    assert "[excluded]" in capsys.readouterr().err


def test_a_code_that_is_none_is_an_error(here: Path, capsys: Captured) -> None:
    configure(here, "no-exmple")
    assert main(["generate"]) == 2
    assert "there is no notice 'no-exmple'. Did you mean 'no-example'?" in (
        capsys.readouterr().err
    )


def test_every_code_is_explained(capsys: Captured) -> None:
    assert main(["explain"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if not line.startswith(" ")] == list(Code)


def test_one_code_is_explained(capsys: Captured) -> None:
    assert main(["explain", "no-method"]) == 0
    assert capsys.readouterr().out == (
        "no-method\n    The request says no method. It is sent as GET, as Postman does. "
        "Choose a method in\n    Postman.\n"
    )
    assert main(["explain", "no-metod"]) == 2
    assert "Did you mean 'no-method'?" in capsys.readouterr().err

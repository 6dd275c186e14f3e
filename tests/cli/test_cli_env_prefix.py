"""What environment variables begin with: the flag, the configuration, and neither."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postkiln.cli import main

SHOP = json.dumps(
    {
        "info": {"name": "Shop"},
        "item": [
            {
                "name": "Ping",
                "request": {"method": "GET", "url": "https://shop.example/ping"},
            }
        ],
    }
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.json").write_text(SHOP)
    return tmp_path


def configure(here: Path, setting: str) -> None:
    (here / "pyproject.toml").write_text(
        f'[[tool.postkiln.client]]\ncollection = "shop.json"\n{setting}\n'
    )


@pytest.mark.parametrize(
    ("setting", "flags", "variable"),
    [
        ("", [], '"POSTKILN_SHOP__BASE_URL"'),
        ("", ["--env-prefix", "MY_SHOP"], '"MY_SHOP_BASE_URL"'),
        ('env_prefix = "OURS"', [], '"OURS_BASE_URL"'),
        ('env_prefix = "OURS"', ["--env-prefix", "MY"], '"MY_BASE_URL"'),
        ("env_prefix = false", ["--env-prefix", "MY"], '"MY_BASE_URL"'),
        ("env_prefix = false", [], None),
        ("", ["--env-prefix", "false"], None),
        ('env_prefix = "OURS"', ["--env-prefix", "false"], None),
        ("", ["--env-prefix", "FALSE"], '"FALSE_BASE_URL"'),
    ],
)
def test_a_flag_wins_over_the_configuration_and_this_over_the_package(
    here: Path, setting: str, flags: list[str], variable: str | None
) -> None:
    configure(here, setting)
    assert main(["generate", *flags]) == 0
    client = (here / "shop" / "client.py").read_text()
    assert '"base_url"' in client
    if variable is None:
        assert "BASE_URL" not in client
        assert "environment" not in client
    else:
        assert variable in client
    assert main(["check", *flags]) == 0


def test_a_package_of_the_users_own_is_in_the_variable(here: Path) -> None:
    assert main(["generate", "shop.json", "-p", "their_shop"]) == 0
    client = (here / "their_shop" / "client.py").read_text()
    assert '"POSTKILN_THEIR_SHOP__BASE_URL"' in client


def test_check_sees_another_prefix(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", "shop.json"]) == 0
    capsys.readouterr()
    assert main(["check", "shop.json", "--env-prefix", "MY"]) == 1
    assert "MY_BASE_URL" in capsys.readouterr().out


@pytest.mark.parametrize("prefix", ["", "my", "MY_", "False", "1", "A-B"])
def test_what_is_no_prefix_is_one_line_and_status_2(
    here: Path, prefix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", "shop.json", "--env-prefix", prefix]) == 2
    assert capsys.readouterr().err == (
        f"postkiln: error: --env-prefix: {prefix!r} is not a prefix for environment "
        "variables. Use A-Z, 0-9 and _, begin with a letter, and leave out a _ at the "
        "end: it is added. For no variables at all, use false\n"
    )
    assert not (here / "shop").exists()

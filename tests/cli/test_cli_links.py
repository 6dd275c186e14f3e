"""Hostile checkouts: whatever links they hold, the commands leave private files alone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.private_files import below, private, state
from support.web_server import Answer, Standin, standin

from postkiln.cli import main

Captured = pytest.CaptureFixture[str]
Links = dict[str, str]

SHOP = json.dumps(
    {
        "info": {"name": "Shop"},
        "item": [
            {
                "name": "Get me",
                "request": "https://shop.example/me",
                "response": [{"code": 200, "body": '{"id": 1}'}],
            }
        ],
    }
)
UID = "12345-aaaa-bbbb"
LEFT_OVER = "0123456789abcdef-801-2"

# Links of a checkout, and where they lead. {home} is the directory of private files.
HARMLESS: dict[str, Links] = {
    "stage of the lock": {".shop.lock.postkiln-new": "{home}/.bashrc"},
    "stage of the lock, new": {".shop.lock.postkiln-new": "{home}/.profile"},
    "backup": {".shop.postkiln-old": "{home}/.ssh"},
    "stage": {".shop.postkiln-new": "{home}/.ssh"},
    "backup of this kind": {f".shop.postkiln-old-{LEFT_OVER}": "{home}/.ssh"},
    "stage of this kind": {f".shop.postkiln-new-{LEFT_OVER}": "{home}"},
    "link of the user": {"shop/keys": "{home}/.ssh", "shop/rc": "{home}/.bashrc"},
    "cache": {"shop/__pycache__": "{home}/.ssh"},
}
REFUSED: dict[str, Links] = {
    "lock": {"shop.lock": "{home}/.bashrc"},
    "lock, new": {"shop.lock": "{home}/.profile"},
    "lock, relative": {"shop.lock": "../home/.profile"},
    "lock, detour": {"shop.lock": "names/.profile", "names": "{home}"},
    "mutex": {".shop.postkiln-lock": "{home}/.bashrc"},
    "mutex, new": {".shop.postkiln-lock": "{home}/.profile"},
    "package": {"shop": "{home}/.ssh"},
    "package, new": {"shop": "{home}/new"},
    "directory of the package": {"shop/models": "{home}/.ssh"},
    "file of the package": {"shop/client.py": "{home}/.bashrc"},
    "file of the package, new": {"shop/errors.py": "{home}/.profile"},
    "manifest": {"shop/.postkiln-manifest": "{home}/.bashrc"},
}
OF_PULL: dict[str, Links] = {
    "a file": {"shop.json": "{home}/.bashrc"},
    "a new file": {"shop.json": "{home}/.profile"},
    "a detour": {"shop.json": "names/.profile", "names": "{home}"},
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Private files beside the checkout, which the test must leave as they are."""
    made = private(tmp_path)
    before = state(made)
    yield made
    assert state(made) == before


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a collection, which is the current directory."""
    made = tmp_path / "checkout"
    made.mkdir()
    (made / "shop.json").write_text(SHOP)
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    monkeypatch.setenv("POSTMAN_API_KEY", "PMAK-0000-for-tests")
    with standin() as running:
        monkeypatch.setenv("POSTMAN_API_URL", running.url)
        running.answers[f"/collections/{UID}"] = Answer(SHOP.encode())
        yield running


def laid(links: Links, out: Path, home: Path) -> None:
    """Put the links below `out`; a file that is in their place goes."""
    for name, goal in links.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(goal.format(home=home))


def assert_named(links: Links, capsys: Captured) -> None:
    """That the one line of the error names the first of the links."""
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1
    assert f"{next(iter(links))}: " in errors[0]


@pytest.mark.parametrize("links", HARMLESS.values(), ids=HARMLESS)
@pytest.mark.parametrize("command", ["generate", "check"])
def test_links_that_are_in_no_way_are_left_alone(
    command: str, links: Links, checkout: Path, home: Path
) -> None:
    laid(links, checkout, home)
    assert main([command, "shop.json"]) == (0 if command == "generate" else 1)
    assert (checkout / "shop/client.py").exists() == (command == "generate")
    for name, goal in links.items():
        assert os.readlink(checkout / name) == goal.format(home=home)


@pytest.mark.parametrize("links", HARMLESS.values(), ids=HARMLESS)
def test_links_that_are_in_no_way_are_left_alone_when_a_package_changes(
    links: Links, checkout: Path, home: Path
) -> None:
    assert main(["generate", "shop.json", "-o", "."]) == 0
    laid(links, checkout, home)
    (checkout / "shop.json").write_text(SHOP.replace("/me", "/you"))
    for _ in range(2):
        assert main(["generate", "shop.json", "-o", "."]) == 0
    assert "`GET /you`" in (checkout / "shop/client.py").read_text()
    for name, goal in links.items():
        assert os.readlink(checkout / name) == goal.format(home=home)


@pytest.mark.parametrize("links", REFUSED.values(), ids=REFUSED)
def test_a_link_that_leads_out_is_refused_by_name(
    links: Links, checkout: Path, home: Path, capsys: Captured
) -> None:
    laid(links, checkout, home)
    before = below(checkout)
    assert main(["generate", "shop.json"]) == 2
    assert_named(links, capsys)
    assert below(checkout) == before


@pytest.mark.parametrize("links", REFUSED.values(), ids=REFUSED)
def test_a_link_that_leads_out_is_refused_where_a_package_changes(
    links: Links, checkout: Path, home: Path, capsys: Captured
) -> None:
    (checkout / "out").mkdir()
    assert main(["generate", "shop.json", "-o", "out"]) == 0
    capsys.readouterr()
    for name in ("shop", "shop/models"):
        if name in links:
            (checkout / "out" / name).rename(checkout / "aside")
    laid(links, checkout / "out", home)
    before = state(checkout / "out/shop")
    (checkout / "shop.json").write_text(SHOP.replace("/me", "/you"))
    assert main(["generate", "shop.json", "-o", "out"]) == 2
    assert_named(links, capsys)
    assert state(checkout / "out/shop") == before


def test_a_copied_left_over_is_refused_where_the_package_is_away(
    checkout: Path, capsys: Captured
) -> None:
    name = f".shop.postkiln-old-{LEFT_OVER}"
    (checkout / name).mkdir()
    (checkout / name / "mine.py").touch()
    assert main(["generate", "shop.json"]) == 2
    assert_named({name: ""}, capsys)
    assert sorted(os.listdir(checkout)) == [name, "shop.json"]


@pytest.mark.parametrize("links", OF_PULL.values(), ids=OF_PULL)
def test_pull_writes_no_file_behind_a_link_that_leads_out(
    links: Links, api: Standin, checkout: Path, home: Path, capsys: Captured
) -> None:
    laid(links, checkout / "api", home)
    before = state(checkout)
    assert main(["pull", f"postman:{UID}", "api/shop.json"]) == 2
    assert_named({os.path.join("api", "shop.json"): ""}, capsys)
    assert state(checkout) == before


@pytest.mark.parametrize("name", [".bashrc", ".profile"])
def test_pull_writes_its_stage_through_no_link(
    name: str, api: Standin, checkout: Path, home: Path
) -> None:
    laid({".shop.json.postkiln-new": f"{home}/{name}"}, checkout, home)
    (checkout / "shop.json").unlink()
    assert main(["pull", f"postman:{UID}", "shop.json"]) == 0
    assert json.loads((checkout / "shop.json").read_text()) == json.loads(SHOP)
    assert os.readlink(checkout / ".shop.json.postkiln-new") == f"{home}/{name}"
    assert sorted(os.listdir(checkout)) == [".shop.json.postkiln-new", "shop.json"]

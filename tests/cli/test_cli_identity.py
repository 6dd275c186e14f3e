"""What a package is called stays so, whatever becomes of the collection's title and place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import postkiln as package

GOLDEN = Path(__file__).parent.parent / "golden"
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def postkiln(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "postkiln", *arguments],
        env={**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=cwd,
    )


def collection(name: str, id_: str = "", *items: str) -> bytes:
    info: dict[str, Any] = {"name": name, "schema": SCHEMA}
    if id_:
        info["_postman_id"] = id_
    calls = items or ("Show", "List")
    requests = [
        {"name": each, "request": f"https://a.example/{each}"} for each in calls
    ]
    return json.dumps({"info": info, "item": requests}).encode()


def generated(cwd: Path, *arguments: str) -> str:
    """The names of the packages that are there then."""
    done = postkiln(cwd, "generate", *arguments)
    assert done.returncode == 0, done.stderr
    return " ".join(sorted(path.stem for path in cwd.glob("*.lock")))


def test_a_title_suggests_and_renaming_it_renames_nothing(tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    file.write_bytes(collection("Shop", "1"))
    assert generated(tmp_path, "c.json") == "shop"
    lock = (tmp_path / "shop.lock").read_text()
    file.write_bytes(collection("Copy of Shop", "2"))
    assert generated(tmp_path, "c.json") == "shop"
    client = (tmp_path / "shop/client.py").read_text()
    assert "class Shop(SyncClient):" in client
    assert '"POSTKILN_SHOP__BASE_URL"' in client
    assert (tmp_path / "shop.lock").read_text() == lock.replace('id = "1"', 'id = "2"')
    assert not (tmp_path / "copy_of_shop").exists()
    assert postkiln(tmp_path, "check", "c.json").returncode == 0


def test_a_collection_that_is_moved_is_known_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_bytes(collection("Shop", "1"))
    generated(tmp_path, "c.json")
    (tmp_path / "c.json").unlink()
    (tmp_path / "d.json").write_bytes(collection("Store", "1"))
    assert generated(tmp_path, "d.json") == "shop"


def test_a_copy_beside_the_collection_is_another(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_bytes(collection("Shop", "1"))
    (tmp_path / "d.json").write_bytes(collection("Store", "1"))
    generated(tmp_path, "c.json")
    assert generated(tmp_path, "d.json") == "shop store"


def test_another_collection_at_the_same_place_is_another(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_bytes(collection("Shop"))
    generated(tmp_path, "c.json")
    (tmp_path / "c.json").write_bytes(collection("Bank", "", "Pay", "Save"))
    assert generated(tmp_path, "c.json") == "bank shop"


def test_the_configuration_names_the_class(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_bytes(collection("Shop"))
    config = tmp_path / "postkiln.yaml"
    config.write_text("client: [{collection: c.json, class: Store}]")
    assert generated(tmp_path) == "shop"
    client = (tmp_path / "shop/client.py").read_text()
    assert "class AsyncStore(AsyncClient):" in client
    assert 'client = "Shop"' in (tmp_path / "shop.lock").read_text()


@pytest.mark.parametrize("name", ["SyncClient", "a b", "class", "_Shop"])
def test_a_class_that_cannot_be_is_an_error_with_its_place(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "c.json").write_bytes(collection("Shop"))
    config = tmp_path / "postkiln.yaml"
    config.write_text(f"client: [{{collection: c.json, class: {name}}}]")
    done = postkiln(tmp_path, "generate")
    assert done.returncode == 2
    assert "postkiln.yaml: client 1: class: " in done.stderr


def test_values_of_the_configuration_are_errors_with_their_place(
    tmp_path: Path,
) -> None:
    (tmp_path / "c.json").write_bytes(collection("Shop"))
    config = tmp_path / "postkiln.yaml"
    config.write_text(
        "client: [{collection: c.json, values: {Sho: {path Show: required}}}]"
    )
    done = postkiln(tmp_path, "check")
    assert done.returncode == 2
    told = "postkiln.yaml: client 1: values: no request is called 'Sho'. Did you mean"
    assert told in done.stderr


def test_options_may_be_required_and_why_says_so(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_bytes(collection("Shop"))
    config = tmp_path / "postkiln.yaml"
    config.write_text(
        "client: [{collection: c.json, values: {'*': {base_url: required}, Show: "
        "{path Show: required}}}]"
    )
    done = postkiln(tmp_path, "inspect", "--why")
    assert done.stdout.splitlines() == [
        "Shop",
        "    base_url  default  set in the configuration",
        "",
        "Show    show    GET /{Show}",
        "    path Show  required  set in the configuration",
        "",
        "List    list    GET /List",
        "    path List  constant  path: a word, or a number that is no id",
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            "{'*': {base_ur: required}}",
            "there is no 'base_ur'. Did you mean 'base_url'?",
        ),
        ("{'*': {base_url: optional}}", "no request can be made without an address"),
        ("{'*': {base_url: constant}}", "an option of the client is 'required' or"),
        ("{Show: {base_url: required}}", "Options of the client stand under '*'"),
    ],
)
def test_an_option_that_cannot_be_so_is_an_error(
    tmp_path: Path, values: str, told: str
) -> None:
    (tmp_path / "c.json").write_bytes(collection("Shop"))
    config = tmp_path / "postkiln.yaml"
    config.write_text(f"client: [{{collection: c.json, values: {values}}}]")
    assert told in postkiln(tmp_path, "generate").stderr


def earlier(directory: Path) -> None:
    """A collection whose package was made before locks kept what values are."""
    case = GOLDEN / "lock_earlier"
    (directory / "c.json").write_bytes((case / "collection.json").read_bytes())
    (directory / "bakery.lock").write_bytes((case / "before.lock").read_bytes())


def test_an_earlier_lock_keeps_its_names_and_what_moved_is_said_once(
    tmp_path: Path,
) -> None:
    earlier(tmp_path)
    shown = postkiln(tmp_path, "inspect", "c.json").stdout
    assert (
        "moved: bodies that are keyword arguments: breads.bake_a_bread(body)" in shown
    )
    first = postkiln(tmp_path, "generate", "c.json", "--strict")
    assert first.returncode == 0
    assert "[decided-anew]" in first.stderr
    assert "classes that are gone: 1 (BakeABreadInput)" in first.stderr
    assert "def get_bread(" in (tmp_path / "bakery/resources/breads.py").read_text()
    second = postkiln(tmp_path, "generate", "c.json")
    assert "unchanged" in second.stdout
    assert "decided-anew" not in second.stderr


def test_what_moved_is_in_the_answer_in_json(tmp_path: Path) -> None:
    earlier(tmp_path)
    done = json.loads(postkiln(tmp_path, "check", "c.json", "--json").stdout)
    assert done["moved"]["classes that are gone"] == ["BakeABreadInput"]


def test_renew_takes_new_names_and_keeps_the_package(tmp_path: Path) -> None:
    earlier(tmp_path)
    generated(tmp_path, "c.json")
    text = (tmp_path / "c.json").read_text().replace("Bakery", "Copy of Bakery")
    (tmp_path / "c.json").write_text(text)
    assert postkiln(tmp_path, "check", "c.json", "--renew").returncode == 1
    assert generated(tmp_path, "c.json", "--renew") == "bakery"
    assert "def show_a_bread(" in (tmp_path / "bakery/resources/breads.py").read_text()
    client = (tmp_path / "bakery/client.py").read_text()
    assert "class CopyOfBakery(" in client
    assert '"POSTKILN_BAKERY__BASE_URL"' in client

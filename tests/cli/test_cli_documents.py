"""What the command makes of dumps, lists, directories, zips and stdin."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from postkiln.cli import main

Captured = pytest.CaptureFixture[str]


def shop(name: str = "Shop", method: str = "Ping") -> dict[str, object]:
    request = {"method": "GET", "url": f"https://shop.example/{method.lower()}"}
    return {"info": {"name": name}, "item": [{"name": method, "request": request}]}


def dump(*collections: object) -> str:
    return json.dumps({"version": 1, "collections": collections, "environments": []})


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def packages(here: Path) -> list[str]:
    return sorted(path.parent.name for path in here.glob("*/client.py"))


def tree(directory: Path, name: str = "Shop") -> None:
    (directory / ".resources").mkdir(parents=True)
    (directory / ".resources" / "definition.yaml").write_text(
        f"$kind: collection\nname: {name}\n"
    )
    (directory / "Ping.request.yaml").write_text(
        "$kind: http-request\nmethod: GET\nurl: https://shop.example/ping\n"
    )


def test_each_collection_of_a_dump_is_a_client(here: Path) -> None:
    (here / "all.json").write_text(
        dump(shop("Shop"), shop("Stock"), shop("Shop", "Two"))
    )
    assert main(["generate", "all.json"]) == 0
    assert packages(here) == ["shop", "shop_2", "stock"]
    assert "def two(" in (here / "shop_2" / "client.py").read_text()
    assert main(["check", "all.json"]) == 0


def test_a_package_chooses_one_of_them(here: Path, capsys: Captured) -> None:
    (here / "all.json").write_text(json.dumps([shop("Shop"), shop("Stock")]))
    assert main(["generate", "all.json", "-p", "stock"]) == 0
    assert packages(here) == ["stock"]
    assert main(["generate", "all.json", "-p", "store"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "postkiln: error: all.json: holds 2 collections, and none is package 'store'; "
        "they are shop, stock"
    )


def test_nothing_is_written_when_one_of_them_is_broken(
    here: Path, capsys: Captured
) -> None:
    broken: dict[str, object] = {
        "info": {"name": "Stock"},
        "item": [{"name": "F", "item": {}}],
    }
    (here / "all.json").write_text(dump(shop(), broken))
    assert main(["generate", "all.json"]) == 2
    assert packages(here) == []
    assert 'F: $.item[0].item: "item" is an object' in capsys.readouterr().err


def test_what_is_wrong_with_all_clients_is_told_at_once(
    here: Path, capsys: Captured
) -> None:
    for name in ("a.json", "b.json"):
        (here / name).write_text("{,}")
    (here / "c.json").write_text(json.dumps(shop()))
    clients = "".join(f"  - collection: {name}.json\n" for name in "abc")
    (here / "postkiln.yaml").write_text(f"client:\n{clients}")
    assert main(["generate"]) == 2
    errors = [x for x in capsys.readouterr().err.splitlines() if "error:" in x]
    assert [x.split(":")[2].strip() for x in errors] == ["a.json", "b.json"]
    assert packages(here) == []


def test_environments_may_be_yaml(here: Path, capsys: Captured) -> None:
    request = {"method": "GET", "url": "{{base}}/ping"}
    (here / "shop.json").write_text(
        json.dumps(
            {"info": {"name": "Shop"}, "item": [{"name": "x", "request": request}]}
        )
    )
    (here / "s.environment.yaml").write_text(
        "name: Staging\nvalues:\n  - key: base\n    value: https://staging.example\n"
        "    enabled: true\n  - {key: base, value: no, enabled: false}\ncolour: red\n"
    )
    assert main(["generate", "shop.json", "-e", "s.environment.yaml"]) == 0
    assert '"Staging"' in (here / "shop" / "client.py").read_text()
    assert "https://staging.example" in (here / "shop" / "client.py").read_text()
    assert capsys.readouterr().err.splitlines()[0] == (
        "notice: s.environment.yaml:7: collection: Postman knows no key 'colour' here: it "
        "is left out [unknown-key]"
    )


def test_inspect_shows_each_of_them(here: Path, capsys: Captured) -> None:
    (here / "all.json").write_text(dump(shop("Shop"), shop("Stock")))
    assert main(["inspect", "all.json", "--json"]) == 0
    names = [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()]
    assert names == ["Shop", "Stock"]


def test_a_directory_is_a_collection_or_several(here: Path) -> None:
    tree(here / "api")
    tree(here / "all" / "collections" / "Stock", "Stock")
    tree(here / "all" / "collections" / "Store", "Store")
    assert main(["generate", "api"]) == 0
    assert main(["generate", "all"]) == 0
    assert packages(here) == ["shop", "stock", "store"]


def test_a_directory_of_exports_is_read_too(here: Path) -> None:
    (here / "exports").mkdir()
    (here / "exports" / "one.json").write_text(json.dumps(shop("Shop")))
    (here / "exports" / "other.json").write_text('{"compilerOptions": {}}')
    assert main(["generate", "exports"]) == 0
    assert packages(here) == ["shop"]


def test_a_directory_without_any_says_so(here: Path, capsys: Captured) -> None:
    (here / "empty").mkdir()
    assert main(["generate", "empty"]) == 2
    assert capsys.readouterr().err == (
        "postkiln: error: empty: there is no Postman collection in it. Give a collection "
        "file, or the directory of a v3 collection\n"
    )


def test_a_zip_is_its_directory(here: Path) -> None:
    tree(here / "api")
    with zipfile.ZipFile(here / "api.zip", "w") as file:
        for path in (here / "api").rglob("*.yaml"):
            file.write(path, path.relative_to(here))
    assert main(["generate", "api"]) == 0
    assert main(["check", "api.zip"]) == 0


def test_the_file_of_one_request_comes_with_its_examples(here: Path) -> None:
    tree(here / "api")
    examples = here / "api" / ".resources" / "Ping.resources" / "examples"
    examples.mkdir(parents=True)
    (examples / "OK.example.yaml").write_text(
        "$kind: http-example\nrequest:\n  method: GET\n  url: https://shop.example/ping\n"
        "response:\n  statusCode: 200\n  body:\n    type: json\n"
        "    content: '{\"up\": true}'\n"
    )
    assert main(["generate", "api/Ping.request.yaml"]) == 0
    assert "up: bool" in (here / "ping" / "models" / "root.py").read_text()


def test_stdin_is_a_place(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = io.BytesIO(json.dumps(shop()).encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=content))
    assert main(["generate", "-"]) == 0
    assert packages(here) == ["shop"]
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"a": 1,}')))
    assert main(["generate", "-"]) == 2
    assert capsys.readouterr().err.splitlines()[-3:] == [
        "postkiln: error: stdin:1:8: a comma stands before a closing bracket. Remove the "
        "comma",
        '  1 | {"a": 1,}',
        "    |        ^",
    ]


def test_a_secret_is_not_in_the_line_that_is_shown(
    here: Path, capsys: Captured
) -> None:
    text = '{"name": "Shop",\n "token": "s3cr3t-t0k3n",,\n "item": [}'
    (here / "shop.json").write_text(text)
    assert main(["generate", "shop.json"]) == 2
    said = capsys.readouterr().err
    assert "s3cr3t" not in said
    assert '  2 |  "token": "************",,' in said.splitlines()
    assert said.count("postkiln: error: ") == 2

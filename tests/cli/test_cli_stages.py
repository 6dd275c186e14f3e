"""`inspect --stage`, through the real command: what an item is on its way, without secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import postkiln as package
from postkiln import Stage

ROOT = Path(__file__).parents[2]
SHOP = ROOT / "collections" / "bookshop.postman_collection.json"
STAGES: tuple[Stage, ...] = ("collection", "model", "package")


def inspect(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "postkiln", "inspect", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _is_head(line: str) -> bool:
    return line != "" and not line.startswith(" ")


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("collection", ["        method: 'POST'", "            path: ('books')"]),
        ("model", ["    url: '{{base_url}}/books'", "        kind: json"]),
        (
            "package",
            ["    result: 'models.AddABook'", "    class AsyncBooksResource:"],
        ),
    ],
)
def test_an_item_is_shown_at_a_stage(stage: str, expected: list[str]) -> None:
    done = inspect(SHOP, "--stage", stage, "Catalogue/Books/Add a book")
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Catalogue/Books/Add a book: ")
    assert [line for line in lines if line in expected] == expected
    assert len([line for line in lines if _is_head(line)]) == 1


def test_a_pattern_chooses_folders_and_no_pattern_all() -> None:
    shown = inspect(SHOP, "--stage", "model", "Catalogue/Books").stdout.splitlines()
    heads = [line for line in shown if _is_head(line)]
    assert len(heads) > 3
    assert all(head.startswith("Catalogue/Books/") for head in heads)
    everything = inspect(SHOP, "--stage", "model").stdout.splitlines()
    assert len([line for line in everything if _is_head(line)]) > len(heads)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--stage", "model", "Nothing/*"), "no request matches 'Nothing/*'"),
        (("Catalogue/*",), "ITEM needs --stage"),
        (("--stage", "model", "--json"), "leave out --json"),
        (("--stage", "view"), "is not one of 'collection', 'model', 'package'"),
    ],
)
def test_what_cannot_be_shown_is_said(arguments: tuple[str, ...], message: str) -> None:
    done = inspect(SHOP, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


SECRET = "q7Zr2Wm9Lk4Xc8Vb1Nf6"


def _request(**more: object) -> dict[str, object]:
    url = {"host": ["h", "example"], "protocol": "https", "path": ["a"]}
    return {"method": "POST", "url": url, **more}


def _auth(kind: str, **parameters: str) -> dict[str, object]:
    listed = [{"key": key, "value": value} for key, value in parameters.items()]
    return {"auth": {"type": kind, kind: listed}}


def _entry(key: str) -> list[dict[str, str]]:
    return [{"key": key, "value": SECRET}]


def _body(mode: str, content: object) -> dict[str, object]:
    return {"body": {"mode": mode, mode: content}}


HOLDERS: dict[str, dict[str, object]] = {
    "bearer": _request(**_auth("bearer", token=SECRET)),
    "basic": _request(**_auth("basic", username="u", password=SECRET)),
    "api key": _request(**_auth("apikey", key="X-Api-Key", value=SECRET)),
    "header": _request(header=_entry("X-Api-Key")),
    "authorization": _request(
        header=[{"key": "Authorization", "value": f"k {SECRET}"}]
    ),
    "cookie": _request(header=[{"key": "Cookie", "value": f"sid={SECRET}"}]),
    "query": _request(
        url={"raw": f"https://h.example/a?api_key={SECRET}", "query": _entry("api_key")}
        | {"host": ["h", "example"], "protocol": "https"}
    ),
    "user info": _request(url=f"https://user:{SECRET}@h.example/a"),
    "form": _request(**_body("urlencoded", _entry("password"))),
    "multipart": _request(**_body("formdata", _entry("client_secret"))),
    "JSON": _request(**_body("raw", json.dumps({"password": SECRET}))),
    "GraphQL": _request(
        **_body("graphql", {"query": f'{{ login(password: "{SECRET}") {{ id }} }}'})
    ),
    "description": _request(description=f"Use api_key={SECRET} to try."),
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("request_", HOLDERS.values(), ids=HOLDERS)
def test_no_secret_is_shown(request_: dict[str, object], stage: Stage) -> None:
    script = {"listen": "test", "script": {"exec": [f"const key = '{SECRET}'"]}}
    saved = {"name": "s", "code": 200, "body": json.dumps({"token": SECRET})}
    item = {"name": "A", "request": request_, "event": [script], "response": [saved]}
    collection = {"info": {"name": "C"}, "item": [item]}
    lines = package.inspect_stage(
        json.dumps(collection).encode(),
        place="c.json",
        stage=stage,
    )
    assert lines[0].startswith("A: ")
    assert SECRET not in "\n".join(lines)


def test_a_variable_is_shown_where_a_secret_would_not_be() -> None:
    request = _request(**_auth("bearer", token="{{token}}"))
    item = {"name": "A", "request": request}
    document = json.dumps({"info": {"name": "C"}, "item": [item]}).encode()
    lines = package.inspect_stage(document, place="c.json", stage="collection")
    assert "            parameters: (('token', '{{token}}'))" in lines

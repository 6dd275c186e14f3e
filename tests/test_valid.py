"""Nothing that Python cannot read is written: faults that nobody knows of, put in by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import black
import pytest
from black.parsing import InvalidInput

import postkiln
from postkiln.cli import main
from postkiln.diagnostics.errors import RenderError
from postkiln.python.emit import methods, operations, resources
from postkiln.python.naming import options
from postkiln.python.naming.class_names import class_names
from postkiln.python.syntax.source import Source
from postkiln.python.types import classes
from postkiln.results import Result
from postkiln.verify import verify
from postkiln.verify.package import import_package

Patch = pytest.MonkeyPatch
Json = dict[str, Any]

LONG = {f"a rather long name of a parameter {number}": "x" for number in range(4)}


def item(name: str, query: dict[str, str] | None = None, **request: Any) -> Json:
    url: Json = {"host": ["h", "example"], "path": [name], "protocol": "https"}
    pairs = [{"key": key, "value": value} for key, value in (query or {}).items()]
    asked = {"method": "GET", "url": {**url, "query": pairs}, **request}
    body = json.dumps({"id": 1, f"of {name}": 2})
    answers = [{"name": "ok", "code": 200, "body": body}]
    return {"name": name, "request": asked, "response": answers}


def source(*items: Json) -> bytes:
    """Two folders and two requests outside, each with one that is called Broken."""
    shelf = {"name": "Shelf", "item": [item("Broken", {"q": "1"}), item("Count")]}
    alone = {"name": "Alone", "item": [item("Broken")]}
    document = {
        "info": {"name": "Shop"},
        "item": [item("Book"), item("Broken", LONG), shelf, alone, *items],
    }
    return json.dumps(document).encode()


SOURCE = source()
BROKEN = [("Broken",), ("Shelf", "Broken"), ("Alone", "Broken")]


def made(text: bytes = SOURCE, after: Result | None = None, **more: Any) -> Result:
    lock = None if after is None else ("shop.lock", after.lock.encode())
    return postkiln.generate(text, place="shop.json", lock=lambda _: lock, **more)


def spoil(patch: Patch, module: Any, name: str, spoiled: Callable[..., Any]) -> None:
    """Replace a function: `spoiled` is given it, and what it is called with."""
    true = getattr(module, name)

    def replaced(*given: Any, **named: Any) -> Any:
        return spoiled(true, *given, **named)

    patch.setattr(module, name, replaced)


def bad_name(true: Any, endpoint: Any) -> Any:
    is_broken = endpoint.name == "Broken"
    return (Source("2 broken"),) if is_broken else true(endpoint)


def bad_constant(true: Any, name: Source) -> Any:
    return Source("2_BROKEN") if name.startswith("broken") else true(name)


def bad_docstring(true: Any, endpoint: Any, *rest: Any) -> Any:
    return Source('"""') if endpoint.name == "Broken" else true(endpoint, *rest)


def bad_literal(spelled: str) -> Callable[..., Any]:
    def literal(true: Any, value: Any) -> Any:
        is_broken = isinstance(value, str) and value.endswith("Broken")
        return Source(spelled) if is_broken else true(value)

    return literal


FAULTS: Mapping[str, tuple[Any, str, Callable[..., Any]]] = {
    "the name of a method": (resources, "method_names", bad_name),
    "the name of a constant": (resources, "constant", bad_constant),
    "a docstring": (methods, "method_docstring", bad_docstring),
    "an open literal": (operations, "literal", bad_literal('"')),
    "NUL in a literal": (operations, "literal", bad_literal('"\0"')),
    "half a surrogate pair": (operations, "literal", bad_literal('"\ud800"')),
    "brackets": (operations, "literal", bad_literal("(" * 300 + ")" * 300)),
    "an argument twice": (
        operations,
        "literal",
        bad_literal("dict(a=1, a=1)"),
    ),
    "a deep sum": (operations, "literal", bad_literal("+".join(["1"] * 4_000))),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_request_that_gives_no_python_is_a_notice(
    monkeypatch: Patch, fault: str
) -> None:
    sound = made()
    spoil(monkeypatch, *FAULTS[fault])
    result = made()
    told = [each for each in result.notices if each.code.value == "not-python"]
    assert [each.path for each in told] == BROKEN
    assert result.endpoints == sound.endpoints - 3 == 2
    assert "Broken" not in result.files["client.py"]
    assert "def shelf(self)" in result.files["client.py"]
    with import_package(result.files) as package:
        assert callable(package.get("client", "Shop").book)
        assert callable(package.get("resources.shelf", "ShelfResource").count)
        assert package.get("resources.alone", "AloneResource")
        assert package.get("models", "Book")


def test_what_is_left_is_as_it_is_without_the_others(monkeypatch: Patch) -> None:
    spoil(monkeypatch, *FAULTS["the name of a method"])
    left = made().files
    monkeypatch.undo()
    without = made(exclude=["Broken", "Shelf/Broken", "Alone/Broken"]).files
    assert left["resources/shelf.py"] == without["resources/shelf.py"]
    assert "Literal" not in left["resources/alone.py"]
    assert "_runtime.operation" not in left["resources/alone.py"]


def test_the_lock_keeps_all_that_it_had(monkeypatch: Patch) -> None:
    sound = made()
    spoil(monkeypatch, *FAULTS["the name of a constant"])
    broken = made(after=sound)
    assert broken.endpoints == 2
    assert broken.lock == sound.lock
    monkeypatch.undo()
    assert made(after=broken) == sound


def test_the_lock_holds_no_name_that_is_none(monkeypatch: Patch) -> None:
    spoil(monkeypatch, *FAULTS["the name of a method"])
    first = made()
    assert "2 broken" not in first.lock
    assert made(after=first) == first
    monkeypatch.undo()
    later = made(after=first)
    assert later.endpoints == 5
    assert "def book(self)" in later.files["client.py"]


def test_an_override_of_what_is_left_out_is_no_error(monkeypatch: Patch) -> None:
    spoil(monkeypatch, *FAULTS["a docstring"])
    assert made(names={"broken": "mended"}).endpoints == 2


def test_inspect_says_what_is_left_out(monkeypatch: Patch) -> None:
    spoil(monkeypatch, *FAULTS["the name of a method"])
    seen = postkiln.inspect(SOURCE, place="shop.json")
    assert [each.path for each in seen.notices] == BROKEN
    assert not any("broken" in line for line in seen.lines)


def test_verify_reports_what_is_left_out(monkeypatch: Patch) -> None:
    spoil(monkeypatch, *FAULTS["the name of a method"])
    report = verify(SOURCE, place="shop.json")
    assert {each.path for each in report.problems} == set(BROKEN)
    assert {each.text for each in report.problems} == {
        "the client has no method for it: `postkiln inspect` says why"
    }


def test_strict_makes_an_error_of_it(
    monkeypatch: Patch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.json").write_bytes(SOURCE)
    spoil(monkeypatch, *FAULTS["the name of a method"])
    assert main(["generate", "shop.json", "--strict"]) == 2
    assert (
        "Shelf / Broken: the method made of it is no Python" in capsys.readouterr().err
    )
    assert [each.name for each in tmp_path.iterdir()] == ["shop.json"]


def spoiled_fields(true: Any, text: str, *, lead: str) -> Any:
    return Source("2 x") if text == "id" else true(text, lead=lead)


def spoiled_options(true: Any, text: str, *, lead: str) -> Any:
    return Source("2 x") if lead == "option" else true(text, lead=lead)


@pytest.mark.parametrize(
    ("module", "spoiled", "path"),
    [
        (classes, spoiled_fields, "models/"),
        (options, spoiled_options, "client.py"),
    ],
)
def test_a_fault_that_is_no_requests_writes_nothing(
    module: Any,
    spoiled: Any,
    path: str,
    monkeypatch: Patch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.json").write_bytes(SOURCE)
    spoil(monkeypatch, module, "snake", spoiled)
    with pytest.raises(RenderError):
        made()
    assert main(["generate", "shop.json"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(
        f"postkiln: error: shop.json: what was made of it is no Python ({path}"
    )
    assert said.count("\n") == 1
    assert [each.name for each in tmp_path.iterdir()] == ["shop.json"]


def test_a_class_of_several_requests_writes_nothing(monkeypatch: Patch) -> None:
    def spoiled(true: Any, *given: Any, **named: Any) -> Any:
        return (Source("2 x"),) if class_names(*given, **named) else ()

    spoil(monkeypatch, classes, "class_names", spoiled)
    with pytest.raises(RenderError, match="models/"):
        made()


@pytest.mark.parametrize(
    "error",
    [InvalidInput("Cannot parse: secret"), RecursionError(), AssertionError()],
)
def test_what_black_cannot_lay_out_stays_as_it_is(
    error: Exception, monkeypatch: Patch
) -> None:
    def fails(*given: Any, **named: Any) -> str:
        raise error

    wide = item("\u540d\u524d" * 40, {"q": "\u540d" * 90})
    laid = made(source(wide)).files
    monkeypatch.setattr(black, "format_str", fails)
    kept = made(source(wide))
    assert kept.endpoints == 6
    assert kept.files.keys() == laid.keys()
    with import_package(kept.files) as package:
        assert package.get("client", "Shop")

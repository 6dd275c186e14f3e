"""Nothing in a collection becomes code, a path elsewhere, or text that is acted on."""

from __future__ import annotations

import ast
import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import cycle
from pathlib import Path, PurePosixPath

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python.hostile import (
    CANARY,
    METHODS,
    NAMES,
    RUN,
    TEXTS,
    collection,
    cycled,
    methods,
)
from python.inspected import generated, strange

import postkiln

PACKAGE = "hostile_client"
RUNTIME = Path(postkiln.__file__).parent / "runtime"
TEXT = st.sampled_from(TEXTS) | st.text(
    st.characters(exclude_categories=()), max_size=12
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delenv(CANARY, raising=False)
    yield tmp_path
    _forget()


def _files(source: bytes) -> Mapping[str, str]:
    return postkiln.generate(source, place="hostile.json", package=PACKAGE).files


def _write(files: Mapping[str, str], folder: Path) -> None:
    """Write a package; its runtime is the one that every package has."""
    for path, text in generated(files).items():
        target = folder / PACKAGE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    (folder / PACKAGE / "_runtime").symlink_to(RUNTIME)


def _import(files: Mapping[str, str]) -> None:
    """Import every module, and touch every name that is offered."""
    importlib.invalidate_caches()
    for path in generated(files):
        parts = PurePosixPath(PACKAGE, path).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        for offered in getattr(module, "__all__", ()):
            assert getattr(module, offered) is not None


def _forget() -> None:
    for name in [n for n in sys.modules if n.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@cache
def _is_stable(text: str) -> bool:
    return black.format_str(text, mode=black.Mode()) == text


def _assert_tame(files: Mapping[str, str]) -> None:
    for path, text in generated(files).items():
        assert strange(text) == [], path
        assert _is_stable(text), path
        text.encode("utf-8")
        assert len(PurePosixPath(path).parts) <= 2
        assert path.isascii()
        assert all(part.replace("_", "a").isalnum() for part in path[:-3].split("/"))


@pytest.mark.slow
@pytest.mark.parametrize("step", [1, 5, 7, 11])
def test_hostile_texts_stay_texts(folder: Path, step: int) -> None:
    files = _files(collection(cycled(step, step), requests=12))
    _assert_tame(files)
    _write(files, folder)
    _import(files)
    assert CANARY not in os.environ


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_one_text_everywhere_stays_text(text: str) -> None:
    _assert_tame(_files(collection(cycle([text]), requests=0)))


@pytest.mark.parametrize(
    "text", ["", "class", "123", "Model", "self", "Any", "Foo"], ids=ascii
)
def test_a_package_of_one_name_imports(folder: Path, text: str) -> None:
    files = _files(collection(cycle([text]), requests=2))
    _write(files, folder)
    _import(files)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(len(NAMES)))
def test_a_request_of_any_method_is_one_method_or_a_notice(
    folder: Path, start: int
) -> None:
    names = cycle([*NAMES[start:], *NAMES[:start]])
    result = postkiln.generate(methods(names), place="hostile.json", package=PACKAGE)
    refused = [each for each in result.notices if each.code.value == "unusable-item"]
    assert result.endpoints + len(refused) == 2 * len(METHODS)
    _assert_tame(result.files)
    _write(result.files, folder)
    _import(result.files)
    assert CANARY not in os.environ


@pytest.mark.slow
@settings(max_examples=15)
@given(st.lists(TEXT, min_size=40, max_size=40))
def test_any_texts_stay_texts(texts: list[str]) -> None:
    _assert_tame(_files(collection(cycle(texts), requests=1)))


@pytest.mark.parametrize("name", ["", "class", "123", "Model", "../..", "\u540d\u524d"])
def test_a_collection_of_any_name_makes_a_package(name: str) -> None:
    texts = cycle([name])
    result = postkiln.generate(collection(texts, 1), place="hostile.json")
    assert result.package.isidentifier()
    assert result.client.isidentifier()
    assert result.package.isascii()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (RUN, "call __import__"),
        ("import os", "import os"),
        ("from os import path", "from os"),
        ("x = f'{y}'", "JoinedStr"),
        ("x = [y for y in z]", "ListComp"),
        ("x = y.z", "attribute y.z"),
        ("x = 1 + 2", "operator"),
        ("x = 1  # hello", "comment # hello"),
        ("x = 1\n'text'", "statement 'text'"),
        ("x = '\u202e'", "character '\\u202e'"),
        ("\u540d = 1", "name '\\u540d'"),
    ],
)
def test_code_beyond_ours_is_seen(text: str, found: str) -> None:
    assert found in strange(text)


def test_strings_hold_the_outside_text() -> None:
    files = _files(collection(cycle([RUN]), requests=1))
    strings = {
        node.value
        for text in files.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert any(RUN in string for string in strings)

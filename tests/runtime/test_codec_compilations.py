"""A model is compiled once, whatever objects lack and however often they are decoded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, make_dataclass
from typing import Any

import pytest

from postkiln.runtime.codec import model_codec, type_hints
from postkiln.runtime.codec.convert import decode
from postkiln.runtime.codec.model import Model
from postkiln.runtime.errors import DecodeError

Compiled = Counter[tuple[str, bool]]
"""How often each model was compiled, for each mode: whether it is the checked one."""


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Compiled:
    counts: Compiled = Counter()
    compile_model: Any = vars(model_codec)["compile_model"]

    def count(model: type, fields: Any, *, checked: bool) -> Any:
        counts[model.__name__, checked] += 1
        return compile_model(model, fields, checked=checked)

    monkeypatch.setattr(model_codec, "compile_model", count)
    return counts


def author() -> Any:
    """A new class, which nothing has compiled."""
    fields = [("name", str), ("born", str)]
    return make_dataclass("Author", fields, bases=(Model,), slots=True, kw_only=True)


def book(writer: Any) -> Any:
    listed: Any = list
    mapped: Any = dict
    fields = [
        ("title", str),
        ("author", writer),
        ("others", listed[writer]),
        ("by_role", mapped[str, writer]),
        ("either", writer | int),
    ]
    return make_dataclass("Book", fields, bases=(Model,), slots=True, kw_only=True)


def lacking(number: int) -> dict[str, Any]:
    """A book that lacks its title in three of four, as its authors lack their births."""
    one = {"name": "Ada"}
    whole = {"author": one, "others": [one] * 3, "by_role": {"a": one}, "either": one}
    return whole if number % 4 else {"title": "a", **whole}


def fast(annotation: Any, data: Any) -> None:
    decode(annotation, data)


def checked(annotation: Any, data: Any) -> None:
    decode(annotation, data, on_difference=lambda _: None)


def strict(annotation: Any, data: Any) -> None:
    with pytest.raises(DecodeError):
        decode(annotation, data, strict=True)


@pytest.mark.parametrize("read", [fast, checked, strict])
def test_each_class_is_compiled_once(
    compiled: Compiled, read: Callable[[Any, Any], None]
) -> None:
    model: Any = book(author())
    books = [lacking(number) for number in range(20)]
    for _ in range(3):
        read(model, books[1])
        read(list[model], books)
        read(dict[str, model], dict(enumerate(books)))
    assert {model for model, _ in compiled} == {"Book", "Author"}
    assert set(compiled.values()) == {1}


@dataclass(slots=True, kw_only=True)
class Tree(Model):
    """A model of its own kind."""

    planted: dt.date
    left: Tree | None
    right: Tree | None
    label: str


def tree(depth: int) -> dict[str, Any]:
    """A tree of 2 * depth + 1 objects without labels."""
    data: dict[str, Any] = {"planted": "2020-01-01", "left": None, "right": None}
    for _ in range(depth):
        leaf = {"planted": "2020-01-01", "left": None, "right": None}
        data = {"planted": "2020-01-01", "left": leaf, "right": data}
    return data


@pytest.mark.parametrize("read", [fast, checked, strict])
def test_a_model_of_its_own_kind_is_compiled_once(
    compiled: Compiled,
    read: Callable[[Any, Any], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Tree, "__plan__", None, raising=False)
    vars(model_codec)["_decoder_without_union"].cache_clear()
    read(Tree, tree(50))
    assert set(compiled.values()) == {1}


def test_a_value_in_objects_that_lack_keys_is_converted_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[str] = []

    def parse(text: str) -> dt.date:
        parsed.append(text)
        return dt.date.fromisoformat(text)

    monkeypatch.setattr(Tree, "__plan__", None, raising=False)
    monkeypatch.setitem(vars(type_hints)["_PARSERS"], dt.date, parse)
    vars(model_codec)["_decoder_without_union"].cache_clear()
    decode(Tree, tree(50))
    assert len(parsed) == 101

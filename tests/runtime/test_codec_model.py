"""A model is an ordinary dataclass that remembers its source and keeps it to itself."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from postkiln.runtime.codec.model import Model
from postkiln.runtime.errors import DecodeError


@dataclass(slots=True, kw_only=True)
class Leaf(Model):
    name: str
    size: int | None = None


@dataclass(slots=True, kw_only=True)
class Tree(Model):
    leaves: list[Leaf]
    first: Leaf | None = None


DATA: dict[str, Any] = {
    "x": 1,
    "leaves": [{"size": None, "name": "a", "y": [2]}, {"name": "b"}],
}


def test_the_source_is_neither_in_repr_nor_in_equality() -> None:
    decoded = Leaf.from_json({"name": "a", "unknown": 1})
    assert decoded == Leaf(name="a")
    assert repr(decoded) == "Leaf(name='a', size=None)"
    assert [each.name for each in dataclasses.fields(decoded)] == ["name", "size"]


def test_models_hold_their_fields_and_nothing_else() -> None:
    with pytest.raises(AttributeError):
        Leaf(name="a").colour = "red"  # type: ignore[attr-defined]  # pyright: ignore


def through_pickle(tree: Tree) -> Tree:
    restored: Tree = pickle.loads(pickle.dumps(tree))
    return restored


@pytest.mark.parametrize("duplicate", [through_pickle, copy.deepcopy, copy.copy])
def test_copies_are_equal_and_encode_to_the_same(
    duplicate: Callable[[Tree], Tree],
) -> None:
    tree = Tree.from_json(DATA)
    assert duplicate(tree) == tree
    assert duplicate(tree).to_json() == DATA
    made = Tree(leaves=[Leaf(name="a")])
    assert duplicate(made) == made


def test_a_deep_copy_changes_alone() -> None:
    tree = Tree.from_json(DATA)
    other = copy.deepcopy(tree)
    other.leaves[0].name = "changed"
    assert tree.to_json() == DATA
    assert other != tree


def test_replace_makes_a_new_model_whose_parts_keep_their_sources() -> None:
    tree = Tree.from_json(DATA)
    other = dataclasses.replace(tree, first=Leaf(name="c"))
    assert other == Tree(leaves=tree.leaves, first=Leaf(name="c"))
    assert other.to_json() == {"leaves": DATA["leaves"], "first": {"name": "c"}}


@pytest.mark.parametrize(("data", "found"), [([], "list"), (None, "None")])
@pytest.mark.parametrize("strict", [True, False])
def test_from_json_never_returns_anything_else(
    data: Any, found: str, strict: bool
) -> None:
    with pytest.raises(DecodeError) as caught:
        Tree.from_json(data, strict=strict)
    error = caught.value
    assert (error.path, error.expected, error.found) == ("$", "Tree", found)


def test_from_json_is_strict_on_demand() -> None:
    data = {"leaves": [{"name": "a"}, {"name": 5}]}
    assert Tree.from_json(data).to_json() == data
    with pytest.raises(DecodeError) as caught:
        Tree.from_json(data, strict=True)
    assert caught.value.path == "$.leaves[1].name"


def test_from_json_takes_dicts_of_any_kind() -> None:
    leaf = OrderedDict[str, Any](name="a")
    data = OrderedDict[str, Any](leaves=[leaf])
    assert Tree.from_json(data, strict=True) == Tree(leaves=[Leaf(name="a")])


def test_each_class_has_a_plan_of_its_own() -> None:
    @dataclass(slots=True, kw_only=True)
    class Needle(Leaf):
        sharp: bool = False

    Leaf.from_json({"name": "a"})
    data = {"name": "a", "sharp": True}
    assert Needle.from_json(data, strict=True) == Needle(name="a", sharp=True)

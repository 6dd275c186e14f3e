"""Shapes become annotations and classes: shared when equal, named by where they are."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import examples

import postkiln
from postkiln.python.syntax.source import Import, Source
from postkiln.python.types.annotations import ANY, NONE, Annotations, union
from postkiln.python.types.classes import Classes, plan_classes
from postkiln.python.types.groups import Occurrence, ShapeSlot
from postkiln.shapes.lattice import NOTHING, join_all, of
from postkiln.verify.package import import_package

KEYS = st.sampled_from(
    ["id", "name", "Name", "item", "items", "class", "", "from_json"]
)
SCALARS = st.sampled_from([None, True, 1, 0.5, "text", "2024-05-01"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=3)
MODULES = ("books", "orders")
SLOT = ShapeSlot(0, "200")


def _occurrence(number: int, value: Any, is_input: bool = False) -> Occurrence:
    """A place of its own for a value."""
    folder = MODULES[number % 2]
    label = ("get book", "list orders", "add", "class")[number % 4]
    labels = (label, f"{label} {number}", folder)
    where = f"{folder} / {label} {number}"
    slot = ShapeSlot(number, "200")
    return Occurrence(slot, of(value), labels, Source(folder), where, is_input)


OCCURRENCES = st.lists(st.tuples(OBJECTS, st.booleans()), max_size=6).map(
    lambda pairs: [_occurrence(number, *pair) for number, pair in enumerate(pairs)]
)


def _planned(occurrences: Sequence[Occurrence]) -> Classes:
    return plan_classes(
        occurrences, Source("shared"), ("Any", "Model", "Omit", "FileInput")
    )


@given(VALUES)
def test_an_annotation_is_an_expression(value: Any) -> None:
    occurrence = _occurrence(0, value)
    classes = _planned([occurrence])
    annotation = Annotations(classes, Source("models.")).of(classes.shapes[SLOT])
    names = {
        node.id
        for node in ast.walk(ast.parse(annotation, mode="eval"))
        if isinstance(node, ast.Name)
    }
    assert names <= {
        *("Any", "bool", "dict", "dt", "float", "int", "list", "models", "str"),
    }


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("[1]", "int"),
        ("[1, 0.5]", "float"),
        ('[1, "a"]', "int | str"),
        ("[null]", "Any | None"),
        ("[null, 1]", "int | None"),
        ("[[]]", "list[Any]"),
        ("[[], [1]]", "list[int]"),
        ("[[null, 1]]", "list[int | None]"),
        ("[{}]", "dict[str, Any]"),
        ('["2024-05-01"]', "dt.date"),
        ('["2024-05-01", "soon"]', "str"),
        ('[{"id": 1}, [1]]', "list[int] | GetBook"),
        ('[true, 0.5, "a"]', "bool | float | str"),
    ],
)
def test_what_was_seen_is_what_is_written(values: str, expected: str) -> None:
    shape = join_all(map(of, json.loads(values)))
    occurrence = Occurrence(SLOT, shape, ("get book",), Source("books"), "Get book")
    classes = _planned([occurrence])
    assert Annotations(classes).of(classes.shapes[SLOT]) == expected


def test_nothing_seen_is_any() -> None:
    assert Annotations(_planned([])).of(NOTHING) == ANY


def test_lists_too_deep_to_read_are_any_inside() -> None:
    value: Any = 1
    for _ in range(40):
        value = [value]
    annotation = Annotations(_planned([])).of(of(value))
    assert annotation.count("list[") < 20
    assert "Any" in annotation


@given(OCCURRENCES)
def test_no_two_classes_have_one_name(occurrences: list[Occurrence]) -> None:
    names = [plan.name.casefold() for plan in _planned(occurrences).plans]
    assert len(set(names)) == len(names)
    assert {"any", "model", "omit", "fileinput"}.isdisjoint(names)


@given(OCCURRENCES)
def test_equal_shapes_share_a_class(occurrences: list[Occurrence]) -> None:
    again = [
        replace(each, slot=ShapeSlot(each.slot.endpoint, "201")) for each in occurrences
    ]
    twice = [*occurrences, *again]
    classes = _planned(twice)
    assert [p.name for p in classes.plans] == [
        p.name for p in _planned(occurrences).plans
    ]
    for each in twice:
        plan = classes.plan(classes.shapes[each.slot])
        assert plan is not None
        assert plan.is_input == each.is_input


@given(OCCURRENCES)
def test_inputs_and_answers_share_no_class(occurrences: list[Occurrence]) -> None:
    for plan in _planned(occurrences).plans:
        assert plan.name.rstrip("0123456789").endswith("Input") or not plan.is_input


@given(OCCURRENCES)
def test_a_class_of_several_modules_is_shared(occurrences: list[Occurrence]) -> None:
    classes = _planned(occurrences)
    for each in occurrences:
        plan = classes.plan(classes.shapes[each.slot])
        assert plan is not None
        assert plan.module in (each.module, "shared")


@given(OCCURRENCES, st.randoms(use_true_random=False))
def test_the_order_of_places_names_no_class(
    occurrences: list[Occurrence], random: Any
) -> None:
    shuffled = random.sample(occurrences, len(occurrences))
    one, other = _planned(occurrences), _planned(shuffled)
    # Numbers are the last resort, and follow the digests.
    assert _names(one, occurrences) == _names(other, shuffled)


def _names(
    classes: Classes, occurrences: Sequence[Occurrence]
) -> list[tuple[str, str]]:
    """The classes by the places they were found at, each of which is another."""
    plans = ((each, classes.plan(classes.shapes[each.slot])) for each in occurrences)
    return sorted((each.where, plan.name) for each, plan in plans if plan is not None)


def test_an_error_of_very_many_kinds_has_any_body() -> None:
    """Python compiles no expression of thousands of operands."""

    def item(number: int) -> dict[str, Any]:
        body = json.dumps({f"key {number}": {"a": number}})
        return {
            "name": f"call {number}",
            "request": f"https://h.example/{number}",
            "response": [{"code": 404, "name": "gone", "body": body}],
        }

    items = [item(number) for number in range(200)]
    document = json.dumps({"info": {"name": "Wide"}, "item": items}).encode()
    files = postkiln.generate(document, place="wide.json").files
    assert "    body: Any | None\n" in files["errors.py"]
    with import_package(files) as package:
        assert package.get("client", "_SPEC").errors() == {404: Any}


MEMBERS = st.lists(
    st.sampled_from([*map(Source, ("int", "str", "list[int | None]", "a.B"))])
    | st.just(NONE)
)


@given(MEMBERS)
def test_a_union_has_each_member_once_and_none_last(members: list[Source]) -> None:
    expected = list(dict.fromkeys(each for each in members if each != NONE))
    last = [NONE] if NONE in members else []
    assert union([*members, *members]) == " | ".join([*expected, *last])


@given(MEMBERS)
def test_any_swallows_all_but_none(members: list[Source]) -> None:
    expected = "Any | None" if NONE in members else "Any"
    assert union([*members, ANY]) == expected


@pytest.mark.parametrize(
    ("value", "members", "expected"),
    [
        (["a"], ["list"], "builtins.list[str]"),
        (["a", None], ["str", "list"], "builtins.list[builtins.str | None]"),
        ([True, 1, 0.5], ["bool"], "list[builtins.bool | float]"),
        ({}, ["dict"], "builtins.dict[str, Any]"),
        ({"a": 1}, ["get_book", "str"], "models.GetBook"),
    ],
)
def test_builtins_are_spelled_out_where_a_method_hides_them(
    value: Any, members: list[str], expected: str
) -> None:
    classes = _planned([_occurrence(0, value)])
    annotations = Annotations(classes, Source("models.")).inside(members)
    annotation = annotations.of(classes.shapes[SLOT])
    assert annotation == expected
    assert (Import("builtins") in annotation.imports) == ("builtins." in expected)


def _item(name: str, answer: object) -> dict[str, Any]:
    example = {"name": "ok", "code": 200, "body": json.dumps(answer)}
    return {"name": name, "request": "https://a.example/x", "response": [example]}


ITEMS = (
    _item("Get book", {"author": {"id": 1}, "title": "a"}),
    _item("Get order", {"lines": [{"book": 1}], "author": {"id": 1}}),
    _item("List orders", [{"lines": [{"count": 1}]}]),
    _item("Get author", {"id": 1}),
)


@settings(max_examples=examples(24))
@given(st.permutations(ITEMS))
def test_the_order_of_requests_names_no_model(items: list[dict[str, Any]]) -> None:
    document = {"info": {"name": "Shop"}, "item": items}
    files = postkiln.generate(json.dumps(document).encode(), place="x.json").files
    module = ast.parse(files["models/__init__.py"])
    (names,) = [n.value for n in module.body if isinstance(n, ast.Assign)]
    assert ast.literal_eval(names) == [
        *("Author", "Book", "GetOrder", "GetOrderLine"),
        *("ListOrdersOrder", "ListOrdersOrderLine"),
    ]

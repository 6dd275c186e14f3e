"""JSON Schemas and the literals they stand in: what they say, and what they do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from postkiln.shapes import object_literals
from postkiln.shapes.json_schema import schemas_in, shape_of_schema
from postkiln.shapes.lattice import NOTHING, PLAIN, Field, Number, Shape, admits
from postkiln.shapes.object_literals import read_literal

Schema = dict[str, Any]


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(properties: dict[str, Schema], required: frozenset[str]) -> Schema:
    names = sorted(required & properties.keys())
    return {"type": "object", "properties": properties, "required": names}


def _any(schemas: list[Schema]) -> Schema:
    return {"anyOf": schemas}


def _deeper(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    keys = st.sampled_from("abc")
    properties = st.dictionaries(keys, inner, min_size=1, max_size=3)
    return (
        inner.map(_list)
        | st.builds(_object, properties, st.frozensets(keys))
        | st.lists(inner, min_size=1, max_size=3).map(_any)
    )


def _plain(kind: str) -> Schema:
    return {"type": kind}


KINDS = st.sampled_from(["null", "boolean", "integer", "number", "string"])
SCHEMAS = st.recursive(KINDS.map(_plain), _deeper, max_leaves=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@given(SCHEMAS, VALUES)
def test_what_a_schema_admits_its_shape_admits(schema: Schema, value: Any) -> None:
    validator: Any = Draft202012Validator(_closed(schema))
    if validator.is_valid(value) and not _is_whole(value):
        assert admits(shape_of_schema(schema), value)


def _closed(schema: Any) -> Any:
    """The schema without keys that it does not name: a shape knows only what it saw."""
    if isinstance(schema, dict):
        table = cast("dict[str, Any]", schema)
        closed = {key: _closed(each) for key, each in table.items()}
        is_object = closed.get("type") == "object"
        return {**closed, "additionalProperties": False} if is_object else closed
    if isinstance(schema, list):
        return [_closed(each) for each in cast("Sequence[Any]", schema)]
    return schema


def _is_whole(value: Any) -> bool:
    """Whether a float in it is an integer to JSON Schema, and none to Python."""
    if isinstance(value, dict):
        value = list(cast("dict[str, Any]", value).values())
    if isinstance(value, list):
        return any(map(_is_whole, cast("Sequence[Any]", value)))
    return isinstance(value, float) and value.is_integer()


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        (True, NOTHING),
        ({"type": "strange"}, NOTHING),
        ({"$ref": "#/definitions/none"}, NOTHING),
        ({"$ref": "https://elsewhere.example/schema"}, NOTHING),
        (
            {"type": "integer", "nullable": True},
            Shape(null=True, number=Number.INTEGER),
        ),
        ({"enum": ["a", 1]}, Shape(text=PLAIN.text, number=Number.INTEGER)),
        ({"items": {"type": "string"}}, Shape(items=PLAIN)),
        ({"type": "object"}, Shape(fields=())),
    ],
)
def test_what_a_schema_says(schema: Any, shape: Shape) -> None:
    assert shape_of_schema(schema) == shape


def test_a_schema_that_holds_itself_ends() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#"}}}
    assert shape_of_schema(node) == shape_of_schema(dict(node))
    loop = {"$ref": "#/a", "a": {"$ref": "#/a"}}
    assert shape_of_schema(loop) == NOTHING


def test_a_tree_is_read_two_levels_deep() -> None:
    node = {"$ref": "#/definitions/Node"}
    tree = _object({"name": _plain("string"), "left": node, "right": node}, frozenset())
    leaf = _node(NOTHING)
    shape = shape_of_schema({**node, "definitions": {"Node": tree}})
    assert shape == _node(leaf)


def _node(below: Shape) -> Shape:
    left = Field("left", below, optional=True, rank=1)
    right = Field("right", below, optional=True, rank=2)
    return Shape(fields=(Field("name", PLAIN, optional=True), left, right))


def test_a_schema_may_be_referred_to_several_times() -> None:
    name = {"$ref": "#/definitions/Name"}
    pair = _object({"first": name, "last": name}, frozenset())
    shape = shape_of_schema({**pair, "definitions": {"Name": _plain("string")}})
    assert [each.shape for each in shape.fields or ()] == [PLAIN, PLAIN]


def test_references_that_multiply_are_not_followed_for_ever() -> None:
    definitions: dict[str, Schema] = {"49": _plain("string")}
    for level in range(49):
        below = {"$ref": f"#/definitions/{level + 1}"}
        definitions[str(level)] = _object({"a": below, "b": below}, frozenset())
    schema = {"$ref": "#/definitions/0", "definitions": definitions}
    assert shape_of_schema(schema) == NOTHING


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (
            "{a: 1, 'b': \"c\", d: [true, null,],}",
            {"a": 1, "b": "c", "d": [True, None]},
        ),
        ("{'it\\'s': '\"', /* no */ a: -1.5e3 // no\n}", {"it's": '"', "a": -1500.0}),
        ("{a: f()}", None),
        ("{a: `x`}", None),
        ("{a: 1", None),
        ("{" * 5000, None),
    ],
)
def test_a_literal_of_javascript(literal: str, value: Any) -> None:
    assert read_literal(literal, 0).value == value


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("pm.response.to.have.jsonSchema({type: 'null'})", [{"type": "null"}]),
        ("var s = {a: 1}; tv4.validate(JSON.parse(responseBody), s)", [{"a": 1}]),
        ("tv4.validateResult(data, s); let s = {a: 2};", [{"a": 2}]),
        ("jsonSchema(other)", []),
        ("x.s = {a: 1}; jsonSchema(s)", []),
        ("// nothing", []),
        ("tv4.validate(text(body), {a: 1}, true)", [{"a": 1}]),
        ("jsonSchema(s); jsonSchema(s); s = {a: 1}; s = {b: 1}", [{"a": 1}]),
        ("jsonSchema({a: 1, // jsonSchema({b: 1})\n c: 1})", [{"a": 1, "c": 1}]),
        ("jsonSchema({a: f(jsonSchema({b: 1}))})", [{"b": 1}]),
    ],
)
def test_the_schemas_of_a_script(script: str, found: list[Any]) -> None:
    assert list(schemas_in(script)) == found


@pytest.mark.parametrize(
    "script",
    [
        "s = {" + "a: 1, " * 100 + "}; " + "jsonSchema(s); " * 100,
        "jsonSchema({// " * 100,
        "jsonSchema({/* " * 100,
    ],
    ids=["one variable", "in a comment", "in a comment that is not closed"],
)
def test_no_part_of_a_script_is_read_twice(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = _Counting(object_literals.TOKEN)
    monkeypatch.setattr(object_literals, "TOKEN", pattern)
    list(schemas_in(script))
    assert 0 < pattern.read <= len(script)


class _Counting:
    """A pattern that counts the characters it was matched with."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self.read = 0

    def match(self, text: str, start: int) -> re.Match[str] | None:
        found = self._pattern.match(text, start)
        if found is not None:
            self.read += len(found[0])
        elif text.startswith("/*", start):
            self.read += len(text) - start  # it looked for the end of the comment
        return found

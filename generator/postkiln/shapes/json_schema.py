"""JSON Schemas as evidence: what a collection says of a shape where no example shows it.

They stand in test scripts (`pm.response.to.have.jsonSchema(schema)`, `tv4.validate(body,
schema)`), written out as literals, and in Postman's `$type` hints (postman-format 1.5, 7).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from postkiln.shapes.json_shape import NOTHING, PLAIN, Field, Number, Shape
from postkiln.shapes.lattice import DEEPEST, join_all, of
from postkiln.shapes.object_literals import read_literal
from postkiln.shapes.text import Text

_TYPES = {
    "null": Shape(null=True),
    "boolean": Shape(boolean=True),
    "integer": Shape(number=Number.INTEGER),
    "number": Shape(number=Number.FLOAT),
    "string": PLAIN,
}
_FORMATS = {
    "date": Shape(text=Text.DATE),
    "date-time": Shape(text=Text.DATETIME),
}
# How many schemas are read in one, counted each time that a reference leads to them:
# thirty definitions that each use the next one twice would be a billion.
_MOST_SCHEMAS = 20_000
# How often a schema is read within itself: it has to be seen there to become a class that
# holds its own kind, and a tree doubles with each further time.
_MOST_REPEATS = 2
_Object = Mapping[str, Any]


def shape_of_schema(schema: Any) -> Shape:
    """The shape of the values that a JSON Schema admits; `NOTHING` where it says nothing.

    A schema that contains itself is followed two levels deep. One that becomes more than
    20,000 schemas when its references are followed says nothing.
    """
    try:
        return _Reader(schema).shape(schema, 0)
    except _TooLargeError:
        return NOTHING


class _TooLargeError(Exception):
    """A schema has more than `_MOST_SCHEMAS` schemas in it."""


@dataclass(slots=True)
class _Reader:
    """Reads one schema. `followed` are the references that lead to what is being read."""

    root: Any
    followed: list[str] = field(default_factory=list[str])
    schemas_read: int = 0

    def shape(self, schema: Any, depth: int) -> Shape:
        if not isinstance(schema, dict) or depth == DEEPEST:
            return NOTHING
        self.schemas_read += 1
        if self.schemas_read > _MOST_SCHEMAS:
            raise _TooLargeError
        node = cast("_Object", schema)
        reference = node.get("$ref", "")
        target = _target(reference, self.root)
        if target is None:
            return self._own_shape(node, depth)
        if self.followed.count(reference) == _MOST_REPEATS:
            return NOTHING
        self.followed.append(reference)
        shape = self.shape(target, depth + 1)
        self.followed.pop()
        return shape

    def _own_shape(self, node: _Object, depth: int) -> Shape:
        """What the keywords of a schema say, one beside the other."""
        parts = [self._typed(kind, node, depth) for kind in _kinds(node)]
        for key in ("anyOf", "oneOf", "allOf"):
            parts += [self.shape(each, depth + 1) for each in _list(node.get(key))]
        parts += map(_constant, _list(node.get("enum")))
        if "const" in node:
            parts.append(_constant(node["const"]))
        shape = join_all(parts)
        if node.get("nullable") is True:  # OpenAPI's keyword
            return replace(shape, null=True)
        return shape

    def _typed(self, kind: str, node: _Object, depth: int) -> Shape:
        match kind:
            case "object":
                return self._object(node, depth)
            case "array":
                return Shape(items=self.shape(node.get("items"), depth + 1))
            case "string":
                return _FORMATS.get(str(node.get("format")), PLAIN)
            case _:
                return _TYPES.get(kind, NOTHING)

    def _object(self, node: _Object, depth: int) -> Shape:
        properties = node.get("properties")
        if not isinstance(properties, dict) or not properties:
            return self._mapping(node, depth)
        required = _list(node.get("required"))
        fields: list[Field] = []
        for key, schema in cast("_Object", properties).items():
            shape = self.shape(schema, depth + 1)
            is_optional = key not in required
            fields.append(Field(key, shape, is_optional, rank=len(fields)))
        return Shape(fields=tuple(fields))

    def _mapping(self, node: _Object, depth: int) -> Shape:
        """An object without named properties: a mapping, if it says of what."""
        values = self.shape(node.get("additionalProperties"), depth + 1)
        if values == NOTHING:
            return Shape(fields=())
        return Shape(values=values)


def _target(reference: Any, root: Any) -> Any:
    """What `#/definitions/Thing` points at, inside the schema itself."""
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    node = root
    for step in reference.removeprefix("#/").split("/"):
        if not isinstance(node, dict):
            return None
        node = cast("_Object", node).get(step)
    return node


def _kinds(node: _Object) -> Iterator[str]:
    """The types that it names, or that its keywords are about."""
    named = node.get("type")
    if named is not None:
        kinds = _list(named) or (named,)
        yield from map(str, kinds)
    elif "properties" in node or "required" in node:
        yield "object"
    elif "items" in node:
        yield "array"


def _list(value: Any) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, list) else ()


def _constant(value: Any) -> Shape:
    try:
        return of(value)
    except ValueError:  # nested deeper than `DEEPEST`
        return NOTHING


# What a schema is passed to: an object literal, or a variable that holds one. The first
# argument of tv4's functions is the data, where a call without calls in it may stand.
_USES = re.compile(
    r"(?:jsonSchema\s*\(|tv4\s*\.\s*validate\w*\s*\([^,()]*+(?:\([^()]*+\)[^,()]*+)?,)"
    r"\s*(\{|[A-Za-z_$][\w$]*)"
)
_DEFINITIONS = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*+)\s*+=\s*+(?=\{)")


def schemas_in(script: str) -> Iterator[Any]:
    """The schemas that a test script compares a response with, where they are literals.

    Each is read once. What looks like a use inside a literal is in a comment or a text.
    """
    end = 0
    for start in sorted(set(_literal_starts(script))):
        if start >= end:
            literal = read_literal(script, start)
            end = literal.end
            if literal.value is not None:
                yield literal.value


def _literal_starts(script: str) -> Iterator[int]:
    definitions: dict[str, int] = {}
    for found in _DEFINITIONS.finditer(script):
        definitions.setdefault(found[1], found.end())  # the first one counts
    for use in _USES.finditer(script):
        if use[1] == "{":
            yield use.start(1)
        elif use[1] in definitions:
            yield definitions[use[1]]


def joined(schemas: Iterable[Any]) -> Shape | None:
    """What all of them say; None where they say nothing."""
    shape = join_all(map(shape_of_schema, schemas))
    return None if shape == NOTHING else shape


def hinted(hint: str) -> Any:
    """The schema that a `$type` hint is: one as text, or the name of a type."""
    try:
        return json.loads(hint)
    except (ValueError, RecursionError):
        return {"type": hint}

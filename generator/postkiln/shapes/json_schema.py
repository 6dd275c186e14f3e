"""JSON Schemas as evidence: what a collection says of a shape where no example shows it.

They stand in test scripts (`pm.response.to.have.jsonSchema(schema)`, `tv4.validate(body,
schema)`), written out as literals, and in Postman's `$type` hints (postman-format 1.5, 7).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from postkiln.shapes.json_shape import NOTHING, PLAIN, Field, Number, Shape
from postkiln.shapes.lattice import DEEPEST, join_all, of
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
_Object = Mapping[str, Any]


def shape_of_schema(schema: Any) -> Shape:
    """The shape of the values that a JSON Schema admits; `NOTHING` where it says nothing."""
    return _shape(schema, schema, 0)


def _shape(schema: Any, root: Any, depth: int) -> Shape:
    if not isinstance(schema, dict) or depth == DEEPEST:
        return NOTHING
    node = cast("_Object", schema)
    target = _target(node.get("$ref"), root)
    if target is not None:
        return _shape(target, root, depth + 1)
    parts = [_typed(kind, node, root, depth) for kind in _kinds(node)]
    for key in ("anyOf", "oneOf", "allOf"):
        parts += [_shape(each, root, depth + 1) for each in _list(node.get(key))]
    values = [*_list(node.get("enum")), *([node["const"]] if "const" in node else [])]
    parts += map(_constant, values)
    joined = join_all(parts)
    return replace(joined, null=True) if node.get("nullable") is True else joined


def _target(ref: Any, root: Any) -> Any:
    """What `#/definitions/Thing` points at, inside the schema itself."""
    if not isinstance(ref, str) or not ref.startswith("#/"):
        return None
    node = root
    for step in ref.removeprefix("#/").split("/"):
        node = cast("_Object", node).get(step) if isinstance(node, dict) else None
    return node


def _kinds(node: _Object) -> Iterator[str]:
    """The types that it names, or that its keywords are about."""
    named = node.get("type")
    if named is not None:
        yield from (str(each) for each in _list(named) or [named])
    elif "properties" in node or "required" in node:
        yield "object"
    elif "items" in node:
        yield "array"


def _typed(kind: str, node: _Object, root: Any, depth: int) -> Shape:
    match kind:
        case "object":
            return _object(node, root, depth)
        case "array":
            return Shape(items=_shape(node.get("items"), root, depth + 1))
        case "string":
            return _FORMATS.get(str(node.get("format")), PLAIN)
        case _:
            return _TYPES.get(kind, NOTHING)


def _object(node: _Object, root: Any, depth: int) -> Shape:
    given, more = node.get("properties"), node.get("additionalProperties")
    if not isinstance(given, dict) or not given:
        values = _shape(more, root, depth + 1)
        return Shape(fields=()) if values == NOTHING else Shape(values=values)
    required = _list(node.get("required"))
    fields = (
        Field(key, _shape(each, root, depth + 1), key not in required, rank)
        for rank, (key, each) in enumerate(cast("_Object", given).items())
    )
    return Shape(fields=tuple(fields))


def _list(value: Any) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, list) else ()


def _constant(value: Any) -> Shape:
    try:
        return of(value)
    except ValueError:  # nested deeper than anyone means to
        return NOTHING


_USES = re.compile(
    r"(?:jsonSchema\s*\(|tv4\s*\.\s*validate\w*\s*\([^,()]*(?:\([^()]*\))?[^,()]*,)"
    r"\s*(\{|[A-Za-z_$][\w$]*)"
)


def schemas_in(script: str) -> Iterator[Any]:
    """The schemas that a test script holds an answer against, where they are literals."""
    for use in _USES.finditer(script):
        start = use.start(1) if use[1] == "{" else _defined(use[1], script)
        literal = None if start is None else literal_at(script, start)
        if literal is not None:
            yield literal


def _defined(name: str, script: str) -> int | None:
    """Where the literal begins that a variable is set to."""
    found = re.search(rf"(?<![\w$.]){re.escape(name)}\s*=\s*(?=\{{)", script)
    return None if found is None else found.end()


_TOKENS = re.compile(
    r"(?P<skip>\s+|//[^\n]*|/\*.*?\*/)"
    r"""|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_$][\w$]*)"
    r"|(?P<mark>[{}\[\]:,])",
    re.DOTALL,
)


def literal_at(script: str, start: int) -> Any:
    """The object literal of JavaScript that begins there; None where it is more than data."""
    depth = 0
    written: list[str] = []
    for kind, text in _tokens(script, start):
        if text in ("{", "["):
            depth += 1
        elif text in ("}", "]"):
            depth -= 1
            if written and written[-1] == ",":
                written.pop()  # JavaScript allows a comma there, JSON does not
        written.append(_as_json(kind, text))
        if depth == 0:
            break
    try:
        return json.loads("".join(written))
    except (ValueError, RecursionError):
        return None


def _tokens(script: str, start: int) -> Iterator[tuple[str, str]]:
    at = start
    while (match := _TOKENS.match(script, at)) is not None:
        at = match.end()
        if match.lastgroup is not None and match.lastgroup != "skip":
            yield match.lastgroup, match[0]


def _as_json(kind: str, text: str) -> str:
    if kind == "text" and text[0] == "'":
        inner = re.sub(r'\\.|"', _requoted, text[1:-1])
        return f'"{inner}"'
    is_word = kind == "name" and text not in ("true", "false", "null")
    return json.dumps(text) if is_word else text


def _requoted(match: re.Match[str]) -> str:
    """What has to be escaped between `'` and `'`, as it is between `"` and `"`."""
    match match[0]:
        case '"':
            return '\\"'
        case "\\'":
            return "'"
        case other:
            return other


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

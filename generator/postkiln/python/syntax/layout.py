"""Black's layout, by construction: what fits goes on one line, else each element has its own.

In: expressions as trees of brackets. Out: lines as black (style of its calendar year)
leaves them: one element a line with a trailing comma once a bracket is opened up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import LiteralString

from postkiln.python.syntax.source import (
    STRING,
    WIDTH,
    Source,
    code,
    joined,
    union_members,
)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket pair with its elements: `open` ends with the bracket, `close` begins with one.

    `single`: a tuple of one, which keeps its comma on one line.
    """

    open: Source
    items: tuple[Expression, ...]
    close: Source
    single: bool = False


@dataclass(frozen=True, slots=True)
class Annotated:
    """A parameter, `head` being `name: ` and `tail` its default: ` = None`, or empty."""

    head: Source
    annotation: Source
    tail: Source


Expression = Source | Bracket | Annotated


def call(head: LiteralString | Source, *items: Expression) -> Bracket:
    """`head(items)`."""
    return Bracket(code(head, "("), items, Source(")"))


def tuple_of(items: Iterable[Expression]) -> Bracket:
    elements = tuple(items)
    return Bracket(Source("("), elements, Source(")"), single=len(elements) == 1)


def dict_of(pairs: Iterable[tuple[Source, Expression]]) -> Bracket:
    items: list[Expression] = []
    for key, value in pairs:
        items.append(prefixed(code(key, ": "), value))
    return Bracket(Source("{"), tuple(items), Source("}"))


def keyword(name: LiteralString | Source, value: Expression) -> Expression:
    """`name=value` in a call."""
    return prefixed(code(name, "="), value)


def prefixed(prefix: LiteralString | Source, value: Expression) -> Expression:
    match value:
        case Bracket(open, items, close, single):
            return Bracket(code(prefix, open), items, close, single)
        case Annotated(head, annotation, tail):
            return Annotated(code(prefix, head), annotation, tail)
        case _:
            return code(prefix, value)


def on_one_line(value: Expression) -> Source:
    """The expression on one line."""
    match value:
        case Bracket(open, items, close, single):
            inner = joined(", ", map(on_one_line, items))
            if single:
                inner = code(inner, ",")
            return code(open, inner, close)
        case Annotated(head, annotation, tail):
            return code(head, annotation, tail)
        case _:
            return value


def lay_out(value: Expression, indent: int) -> Source:
    """The statement `value` at `indent` columns."""
    return joined("\n", _lines(value, indent, Source("")))


def _lines(value: Expression, indent: int, after: Source) -> Sequence[Source]:
    # The whole on one line if it fits, else each element on lines of its own. `after` is
    # what stands behind it: the comma of an element.
    margin = " " * indent
    line = code(margin, on_one_line(value), after)
    if isinstance(value, str) or len(line) <= WIDTH:
        return [line]
    if isinstance(value, Annotated):
        return _annotated(value, indent, after) or [line]
    if not value.items:
        return [line]
    lines = [code(margin, value.open)]
    for item in value.items:
        lines += _lines(item, indent + 4, Source(","))
    lines.append(code(margin, value.close, after))
    return lines


def _annotated(value: Annotated, indent: int, after: Source) -> Sequence[Source]:
    """A union in brackets, on one line or a member a line; empty where it must be cut."""
    margin, inner = " " * indent, " " * (indent + 4)
    members = union_members(value.annotation)
    first = code(margin, value.head, "(")
    last = code(margin, ")", value.tail, after)
    whole = code(inner, value.annotation)
    if len(whole) <= WIDTH and len(members) > 1:
        return [first, whole, last]
    lines = [code(inner, members[0])]
    for member in members[1:]:
        lines.append(code(inner, "| ", member))
    fits = all(len(line) <= WIDTH for line in lines)
    return [first, *lines, last] if fits and len(members) > 1 else []


def import_line(
    module: LiteralString | Source, names: Sequence[Source], indent: int = 0
) -> Source:
    """`from module import a, b`: the brackets are there only when it takes several lines."""
    head = code("from ", module, " import ")
    line = code(head, joined(", ", names))
    if indent + len(line) <= WIDTH:
        return lay_out(line, indent)
    bracket = Bracket(code(head, "("), tuple(names), Source(")"))
    return lay_out(bracket, indent)


_LONE_STRING = re.compile(rf"\s*(?:\w+=|{STRING}: )?{STRING},")


def is_stable(text: str) -> bool:
    """Whether black leaves a laid-out file as it is, whatever stands in it.

    Black may split code that is too long, and measures wide characters by their
    columns. Docstrings and lines that hold one string it leaves alone.
    """
    in_docstring = False
    for line in text.splitlines():
        stripped = line.strip()
        if in_docstring:
            in_docstring = stripped != '"""'
        elif stripped.startswith('"""'):
            in_docstring = not _closes(stripped)
        elif not _fits(line) and not _LONE_STRING.fullmatch(line):
            return False
    return True


def _closes(first: str) -> bool:
    """Whether the first line of a docstring is its last one too."""
    return len(first) > 3 and first.endswith('"""')


def _fits(line: str) -> bool:
    if line.isascii():
        return len(line) <= WIDTH
    return 2 * len(line) <= WIDTH  # no character is wider than two columns

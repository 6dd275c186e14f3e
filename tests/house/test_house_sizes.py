"""Modules, functions and signatures stay small enough to be read at once.

The limits are a sign, not an aim: what has one subject may come near to them, and what
is beyond has two. `python -m tasks measure` has more figures, and no limits.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from house.modules import Definition, definitions, modules

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
MOST_PARAMETERS = 5


def _length(function: Definition) -> int:
    """Lines from `def` to the end; a docstring (a command's help) is not counted."""
    whole = _lines(function)
    match function.body[0]:
        case ast.Expr(value=ast.Constant(value=str())) as docstring:
            return whole - _lines(docstring)
        case _:
            return whole


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _positional(function: Definition) -> int:
    """Parameters beyond keyword-only ones; the receiver of a method is none."""
    names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def _functions() -> Iterator[tuple[str, Definition]]:
    """Every function of the generator, with the name to find it by."""
    for module in modules():
        for function in definitions(module.tree):
            yield f"{module.name}.{function.name}", function


def _beyond(limit: int, sizes: Iterable[tuple[str, int]]) -> list[str]:
    return [f"{name}: {size}" for name, size in sizes if size > limit]


def test_modules_are_short() -> None:
    sizes = ((module.name, len(module.text.splitlines())) for module in modules())
    assert _beyond(LONGEST_MODULE, sizes) == []


def test_functions_are_short() -> None:
    sizes = ((name, _length(function)) for name, function in _functions())
    assert _beyond(LONGEST_FUNCTION, sizes) == []


def test_functions_take_few_parameters() -> None:
    counts = ((name, _positional(function)) for name, function in _functions())
    assert _beyond(MOST_PARAMETERS, counts) == []


def test_what_is_beyond_a_limit_is_named() -> None:
    assert _beyond(2, [("a.f", 2), ("a.f", 3), ("b.g", 4)]) == ["a.f: 3", "b.g: 4"]


def test_lengths_and_parameters_are_counted() -> None:
    text = '@x\ndef f(self, a, b, /, c, *, d):\n    """Says\n    much."""\n    a\n    b'
    (function,) = definitions(ast.parse(text))
    assert (_length(function), _positional(function)) == (3, 3)

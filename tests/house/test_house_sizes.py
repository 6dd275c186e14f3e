"""Modules, functions and signatures stay small enough to be read at once."""

from __future__ import annotations

import ast

import pytest
from house.modules import Definition, Module, definitions, modules

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


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_a_module_is_short(module: Module) -> None:
    assert len(module.text.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_functions_are_short(module: Module) -> None:
    long = [f.name for f in definitions(module.tree) if _length(f) > LONGEST_FUNCTION]
    assert long == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_functions_take_few_parameters(module: Module) -> None:
    many = [
        f.name for f in definitions(module.tree) if _positional(f) > MOST_PARAMETERS
    ]
    assert many == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_a_module_says_what_it_is(module: Module) -> None:
    assert ast.get_docstring(module.tree) or module.text == ""


def test_lengths_and_parameters_are_counted() -> None:
    text = '@x\ndef f(self, a, b, /, c, *, d):\n    """Says\n    much."""\n    a\n    b'
    (function,) = definitions(ast.parse(text))
    assert (_length(function), _positional(function)) == (3, 3)

"""Comprehensions, conditional expressions, complexity and parameters.

A comprehension is nested when another stands inside it, and again when it has a second
`for`. Complexity is McCabe's: 1, and 1 more for each `if`, loop, `except`, conditional
expression, `case` (but `case _`), `and` and `or`, and each `for` and `if` of a
comprehension. Lambdas count to the function that they stand in, inner functions do not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def comprehensions(tree: ast.AST) -> list[Comprehension]:
    return [node for node in ast.walk(tree) if isinstance(node, Comprehension)]


def nested_comprehensions(tree: ast.AST) -> list[Comprehension]:
    """A comprehension stands here twice when both kinds of nesting are in it."""
    found = comprehensions(tree)
    outer = [each for each in found if len(comprehensions(each)) > 1]
    return [*outer, *(each for each in found if len(each.generators) > 1)]


def conditionals(tree: ast.AST) -> list[ast.IfExp]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.IfExp)]


def nested_conditionals(tree: ast.AST) -> list[ast.IfExp]:
    """Conditional expressions with another one anywhere inside."""
    return [each for each in conditionals(tree) if len(conditionals(each)) > 1]


def functions(tree: ast.AST) -> list[Function]:
    """Every function of a module, methods and inner ones included."""
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def complexity(function: Function) -> int:
    """The number of ways through a function, inner functions left out."""
    return 1 + sum(map(_decisions, _own_nodes(function)))


def parameters(function: Function) -> int:
    """All parameters, keyword-only ones too; the receiver of a method is none."""
    arguments = function.args
    plain = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    receiver = plain[:1] in (["self"], ["cls"])
    stars = [each for each in (arguments.vararg, arguments.kwarg) if each]
    return len(plain) - receiver + len(arguments.kwonlyargs) + len(stars)


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function):
            waiting.extend(ast.iter_child_nodes(node))


def _decisions(node: ast.AST) -> int:
    match node:
        case ast.If() | ast.IfExp() | ast.ExceptHandler():
            return 1
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1
        case ast.comprehension(ifs=conditions):
            return 1 + len(conditions)
        case ast.BoolOp(values=values):
            return len(values) - 1
        case ast.match_case(pattern=ast.MatchAs(pattern=None), guard=None):
            return 0
        case ast.match_case():
            return 1
        case _:
            return 0

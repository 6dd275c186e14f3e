"""Lines and tokens of modules.

A code line holds a token that is neither a comment nor part of a docstring. Tokens are
names, operators, numbers and strings (an f-string is one, whatever the Python); line
ends and indentation are none.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from measure.modules import Module

_LAYOUT = {
    *(tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    *(tokenize.ENCODING, tokenize.ENDMARKER),
}
# From Python 3.12 on, an f-string is many tokens between these two.
_F_START = getattr(tokenize, "FSTRING_START", -1)
_F_END = getattr(tokenize, "FSTRING_END", -1)


@dataclass(frozen=True, slots=True)
class Lines:
    """Of one module: lines that hold code, their tokens, docstring lines, comments."""

    code: int
    tokens: int
    docstring: int
    comments: int


def lines(module: Module) -> Lines:
    """What a module's lines hold."""
    docstrings = _docstring_lines(module.tree)
    code: set[int] = set()
    tokens = comments = 0
    for token in _tokens(module.text):
        if token.type == tokenize.COMMENT:
            comments += 1
        elif token.start[0] not in docstrings:
            tokens += 1
            code.update(range(token.start[0], token.end[0] + 1))
    return Lines(len(code), tokens, len(docstrings), comments)


def _docstring_lines(tree: ast.Module) -> set[int]:
    """The lines of every string that is a statement."""
    found: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                found.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
            case _:
                pass
    return found


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    depth = 0  # of f-strings that are open
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == _F_END:
            depth -= 1
        elif depth == 0 and token.type not in _LAYOUT:
            yield token
        if token.type == _F_START:
            depth += 1

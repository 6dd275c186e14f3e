"""What generated modules are made of, and nothing else: a grammar far below Python's.

Outside text that became code would be a node, a name or a comment that is not in it.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping

from postkiln.python.syntax.source import Source
from postkiln.render import HEADER

CALLED = frozenset(
    (
        *("ApiKey", "Basic", "Bearer", "ClientSpec", "FileBody", "FormBody"),
        *("GraphqlBody", "JsonBody", "MultipartBody", "OAuth2", "Operation"),
        *("Option", "Part", "Query", "TextBody", "_field", "dataclass", "globals"),
        *("lazy", "super", "super().__init__", "self.call", "self._client.call"),
    )
)
READ = frozenset(("_errors", "builtins", "dt", "errors", "models"))
IMPORTED = frozenset(
    (
        *("__future__", "builtins", "collections.abc", "dataclasses", "datetime"),
        *("functools", "typing"),
    )
)
NODES = (
    *(ast.Module, ast.Expr, ast.Constant, ast.Import, ast.ImportFrom, ast.alias),
    *(ast.Assign, ast.AnnAssign, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef),
    *(ast.arguments, ast.arg, ast.keyword, ast.Return, ast.Await, ast.If),
    *(ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.BinOp, ast.BitOr),
    *(ast.Tuple, ast.List, ast.Dict, ast.Lambda, ast.Load, ast.Store),
    *(ast.UnaryOp, ast.Not),  # `if not TYPE_CHECKING:`
)
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def generated(files: Mapping[str, str]) -> dict[str, str]:
    """The modules that were made for one collection: all but the runtime's."""
    return {
        path: text
        for path, text in files.items()
        if path.endswith(".py") and not path.startswith("_runtime/")
    }


def strange(text: str) -> list[str]:
    """All in a module that generated code never holds."""
    tree = ast.parse(text)
    found = [*_characters(text), *_comments(text), *_statements(tree)]
    for node in ast.walk(tree):
        if not isinstance(node, NODES):
            found.append(type(node).__name__)
        found += _names(node)
        found += _said(node)
    return found


def _characters(text: str) -> Iterator[str]:
    """Characters that an editor, a terminal or the tokenizer would act on."""
    return (f"character {char!a}" for char in UNSEEN.findall(text))


def _comments(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and Source(token.string) != HEADER:
            yield f"comment {token.string}"


def _statements(tree: ast.Module) -> Iterator[str]:
    """Expressions that stand alone are docstrings, and come first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.Module):
            body: list[ast.stmt] = getattr(node, "body", [])
            for index, statement in enumerate(body):
                if not _may_stand(statement, index):
                    yield f"statement {ast.unparse(statement)}"


def _may_stand(statement: ast.stmt, index: int) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return index == 0
        case ast.Expr(value=ast.Call(func=func)):
            return ast.unparse(func) == "super().__init__"
        case ast.Expr():
            return False
        case _:
            return True


def _names(node: ast.AST) -> Iterator[str]:
    """Names that are no plain identifiers."""
    for label in ("id", "attr", "arg", "name", "asname"):
        name = getattr(node, label, None)
        if isinstance(name, str) and not all(
            map(IDENTIFIER.fullmatch, name.split("."))
        ):
            yield f"name {name!a}"


def _said(node: ast.AST) -> Iterator[str]:
    """Calls, imports and attributes beyond those of the templates."""
    match node:
        case ast.Call(func=func) if not _is_called(ast.unparse(func)):
            yield f"call {ast.unparse(func)}"
        case ast.Attribute(value=value, attr=attr) if not _is_read(value, attr):
            yield f"attribute {ast.unparse(node)}"
        case ast.Import(names=names):
            yield from (f"import {n.name}" for n in names if n.name not in IMPORTED)
        case ast.ImportFrom(level=0, module=module) if module not in IMPORTED:
            yield f"from {module}"
        case ast.BinOp(op=op) if not isinstance(op, ast.BitOr):
            yield "operator"
        case _:
            return


def _is_called(name: str) -> bool:
    return name in CALLED or re.fullmatch(r"\w+Resource[_0-9]*", name) is not None


def _is_read(value: ast.expr, attr: str) -> bool:
    match value:
        case ast.Name(id=name) if name in READ:
            return True
        case _:
            return f"{ast.unparse(value)}.{attr}" in {*CALLED, "self._client"}

"""Object literals of JavaScript, as test scripts have them, to the JSON values that they are.

In: a script, and where a literal begins. Out: its value, if it is data and no more, and
where reading it ended.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# A comment that is not closed ends with the script, so that it is read only once.
TOKEN = re.compile(
    r"(?P<skip>\s+|//[^\n]*|/\*.*?(?:\*/|\Z))"
    r"""|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_$][\w$]*)"
    r"|(?P<mark>[{}\[\]:,])",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class ObjectLiteral:
    """`value` is None where the literal is more than data; `end` is where it was read to."""

    value: Any
    end: int


def read_literal(script: str, start: int) -> ObjectLiteral:
    """The literal whose `{` is at `start`."""
    tokens = list(_tokens(script, start))
    return ObjectLiteral(_value(tokens), tokens[-1].end)


@dataclass(frozen=True, slots=True)
class _Token:
    """A token of JavaScript; `kind` is its group in `TOKEN`, `end` where it ends."""

    kind: str
    text: str
    end: int


def _tokens(script: str, start: int) -> Iterator[_Token]:
    """The tokens from `start` to the bracket that closes the first one.

    They end before it where the script does, or where something is no data, as a call.
    """
    depth = 0
    at = start
    while (match := TOKEN.match(script, at)) is not None:
        at = match.end()
        token = _Token(match.lastgroup or "", match[0], at)
        yield token
        if token.text in ("{", "["):
            depth += 1
        elif token.text in ("}", "]"):
            depth -= 1
        if depth == 0:
            return


def _value(tokens: Iterable[_Token]) -> Any:
    """The value of a literal, which is JSON but for comments, quotes and commas."""
    written: list[str] = []
    for token in tokens:
        if token.kind == "skip":
            continue
        if token.text in ("}", "]") and written and written[-1] == ",":
            written.pop()  # JavaScript allows a comma there, JSON does not
        written.append(_as_json(token))
    try:
        return json.loads("".join(written))
    except (ValueError, RecursionError):
        return None


def _as_json(token: _Token) -> str:
    text = token.text
    if token.kind == "text" and text[0] == "'":
        inner = re.sub(r'\\.|"', _requoted, text[1:-1])
        return f'"{inner}"'
    if token.kind == "name" and text not in ("true", "false", "null"):
        return json.dumps(text)  # a key without quotes
    return text


def _requoted(match: re.Match[str]) -> str:
    """What has to be escaped between `'` and `'`, as it is between `"` and `"`."""
    match match[0]:
        case '"':
            return '\\"'
        case "\\'":
            return "'"
        case other:
            return other

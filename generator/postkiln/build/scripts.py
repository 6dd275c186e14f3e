"""Pre-request scripts that change what is sent: one notice per level, with the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postkiln.diagnostics.errors import Code, Notice, Spot
from postkiln.postman.collection import Script
from postkiln.secrets import detect as secrets

_CHANGES = re.compile(
    r"\bpm\.(request\.|sendRequest|execution\.(setNextRequest|skipRequest)"
    r"|(variables|environment|collectionVariables|globals)\.set\b)"
    r"|\bCryptoJS\b|\bpostman\.set(Environment|Global)Variable|\bsetNextRequest\b"
    r"|\bskipRequest\b|\beval\(|\brequire\("
)
_LITERAL = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\])*+)\1""")
_SHOWN = 3
_WIDTH = 100
_BEFORE = 100  # so many characters before a literal say what it is for


def script_notices(
    path: tuple[str, ...], scripts: Sequence[Script], spot: Spot
) -> tuple[Notice, ...]:
    """What the scripts of the level at `path` do to its requests, if anything."""
    lines = [
        line.strip()
        for script in scripts
        if script.listen == "prerequest"
        for line in script.lines
        if _CHANGES.search(line) and not line.lstrip().startswith("//")
    ]
    if not lines:
        return ()
    shown = "; ".join(_masked(line)[:_WIDTH] for line in lines[:_SHOWN])
    more = f"; and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    text = f"a pre-request script, which is not run, changes the request: {shown}{more}"
    return (Notice(path, Code.SCRIPT_CHANGES_REQUEST, text, spot),)


def _masked(line: str) -> str:
    """`line` with only those literals shown that name something: what `set` sets."""
    return secrets.masked(_LITERAL.sub(_shown_literal, line))


def _shown_literal(literal: re.Match[str]) -> str:
    start, quote, text = literal.start(), literal[1], literal[2]
    before = literal.string[max(0, start - _BEFORE) : start]
    named = _NAMING.search(before) and not secrets.looks_secret(text)
    return literal[0] if named or _HOLES.fullmatch(text) else f"{quote}***{quote}"


_NAMING = re.compile(r"(\.(set|get|unset|has|replaceIn)|Variable|\brequire)\(\s*$")
_HOLES = re.compile(r"(\{\{[^{}]*\}\})*")

"""Pre-request scripts that change what is sent: one notice per level, with the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice
from postkiln.diagnostics.places import Spot
from postkiln.model import template as templates
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
    lines: list[str] = []
    for script in scripts:
        if script.listen == "prerequest":
            lines += filter(_changes_request, map(str.strip, script.lines))
    if not lines:
        return ()
    changes = "; ".join(_masked(line)[:_WIDTH] for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        changes += f"; and {len(lines) - _SHOWN} more"
    return (notice(path, Code.SCRIPT_CHANGES_REQUEST, lines=changes, spot=spot),)


def _changes_request(line: str) -> bool:
    return not line.startswith("//") and _CHANGES.search(line) is not None


def _masked(line: str) -> str:
    """`line` with only those literals shown that name something: what `set` sets."""
    return secrets.masked(_LITERAL.sub(_shown_literal, line))


def _shown_literal(literal: re.Match[str]) -> str:
    start, quote, text = literal.start(), literal[1], literal[2]
    before = literal.string[max(0, start - _BEFORE) : start]
    is_name = _NAMING.search(before) and not secrets.looks_secret(text)
    if is_name or templates.literal(templates.parse(text)) == "":
        return literal[0]
    return f"{quote}***{quote}"


_NAMING = re.compile(r"(\.(set|get|unset|has|replaceIn)|Variable|\brequire)\(\s*$")

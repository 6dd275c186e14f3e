"""Pre-request scripts that change what is sent: one notice per level, with the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postkiln.collection.tree import Script
from postkiln.errors import Code, Notice
from postkiln.model import secrets

_CHANGES = re.compile(
    r"\bpm\.(request\.|sendRequest|execution\.(setNextRequest|skipRequest)"
    r"|(variables|environment|collectionVariables|globals)\.set\b)"
    r"|\bCryptoJS\b|\bpostman\.set(Environment|Global)Variable|\bsetNextRequest\b"
    r"|\bskipRequest\b|\beval\(|\brequire\("
)
_LITERAL = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\])*+)\1""")
_SHOWN = 3
_WIDTH = 100


def script_notices(
    path: tuple[str, ...], scripts: Sequence[Script]
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
    return (Notice(path, Code.SCRIPT_CHANGES_REQUEST, text),)


def _masked(line: str) -> str:
    """`line` without literals that are secret, or that stand beside a secret's name."""
    literals = [match[2] for match in _LITERAL.finditer(line)]
    guarded = any(map(secrets.names_secret, literals))

    def mask(match: re.Match[str]) -> str:
        quote, text = match[1], match[2]
        hide = secrets.looks_secret(text) or (
            guarded and not secrets.names_secret(text)
        )
        return f"{quote}***{quote}" if hide else match[0]

    return _LITERAL.sub(mask, line)

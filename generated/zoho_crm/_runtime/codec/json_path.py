"""JSON paths. In: the keys and indexes that lead to a value. Out: `$.resource[0].index`.

A path is a chain of (parent, key or index) pairs, `None` at the root: decoding makes one
pair per object or list entry, and the text only where a message needs it.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

JsonPath: TypeAlias = tuple[Any, str | int] | None
"""The path of the parent and the last step; `None` is the root."""


def format_path(path: JsonPath) -> str:
    """The path as text: `$.resource[0].index`, `$["content-type"]`."""
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append(_format_step(step))
    return "$" + "".join(reversed(steps))


def _format_step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if step.isidentifier():
        return f".{step}"
    return f"[{json.dumps(step)}]"

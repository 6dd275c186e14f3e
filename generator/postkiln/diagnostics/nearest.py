"""The name that was meant, for errors that name what there is not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`Did you mean 'status'?`, empty where no known name is close."""
    for close in difflib.get_close_matches(name, [str(each) for each in known], n=1):
        return f"Did you mean {close!r}?"
    return ""

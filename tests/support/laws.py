"""How many examples a law is tried with: as many as it says, or few in the fast set."""

from __future__ import annotations

from hypothesis import settings

FAST = "fast"
FEW = 10


def examples(number: int) -> int:
    """`number`, for `@settings(max_examples=...)`; at most ten in the profile `fast`."""
    is_fast = settings.get_current_profile_name() == FAST
    return min(number, FEW) if is_fast else number

"""`OMIT`: the argument or field that is not sent, as opposed to `None`, which is null."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Omit(Enum):
    """The type of `OMIT`. One member, so that type checkers narrow `x is OMIT`."""

    OMIT = "OMIT"

    def __repr__(self) -> str:
        return "OMIT"

    def __bool__(self) -> bool:
        return False


OMIT: Final = Omit.OMIT

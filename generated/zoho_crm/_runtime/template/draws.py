"""The dynamic variables of one call: the same each time that the call is sent.

An idempotency key (`{{$guid}}` in a header) must not change when a call is sent again,
for whatever reason: then a server would do twice what it was asked once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from . import dynamic

Draw = Callable[[str], str | None]
"""A value of a dynamic variable by its name; None where there is none of that name."""


class Draws:
    """What was drawn for a call. Each variable has a value for each place it stands at."""

    def __init__(self) -> None:
        self._drawn: dict[str, list[str]] = {}

    def again(self) -> Draw:
        """Draws for the call as it is sent once: a place has the value it had before.

        The places of a call are filled in the same order each time.
        """
        place: Counter[str] = Counter()

        def draw(name: str) -> str | None:
            drawn = self._drawn.setdefault(name, [])
            if place[name] == len(drawn):
                value = dynamic.draw(name)
                if value is None:
                    return None
                drawn.append(value)
            place[name] += 1
            return drawn[place[name] - 1]

        return draw

"""Where something stands: in a file, and in the JSON of it."""

from __future__ import annotations

from dataclasses import dataclass

_STEPS_SHOWN = 24

Steps = tuple[str | int, ...]
"""The steps to a part of a JSON document, from its root: keys and positions."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: `file:line` in `place` where it is known, `steps` in JSON."""

    place: str = ""
    steps: Steps = ()

    @property
    def pointer(self) -> str:
        """The steps as people write them: `$.item[0].name`; of many, the last."""
        last = self.steps[-_STEPS_SHOWN:]
        root = "$" if last == self.steps else "$…"
        return root + "".join(map(_step_text, last))


def _step_text(step: str | int) -> str:
    return f"[{step}]" if isinstance(step, int) else f".{step}"


NOWHERE = Spot()

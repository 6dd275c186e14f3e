"""Where something stands: in a file, and in the JSON of it."""

from __future__ import annotations

from dataclasses import dataclass

from postkiln.diagnostics.json_paths import ROOT, field_path, index_path

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
        path = ROOT
        if last != self.steps:
            path += "…"
        for step in last:
            if isinstance(step, int):
                path = index_path(path, step)
            else:
                path = field_path(path, step)
        return path


NOWHERE = Spot()

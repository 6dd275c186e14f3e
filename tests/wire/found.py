"""Where the recordings of newman are: beside the project, or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parents[2].parent / "shared"
WIRE = SHARED / "wire"
ABSENT = f"no recordings of newman at {WIRE}"


@dataclass(frozen=True, slots=True)
class Recording:
    """What newman sent for a collection, and what it was given."""

    name: str
    lines: Path
    collection: Path
    environment: Path | None
    globals: Path | None

    @property
    def base(self) -> Path:
        """Where the files lie that requests send."""
        return self.collection.parent

    @property
    def answers(self) -> Mapping[str, Any]:
        """What newman was answered, by key, where it was not the usual."""
        file = self.lines.with_name(f"{self.lines.stem}.responses.json")
        found: dict[str, Any] = json.loads(file.read_bytes()) if file.exists() else {}
        return found


def _recording(lines: Path, collections: Path, prefix: str = "") -> Recording:
    environment = lines.with_name(f"{lines.stem}.env.json")
    shared = lines.with_name(f"{lines.stem}.globals.json")
    return Recording(
        prefix + lines.stem,
        lines,
        collections / f"{lines.stem}.json",
        environment if environment.exists() else None,
        shared if shared.exists() else None,
    )


RECORDINGS = tuple(
    _recording(lines, SHARED / "corpus")
    for lines in sorted((WIRE / "recordings").glob("*.jsonl"))
)
CASES = tuple(
    _recording(lines, WIRE / "cases", "cases/")
    for lines in sorted((WIRE / "cases").glob("*.jsonl"))
)
EVERY = (*CASES, *RECORDINGS)

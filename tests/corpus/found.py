"""Where the corpus of real collections is: beside the project, or not at all."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
FILES = tuple(sorted(CORPUS.glob("*.json")))
ABSENT = f"no corpus of real collections at {CORPUS}"

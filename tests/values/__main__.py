"""What calls of generated clients send and ask for, on the corpus.

PYTHONPATH=generator:tests python -m values unasked [FILE...]
    the literals of collections that are sent without being told
PYTHONPATH=generator:tests python -m values count FIGURES.json [GENERATOR]
    options, arguments and lines of all clients, also of another revision's `generator/`
PYTHONPATH=generator:tests python -m values compare BEFORE.json AFTER.json
PYTHONPATH=generator:tests python -m values words
    what the keys of the corpus say, by the table of words
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.found import ABSENT, FILES
from values import counts, packages, unasked, words

GENERATOR = Path(__file__).parents[2] / "generator"


def main(*arguments: str) -> Iterator[str]:
    match arguments:
        case ("unasked", *names):
            files = [Path(each) for each in names] or FILES
            return unasked.table(unasked.unasked_of(files))
        case ("count", figures):
            return count(Path(figures), GENERATOR)
        case ("count", figures, generator):
            return count(Path(figures), Path(generator))
        case ("words",):
            return words.table(words.keys_of(FILES))
        case ("compare", before, after):
            texts = (Path(each).read_text("utf-8") for each in (before, after))
            return counts.table(*map(counts.from_json, texts))
        case _:
            sys.exit(__doc__)


def count(figures: Path, generator: Path) -> Iterator[str]:
    """Generate the corpus, and write the figures of its clients."""
    with TemporaryDirectory() as stage:
        packages.write_all(FILES, Path(stage), generator)
        counted = counts.all_counts(Path(stage))
    figures.write_text(counts.to_json(counted), "utf-8")
    for name, text in counts.figures(counted.values()).items():
        yield f"{name:44}{text:>10}"


if __name__ == "__main__":
    if not FILES:
        sys.exit(ABSENT)
    print("\n".join(main(*sys.argv[1:])))

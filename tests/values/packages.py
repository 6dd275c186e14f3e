"""The packages of the corpus as files: python -m values.packages DIR FILE...

Writes `DIR/<file>/<package>`, without the runtime. It needs `split` and `generate` alone,
so that another revision's generator may come first on the path.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from support.processes import dealt, start

import postkiln
from postkiln.diagnostics.errors import PostkilnError

_RUNTIME = "_runtime/"
TESTS = Path(__file__).parents[1]


def write(file: Path, stage: Path) -> None:
    """Write the packages of one file; one that is refused has none."""
    try:
        for place, part in postkiln.split(file.read_bytes(), place=file.name):
            result = postkiln.generate(part, place=place)
            for path, text in result.files.items():
                if not path.startswith(_RUNTIME):
                    target = stage / file.stem / result.package / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_text(text, encoding="utf-8", newline="\n")
    except PostkilnError as error:
        print(error, file=sys.stderr)


def write_all(files: Sequence[Path], stage: Path, generator: Path) -> None:
    """Write the packages of all files as the generator of that directory makes them."""
    path = {"PYTHONPATH": f"{generator}:{TESTS}"}
    parts = dealt(map(str, files))
    running = [
        start("-m", "values.packages", str(stage), *part, env=path) for part in parts
    ]
    for each in running:
        text, _ = each.communicate()
        if each.returncode:
            sys.exit(text)


if __name__ == "__main__":
    for name in sys.argv[2:]:
        write(Path(name), Path(sys.argv[1]))

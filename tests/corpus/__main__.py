"""The tables of the corpus, outside pytest.

PYTHONPATH=generator:tests python -m corpus           what generates, request by request
PYTHONPATH=generator:tests python -m corpus verify    what calls and examples do
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from corpus.found import ABSENT, FILES
from corpus.playback import figures, play_all
from corpus.sweep import sweep, table


def main(*arguments: str) -> Iterator[str]:
    match arguments:
        case ():
            return table(sweep(FILES))
        case ("verify",):
            return figures(play_all(FILES))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    if not FILES:
        sys.exit(ABSENT)
    print("\n".join(main(*sys.argv[1:])))

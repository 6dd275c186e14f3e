"""The requests of newman's recordings against ours, a line per collection.

PYTHONPATH=generator:tests python -m wire [NAME...]     NAME: a part of a recording's name
"""

from __future__ import annotations

import sys

from support.processes import pool
from wire.found import ABSENT, EVERY
from wire.replay import compare, figures

if __name__ == "__main__":
    chosen = [
        each
        for each in EVERY
        if len(sys.argv) < 2 or any(part in each.name for part in sys.argv[1:])
    ]
    if not chosen:
        sys.exit(f"{ABSENT}, or none of that name")
    with pool() as workers:
        compared = tuple(c for row in workers.map(compare, chosen) for c in row)
    print("\n".join(figures(compared)))
    sys.exit(any(each.differences for each in compared))

"""A line per collection with the digest of its package: python -m corpus.digests [ORDER]

With `backwards` the files come in reverse order; the lines do not.
"""

from __future__ import annotations

import json
import sys
from itertools import chain

from corpus.bake import bake
from corpus.found import FILES


def main(*arguments: str) -> None:
    step = -1 if "backwards" in arguments else 1
    # Without a name for the package, so that the collection names it.
    made = [bake(file) for file in FILES[::step]]
    for row in chain.from_iterable(made[::step]):
        said = json.dumps(row.refusal or row.crash)
        print(row.file, row.package, row.digest, said, sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])

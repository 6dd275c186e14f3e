"""What twice as large a collection costs: PYTHONPATH=generator:tests python -m benchmarks.sizes

Each doubling should cost about twice the time and the memory. Sizes in megabytes can be
asked for: python -m benchmarks.sizes 50 100 200. Many requests of more than ten are read
only: generating them takes a second for a thousand.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from support.documents import documents, peak

import postkiln
from postkiln.postman import load


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def lines(sizes: tuple[float, ...]) -> Iterator[str]:
    """A line for each kind and size."""
    for kind, has_bodies in (("large answers", True), ("many requests", False)):
        for size in sizes:
            source = documents(size, has_bodies=has_bodies)
            reading = _timed(partial(load, source, "x"))
            memory = peak(partial(load, source, "x"))
            said = f"read in {reading:.2f} s with {memory / len(source):.1f} times its size"
            if has_bodies or size <= 10:
                making = _timed(partial(postkiln.generate, source, place="x"))
                said = f"{said}, generated in {making:.1f} s"
            yield f"{kind}, {len(source) / 1e6:.1f} MB: {said}"


def main() -> None:
    for line in lines(tuple(map(float, sys.argv[1:])) or (1, 2, 4, 8)):
        print(line, flush=True)


if __name__ == "__main__":
    main()

"""What twice as large a collection costs: PYTHONPATH=generator:tests python -m benchmarks.sizes

Each doubling should cost about twice the time and the memory. Sizes in megabytes can be
asked for: python -m benchmarks.sizes 50 100 200. Many requests of more than ten are read
only: generating them takes a second for a thousand.
"""

from __future__ import annotations

import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial

import postkiln
from postkiln.postman import load

Json = dict[str, object]
ROWS = [{"id": n, "name": f"thing {n}", "price": n / 7} for n in range(1_000)]

HEADER = [{"key": "Content-Type", "value": "application/json"}]
ANSWER = {"code": 200, "header": HEADER, "body": json.dumps(ROWS)}


def documents(megabytes: float, *, has_bodies: bool) -> bytes:
    """A collection of about that size, of few large answers or of many small requests."""
    items, left = list[Json](), megabytes * 1e6
    while left > 0:
        items.append(_item(len(items), has_bodies=has_bodies))
        left -= len(json.dumps(items[-1]))
    return json.dumps({"info": {"name": "Big"}, "item": items}).encode()


def _item(number: int, *, has_bodies: bool) -> Json:
    url = f"https://big.example/r{number}/:id?page=1"
    request: Json = {"method": "GET", "header": [], "url": url}
    saved = {"response": [ANSWER]} if has_bodies else {}
    return {"name": f"Get {number}", "request": request, **saved}


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def peak(run: Callable[[], object]) -> int:
    """How many bytes are taken at most while it runs."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


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

"""How fast answers become objects, next to what else people could use.

pip install -e '.[bench]' && PYTHONPATH=generated:tests python -m benchmarks

The body is the seed's success answer, then a list of it of 1 MB, then 1,000 objects of
that answer whole and without a key that its class requires. All of it runs in one
process, in turns, and the best turn of each counts; ratios are what to look at.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.decoders import Runs, decoders, whole_and_lacking

ROOT = Path(__file__).parents[2]
SEED = ROOT / "collections" / "zoho_crm.postman_collection.json"
TURNS = 15
SECONDS = 0.02  # how long a turn takes, about


def seed() -> bytes:
    """The success answer of the seed."""
    collection = json.loads(SEED.read_bytes())
    body: str = collection["item"][0]["response"][0]["body"]
    return body.encode()


def best(runs: Runs) -> dict[str, float]:
    """The seconds that one call of each takes, at best."""
    counts = {name: _count(run) for name, run in runs.items()}
    found = dict.fromkeys(runs, float("inf"))
    gc.disable()
    for _ in range(TURNS):
        for name, run in runs.items():
            found[name] = min(found[name], _timed(run, counts[name]))
        gc.collect()
    gc.enable()
    return found


def _count(run: Callable[[], object]) -> int:
    return max(1, int(SECONDS / _timed(run, 3)))


def _timed(run: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - start) / count


def table(title: str, runs: Runs) -> Iterator[str]:
    """A line for each run: microseconds, and how many times the first one that is."""
    found = best(runs)
    base = next(iter(found.values()))
    yield title
    for name, seconds in found.items():
        yield f"  {seconds * 1e6:12,.1f} µs  {seconds / base:7.2f}  {name}"


if __name__ == "__main__":
    body = seed()
    many = b"[" + b",".join([body] * (1_000_000 // len(body))) + b"]"
    for line in (
        *table(
            f"the seed's answer: {len(body):,} bytes", decoders(body, is_list=False)
        ),
        *table(f"a list of it: {len(many):,} bytes", decoders(many, is_list=True)),
        *table("1,000 objects", whole_and_lacking(body, 1_000)),
    ):
        print(line)

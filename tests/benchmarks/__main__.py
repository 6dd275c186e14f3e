"""How fast answers become objects, next to what else people could use.

pip install -e '.[bench]' && PYTHONPATH=generated:tests python -m benchmarks

The body is the seed's success answer, then a list of it of 1 MB. All of it runs in one
process, in turns, and the best turn of each counts; ratios are what to look at.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.decoders import decoders

ROOT = Path(__file__).parents[2]
SEED = ROOT / "collections" / "zoho_crm.postman_collection.json"
TURNS = 15
SECONDS = 0.02  # how long a turn takes, about


def seed() -> bytes:
    """The success answer of the seed."""
    collection = json.loads(SEED.read_bytes())
    body: str = collection["item"][0]["response"][0]["body"]
    return body.encode()


def best(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
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


def table(text: bytes, title: str, *, is_list: bool) -> Iterator[str]:
    """A line for each decoder: microseconds, and how many times json.loads that is."""
    found = best(decoders(text, is_list=is_list))
    base = found["json.loads alone"]
    yield f"{title}: {len(text):,} bytes"
    for name, seconds in found.items():
        yield f"  {seconds * 1e6:12,.1f} µs  {seconds / base:7.2f}  {name}"


if __name__ == "__main__":
    body = seed()
    many = b"[" + b",".join([body] * (1_000_000 // len(body))) + b"]"
    for line in (
        *table(body, "the seed's answer", is_list=False),
        *table(many, "a list of it", is_list=True),
    ):
        print(line)

"""Collections of any size, and what it takes to read them."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable

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


def peak(run: Callable[[], object]) -> int:
    """How many bytes are taken at most while it runs."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

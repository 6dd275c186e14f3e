"""What administrators and auditors see, and whether the shop is open."""

from __future__ import annotations

import json
from typing import Any

from .exchange import Answer, Call, json_answer


def status(call: Call) -> Answer:
    return json_answer(
        {"open": True, "since": "2019-04-01", "load": 0.25, "version": "1.4.2"}
    )


def list_readers(call: Call) -> Answer:
    rows = call.store.all("select * from customers order by id")
    seen = [1, "web", None, {"kiosk": 2}]
    return json_answer([dict(row) | {"seen": seen, "card": None} for row in rows])


def list_audit(call: Call) -> Answer:
    since, limit = call.query("since", ""), call.query("limit", 10)
    query = "select * from audit where at >= ? order by at limit ?"
    rows = call.store.all(query, since, limit)
    entries: list[dict[str, Any]] = [dict(row) for row in rows]
    for entry in entries:
        entry["detail"] = json.loads(entry["detail"])
    return json_answer({"entries": entries, "cursor": None, "filters": {}, "flags": []})


def rebuild_index(call: Call) -> Answer:
    """202 with the size of a shard. No shards: the division fails, and that is a 500."""
    books = call.store.scalar("select count(*) from books")
    per_shard = books / call.query("shards", 2)
    call.store.note("index.rebuild", per_shard)
    return json_answer({"started": True, "books_per_shard": per_shard}, 202)

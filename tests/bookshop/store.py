"""The bookshop's SQLite database, and the ways to ask it. `shop.sql` holds its first rows.

`Store()` is a fresh shop in memory. Rows come out as `sqlite3.Row`.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

NOW = "2024-05-17T10:15:00+02:00"
"""The shop's clock stands still, so that its answers are the same in every run."""

FIRST_ROWS = Path(__file__).with_name("shop.sql")


class Store:
    """A database of its own. Calls come one at a time: the server holds a lock."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(FIRST_ROWS.read_text(encoding="utf-8"))

    def all(self, query: str, *values: Any) -> list[sqlite3.Row]:
        return self._connection.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        return row

    def scalar(self, query: str, *values: Any) -> Any:
        """The first column of the first row; None when there is no row."""
        row = self.one(query, *values)
        return None if row is None else row[0]

    def change(self, query: str, *values: Any) -> int:
        """Run an insert, update or delete; the id of the row inserted last."""
        return self._connection.execute(query, values).lastrowid or 0

    def insert(self, table: str, **columns: Any) -> int:
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        query = f"insert into {table} ({names}) values ({marks})"
        return self.change(query, *columns.values())

    def note(self, action: str, *detail: Any) -> None:
        """Write a line of the audit log."""
        text = json.dumps(detail)
        self.insert(
            "audit", at="2024-05-17T08:15:00Z", actor="shop", action=action, detail=text
        )

    def close(self) -> None:
        self._connection.close()

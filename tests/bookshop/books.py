"""Books and their authors: find, add, change, remove, import, export."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from typing import Any

from .exchange import Answer, Call, RefusedError, check, json_answer
from .store import NOW, Store

RATES = {"EUR": 1, "USD": 1.1}
ORDERS = {
    "price": "amount",
    "-price": "amount desc",
    "title": "title",
    "": "id",
}


def list_books(call: Call) -> Answer:
    page, size = call.query("page", 1), call.query("per_page", 20)
    if page < 1 or not 1 <= size <= 100:
        raise RefusedError(400, "BAD_QUERY", "page starts at 1, per_page is 1 to 100.")
    currency = currency_of(call)
    found = [row for row in _sorted(call) if _matches(row, call)]
    shown = found[(page - 1) * size : page * size]
    more = f"/books?page={page + 1}" if page * size < len(found) else None
    with_summary = bool(call.queries("summary"))
    items = [_book(call.store, row, currency, summary=with_summary) for row in shown]
    return json_answer(
        {"items": items, "total": len(found), "page": page, "next": more}
    )


def currency_of(call: Call) -> str:
    """The currency that prices are asked for in."""
    currency = call.query("currency", "EUR")
    if currency not in RATES:
        raise RefusedError(400, "BAD_QUERY", f"No prices in {currency}.")
    return currency


def _sorted(call: Call) -> list[sqlite3.Row]:
    order = call.query("sort", "")
    if order not in ORDERS:
        raise RefusedError(400, "BAD_QUERY", f"Books cannot be sorted by {order}.")
    query = "select *, (select sum(on_hand) from stock where book_id = id) as on_hand from books"
    return call.store.all(f"{query} order by {ORDERS[order]}")


def _matches(row: sqlite3.Row, call: Call) -> bool:
    in_stock, genres = call.flag("in_stock"), call.queries("genre")
    return (
        call.query("q", "").casefold() in row["title"].casefold()
        and (not genres or row["genre"] in genres)
        and (in_stock is None or in_stock == bool(row["on_hand"]))
        and row["amount"] <= call.query("max_price", float("inf"))
    )


def get_book(call: Call) -> Answer:
    return json_answer(_book(call.store, book_row(call), summary=True))


def add_book(call: Call) -> Answer:
    columns = _columns(call, call.object(), whole=True)
    if call.store.one("select 1 from books where isbn = ?", columns["isbn"]):
        raise RefusedError(
            409, "ISBN_TAKEN", f"There is a book with ISBN {columns['isbn']}."
        )
    number = call.store.insert("books", added_at=NOW, **columns)
    row = call.store.one("select * from books where id = ?", number)
    assert row is not None
    return json_answer(_book(call.store, row, summary=True), 201)


def change_book(call: Call) -> Answer:
    return _update(call, whole=False)


def replace_book(call: Call) -> Answer:
    return _update(call, whole=True)


def _update(call: Call, *, whole: bool) -> Answer:
    number = book_row(call)["id"]
    columns = _columns(call, call.object(), whole=whole) | {"changed_at": NOW}
    marks = ", ".join(f"{name} = ?" for name in columns)
    call.store.change(
        f"update books set {marks} where id = ?", *columns.values(), number
    )
    return get_book(call)


def remove_book(call: Call) -> Answer:
    number = book_row(call)["id"]
    if call.store.one("select 1 from lines where book_id = ?", number):
        raise RefusedError(
            409, "BOOK_ORDERED", "A book that was ordered cannot be removed."
        )
    call.store.change("delete from books where id = ?", number)
    return Answer(204)


def count_books(call: Call) -> Answer:
    return json_answer(call.store.scalar("select count(*) from books"))


def list_genres(call: Call) -> Answer:
    rows = call.store.all("select distinct genre from books order by genre")
    return json_answer([row["genre"] for row in rows])


def export_books(call: Call) -> Answer:
    rows = call.store.all("select id, isbn, title, amount from books order by id")
    match call.query("format", ""):
        case "csv":
            text = io.StringIO()
            csv.writer(text).writerows(
                [("id", "isbn", "title", "amount"), *map(tuple, rows)]
            )
            return Answer(200, text.getvalue().encode(), "text/csv; charset=utf-8")
        case "json":
            return json_answer([dict(row) for row in rows])
        case other:
            raise RefusedError(400, "BAD_QUERY", f"There is no export as {other!r}.")


def import_books(call: Call) -> Answer:
    """One ISBN a line: 201 for new ones, 200 if all are known, 202 above three lines."""
    call.expect("text/plain")
    isbns = call.body.decode().split()
    if not all(re.fullmatch(r"\d{13}", isbn) for isbn in isbns) or not isbns:
        raise RefusedError(400, "BAD_LINE", "Every line must be an ISBN of 13 digits.")
    if len(isbns) > 3:
        return json_answer({"job": "imp-1", "queued": len(isbns), "check_at": NOW}, 202)
    known = [
        i for i in isbns if call.store.one("select 1 from books where isbn = ?", i)
    ]
    created = [_import(call.store, isbn) for isbn in isbns if isbn not in known]
    if not created:
        return json_answer({"known": known})
    return json_answer({"created": created, "known": known}, 201)


def _import(store: Store, isbn: str) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "isbn": isbn,
        "title": f"ISBN {isbn}",
        "genre": "unsorted",
    }
    columns |= {"author_id": 3, "published": "2024-01-01", "added_at": NOW}
    columns |= {"amount": 10, "currency": "EUR", "pages": 100, "tags": "[]"}
    return {"id": store.insert("books", **columns), "isbn": isbn}


def list_authors(call: Call) -> Answer:
    rows = call.store.all("select * from authors order by id")
    return json_answer([_author(row) for row in rows])


def get_author(call: Call) -> Answer:
    return json_answer(_author(_author_row(call)))


def list_books_of_author(call: Call) -> Answer:
    author = _author_row(call)
    query = (
        "select * from books where author_id = ? and published >= ? order by published"
    )
    rows = call.store.all(query, author["id"], call.query("from", ""))
    currency = currency_of(call)
    items = [_book(call.store, row, currency, summary=False) for row in rows]
    return json_answer({"author": author["name"], "items": items})


def _author_row(call: Call) -> sqlite3.Row:
    row = call.store.one("select * from authors where id = ?", call.param("id"))
    if row is None:
        raise RefusedError(
            404, "NO_SUCH_AUTHOR", f"There is no author {call.params['id']}."
        )
    return row


def _author(row: sqlite3.Row) -> dict[str, Any]:
    """The year of death is left out for the living; portraits are yet to come."""
    author = {"id": row["id"], "name": row["name"], "born": row["born"]}
    if row["died"]:
        author["died"] = row["died"]
    return author | {"portrait": None, "links": {}}


def book_row(call: Call) -> sqlite3.Row:
    """The book that the path names by `id`; 404 when there is none."""
    row = call.store.one("select * from books where id = ?", call.param("id"))
    if row is None:
        raise RefusedError(
            404, "NO_SUCH_BOOK", f"There is no book {call.params['id']}."
        )
    return row


def _book(
    store: Store, row: sqlite3.Row, currency: str = "EUR", *, summary: bool
) -> Any:
    writer = store.one("select id, name from authors where id = ?", row["author_id"])
    plain = ("id", "isbn", "title", "subtitle", "genre", "published", "added_at")
    book: dict[str, Any] = {name: row[name] for name in plain}
    book["changed_at"] = row["changed_at"]
    book["authors"] = [dict(writer)] if writer else []
    amount = round(row["amount"] * RATES[currency], 2)
    book["price"] = {"amount": amount, "currency": currency}
    book |= {"pages": row["pages"], "tags": json.loads(row["tags"]), "series": None}
    if row["weight_g"] is not None:
        book["size"] = {"height_mm": row["height_mm"], "weight_g": row["weight_g"]}
    return book | ({"summary": row["summary"]} if summary else {})


def _columns(call: Call, data: dict[str, Any], *, whole: bool) -> dict[str, Any]:
    """A book in JSON as columns. A part of a book leaves the other columns alone."""
    price, size = data.get("price"), data.get("size")
    writers = data.get("authors", [{"id": 1}])
    check(
        ("/title", bool(data.get("title", not whole)), "must not be empty"),
        ("/isbn", _isbn_like(data.get("isbn"), whole), "must be 13 digits"),
        ("/price/amount", _amount_like(price, whole), "must be a number above 0"),
        (
            "/authors",
            bool(writers and _is_author(call.store, writers[0])),
            "is not known",
        ),
    )
    plain = ("isbn", "title", "subtitle", "genre", "published", "pages", "summary")
    columns = {name: data[name] for name in plain if name in data}
    defaults = {"genre": "unsorted", "published": NOW[:10], "pages": 0, "tags": "[]"}
    columns = (defaults if whole else {}) | columns
    if whole or "authors" in data:
        columns["author_id"] = writers[0]["id"]
    if "tags" in data:
        columns["tags"] = json.dumps(data["tags"])
    columns |= {"amount": price["amount"], "currency": "EUR"} if price else {}
    return columns | (
        {key: size.get(key) for key in ("height_mm", "weight_g")} if size else {}
    )


def _isbn_like(value: Any, whole: bool) -> bool:
    return re.fullmatch(r"\d{13}", str(value)) is not None if value or whole else True


def _amount_like(price: Any, whole: bool) -> bool:
    if price is None:
        return not whole
    amount = price.get("amount")
    return isinstance(amount, int | float) and amount > 0


def _is_author(store: Store, writer: Any) -> bool:
    return store.one("select 1 from authors where id = ?", writer.get("id")) is not None

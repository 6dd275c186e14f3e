"""Orders: place, look up, pay, cancel. A reader sees their own orders only."""

from __future__ import annotations

import json
import sqlite3
from typing import Any
from xml.sax.saxutils import escape

from .access import reader
from .books import RATES, currency_of
from .exchange import Answer, Call, RefusedError, check, json_answer
from .store import NOW, Store


def place_order(call: Call) -> Answer:
    """201 with the order, 202 when a book must be restocked, 200 for a repeated call."""
    data, request_id = call.object(), call.header("X-Request-Id")
    query = "select id, placed_at from orders where request_id = ? and request_id <> ''"
    if again := call.store.one(query, request_id):
        return json_answer(
            {"duplicate_of": again["id"], "placed_at": again["placed_at"]}
        )
    lines: list[dict[str, Any]] = data.get("lines") or []
    check(
        (
            "/customer_id",
            _customer(call.store, data.get("customer_id")) is not None,
            "is unknown",
        ),
        ("/currency", data.get("currency") in RATES, "must be EUR or USD"),
        ("/lines", bool(lines), "must have at least one line"),
        ("/ship_to", isinstance(data.get("ship_to"), dict), "must be an address"),
    )
    if late := [line for line in lines if not _on_hand(call.store, line)]:
        waiting = [line["book_id"] for line in late]
        return json_answer(
            {"queued": True, "waiting_for": waiting, "check_at": NOW}, 202
        )
    number = _insert(call, data, request_id)
    return json_answer(_order(call.store, _row(call.store, number)), 201)


def _on_hand(store: Store, line: dict[str, Any]) -> bool:
    query = "select sum(on_hand) from stock where book_id = ?"
    on_hand = store.scalar(query, line.get("book_id"))
    if on_hand is None:
        raise RefusedError(
            404, "NO_SUCH_BOOK", f"There is no book {line.get('book_id')}."
        )
    return bool(on_hand >= line.get("quantity", 1))


def _insert(call: Call, data: dict[str, Any], request_id: str) -> int:
    number = call.store.insert(
        "orders",
        owner=reader(call),
        status="open",
        placed_at=NOW,
        customer_id=data["customer_id"],
        ship_to=json.dumps(data["ship_to"]),
        currency=data["currency"],
        gift=bool(data.get("gift")),
        note=data.get("note"),
        request_id=request_id,
    )
    for line in data["lines"]:
        price = call.store.scalar(
            "select amount from books where id = ?", line["book_id"]
        )
        columns = {
            "quantity": line.get("quantity", 1),
            "discount": line.get("discount"),
        }
        columns |= {"order_id": number, "book_id": line["book_id"], "price": price}
        call.store.insert("lines", **columns)
    return number


def get_order(call: Call) -> Answer:
    return json_answer(_order(call.store, _own(call)))


def receipt(call: Call) -> Answer:
    order = _order(call.store, _own(call))
    lines = [f"{line['quantity']} x {line['title']}" for line in order["lines"]]
    currency = currency_of(call)
    total = round(order["total"] * RATES[currency], 2)
    text = "\n".join([f"Order {order['id']}", *lines, f"{total} {currency}"])
    return Answer(200, text.encode() + b"\n", "text/plain; charset=utf-8")


def invoice(call: Call) -> Answer:
    order = _order(call.store, _own(call))
    name, total = escape(order["customer"]["name"]), order["total"]
    text = f'<invoice order="{order["id"]}"><to>{name}</to><total>{total}</total></invoice>'
    return Answer(200, text.encode(), "application/xml")


def list_orders(call: Call) -> Answer:
    status, since = call.query("status", "%"), call.query("since", "")
    query = "select * from orders where owner = ? and status like ? and placed_at >= ? order by id"
    rows = call.store.all(query, reader(call), status, since)
    limit = call.query("limit", 50)
    orders = [_order(call.store, row) for row in rows[:limit]]
    return json_answer({"orders": orders, "more": len(rows) > limit})


def list_archive(call: Call) -> Answer:
    query = "select * from orders where owner = ? and shipped_at is not null and placed_at like ?"
    rows = call.store.all(query, reader(call), f"{call.query('year', '')}%")
    return json_answer(
        [{"id": row["id"], "shipped_at": row["shipped_at"]} for row in rows]
    )


def pay(call: Call) -> Answer:
    order, fields = _order(call.store, _own(call)), call.form()
    form, vouchers = dict(fields), [value for key, value in fields if key == "voucher"]
    check(
        ("/method", form.get("method") in ("card", "cash"), "must be card or cash"),
        ("/amount", _is_number(form.get("amount", "")), "must be a number"),
    )
    if order["status"] == "paid":
        raise RefusedError(409, "ALREADY_PAID", f"Order {order['id']} is paid.")
    columns: dict[str, Any] = {
        "method": form["method"],
        "amount": float(form["amount"]),
    }
    number = call.store.insert(
        "payments", order_id=order["id"], vouchers=json.dumps(vouchers), **columns
    )
    call.store.change("update orders set status = 'paid' where id = ?", order["id"])
    left = max(round(order["total"] - columns["amount"], 2), 0)
    answer = {"payment_id": number, **columns, "left": left, "vouchers": vouchers}
    return json_answer(answer | {"remember_card": form.get("remember_card") == "true"})


def cancel_order(call: Call) -> Answer:
    order = _own(call)
    if order["shipped_at"]:
        raise RefusedError(
            409, "ALREADY_SHIPPED", f"Order {order['id']} is on its way."
        )
    call.store.change(
        "update orders set status = 'cancelled' where id = ?", order["id"]
    )
    return json_answer({"id": order["id"], "status": "cancelled", "cancelled_at": NOW})


def _own(call: Call) -> sqlite3.Row:
    row = _row(call.store, call.param("order_id"))
    if row["owner"] != reader(call):
        raise RefusedError(403, "NOT_YOURS", "This order is another reader's.")
    return row


def _row(store: Store, number: int) -> sqlite3.Row:
    row = store.one("select * from orders where id = ?", number)
    if row is None:
        raise RefusedError(404, "NO_SUCH_ORDER", f"There is no order {number}.")
    return row


def _customer(store: Store, number: Any) -> sqlite3.Row | None:
    return store.one("select * from customers where id = ?", number)


def _order(store: Store, row: sqlite3.Row) -> dict[str, Any]:
    """An order in JSON. `parcel` is there once it was shipped."""
    customer = _customer(store, row["customer_id"])
    assert customer is not None
    query = (
        "select l.*, title from lines l join books on id = book_id where order_id = ?"
    )
    names = ("book_id", "title", "quantity", "price", "discount")
    lines = [
        {name: line[name] for name in names} for line in store.all(query, row["id"])
    ]
    total = sum(
        line["quantity"] * line["price"] - (line["discount"] or 0) for line in lines
    )
    plain = ("id", "status", "placed_at", "shipped_at", "currency", "note")
    order = {name: row[name] for name in plain}
    order |= {"customer": dict(customer), "lines": lines, "total": round(total, 2)}
    order |= {"ship_to": json.loads(row["ship_to"]), "gift": bool(row["gift"])}
    if row["carrier"]:
        order["parcel"] = {"carrier": row["carrier"], "number": row["parcel"]}
    return order


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()

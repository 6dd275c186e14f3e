"""The generated bookshop client on a real socket: orders, payments, invoices."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from bookshop import access
from clients.shops import Shop

BERLIN = dt.timezone(dt.timedelta(hours=2))
NOW = dt.datetime(2024, 5, 17, 10, 15, tzinfo=BERLIN)


def fields_of(shop: Shop, quantity: int = 2) -> dict[str, Any]:
    """An order of two books, as arguments."""
    m = shop.models
    address = {"street": "Hafenweg 3", "city": "Kiel", "country": "DE"}
    return {
        "customer_id": 7,
        "currency": "EUR",
        "lines": [
            m.LineInput(book_id=1, quantity=quantity),
            m.LineInput(book_id=2, quantity=1, discount=1.5),
        ],
        "ship_to": m.ShipToInput(name="Mina Vogel", **address),
        "gift": False,
        "note": None,
    }


def mina(shop: Shop) -> dict[str, Any]:
    """Who orders, and where the parcel goes."""
    m = shop.models
    address = {"street": "Hafenweg 3", "city": "Kiel", "country": "DE"}
    return {
        "customer": m.Customer(id=7, name="Mina Vogel", email="mina@example.com"),
        "ship_to": m.ShipTo(name="Mina Vogel", **address),
        "currency": "EUR",
    }


def test_an_order_is_placed_and_its_answer_typed_by_status(shop: Shop) -> None:
    m, orders = shop.models, shop.client.orders
    placed = orders.place_an_order(x_request_id="a-1", **fields_of(shop))
    assert placed == m.PlaceAnOrderCreated(
        id=1004,
        status="open",
        placed_at=NOW,
        **mina(shop),
        lines=[
            m.Line(book_id=1, title="Night Ferry", quantity=2, price=12.5),
            m.Line(
                book_id=2, title="The Salt Almanac", quantity=1, price=18, discount=1.5
            ),
        ],
        total=41.5,
        gift=False,
    )
    again = orders.place_an_order(x_request_id="a-1", **fields_of(shop))
    assert again == m.PlaceAnOrderOk(duplicate_of=1004, placed_at=NOW)
    late = orders.place_an_order(x_request_id="a-2", **fields_of(shop, quantity=99))
    queued = m.PlaceAnOrderAccepted(queued=True, waiting_for=[1], check_at=NOW)
    assert late == queued


def test_an_order_has_a_parcel_once_it_was_shipped(shop: Shop) -> None:
    m, orders = shop.models, shop.client.orders
    shipped = m.Order(
        id=1002,
        status="shipped",
        placed_at=dt.datetime(2024, 4, 1, 16, 40, tzinfo=BERLIN),
        shipped_at=dt.datetime(2024, 4, 2, 6, 30, tzinfo=dt.UTC),
        note="Happy birthday!",
        **mina(shop),
        lines=[m.Line(book_id=4, title='Ink, Paper, "Scissors"', quantity=1, price=30)],
        total=30,
        gift=True,
        parcel=m.Parcel(carrier="Postrad", number="PR-20-417"),
    )
    assert orders.order(1002) == shipped
    unshipped = orders.order(1001)
    assert unshipped.parcel is unshipped.shipped_at is unshipped.note is None


def test_orders_are_listed_by_status_day_and_number(shop: Shop) -> None:
    orders, m = shop.client.orders, shop.models
    found = orders.list_orders(status="open", since="2024-05-01")
    assert found == m.Orders(orders=[orders.order(1001)], more=False)
    one = orders.list_orders(limit=1)
    assert (len(one.orders), one.more) == (1, True)


def test_two_items_of_one_name_are_two_methods(shop: Shop) -> None:
    at, line = (
        dt.datetime(2024, 4, 2, 6, 30, tzinfo=dt.UTC),
        shop.models.ListOrdersOrder,
    )
    orders = shop.client.orders
    assert orders.list_orders_archive(year=2024) == [line(id=1002, shipped_at=at)]
    assert orders.list_orders_archive(year=2023) == []


def test_texts_come_as_they_are(shop: Shop) -> None:
    orders = shop.client.orders
    lines = "Order 1001\n1 x Night Ferry\n2 x The Salt Almanac\n"
    assert orders.order_receipt(1001) == f"{lines}47.0 EUR\n"
    assert orders.order_receipt(1001, currency="USD") == f"{lines}51.7 USD\n"
    invoice = '<invoice order="1001"><to>Mina Vogel</to><total>47.0</total></invoice>'
    assert orders.get_the_invoice(1001) == invoice


def test_a_form_repeats_a_key_and_encodes_values(shop: Shop) -> None:
    m, vouchers = shop.models, ["SPRING 5", "READER&CO=+ü"]
    paid = shop.client.orders.pay(
        1001, method="card", amount="40.00", remember_card=True, voucher=vouchers
    )
    assert paid == m.Pay(
        payment_id=1,
        method="card",
        amount=40,
        left=7,
        vouchers=vouchers,
        remember_card=True,
    )
    assert shop.client.orders.order(1001).status == "paid"


def test_a_form_may_be_a_mapping(shop: Shop) -> None:
    form = {"method": "cash", "amount": "47"}
    paid = shop.client.orders.pay(order_id=1001, body=form)
    assert (paid.left, paid.vouchers, paid.remember_card) == (0, [], False)


def test_a_cancelled_order_stays(shop: Shop) -> None:
    orders, m = shop.client.orders, shop.models
    cancelled = m.Cancel(id=1001, status="cancelled", cancelled_at=NOW)
    assert orders.cancel(1001) == cancelled
    assert orders.order(1001).status == "cancelled"


def test_an_answer_beyond_the_examples_breaks_strict_callers_only(shop: Shop) -> None:
    heard: list[str] = []
    other = shop.client_of(shop_token=access.OTHER_SHOP_TOKEN)
    lenient = other.told(strict=False, on_difference=heard.append)
    order = lenient.orders.order(1003)
    assert (order.id, order.customer.email) == (1003, None)  # no example lacks an email
    assert heard == ["$.customer.email: expected str, found None"]
    with pytest.raises(shop.errors.DecodeError) as caught:
        other.orders.order(1003)
    assert caught.value.path == "$.customer.email"

"""The generated bookshop client on a real socket: refusals are raised as typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bookshop import access
from clients.shops import Shop

KNOWN: dict[str, Any] = {"isbn": "9780000000017", "title": "T", "price": {"amount": 1}}

CLASSES = {
    400: "BadRequestError",
    401: "UnauthorizedError",
    403: "ForbiddenError",
    404: "NotFoundError",
    409: "ConflictError",
    500: "InternalServerError",
}

REFUSED: dict[tuple[int, str], Callable[[Shop], Any]] = {
    (400, "BAD_QUERY"): lambda shop: shop.client.catalogue.books.list(page=0),
    (400, "BAD_JSON"): lambda shop: shop.client.catalogue.books.add_a_book(body="{"),
    (400, "BAD_LINE"): lambda shop: shop.client.import_(body="no number"),
    (400, "BAD_XML"): lambda shop: (
        shop.client.stock.report_counts(warehouse="main", body="no XML")
    ),
    (401, "BAD_CREDENTIALS"): lambda shop: (
        shop.client_of(api_key="no such key").stock.levels("main")
    ),
    (403, "NOT_ALLOWED"): lambda shop: (
        shop.client_of(admin_user=access.CLERK_USER).admin.readers()
    ),
    (403, "NOT_YOURS"): lambda shop: shop.client.orders.order(1003),
    (403, "READ_ONLY_KEY"): lambda shop: (
        shop.client_of(api_key=access.READ_ONLY_STOCK_KEY).stock.report_counts(
            warehouse="main", body="<counts/>"
        )
    ),
    (403, "SCOPE_MISSING"): lambda shop: (
        shop.client_of(audit_token=access.UNSCOPED_TOKEN).admin.audit_log()
    ),
    (404, "NO_SUCH_BOOK"): lambda shop: shop.client.catalogue.books.id(99),
    (404, "NO_SUCH_PICTURE"): lambda shop: (
        shop.client.catalogue.books.pictures.get_the_cover(2)
    ),
    (409, "ISBN_TAKEN"): lambda shop: shop.client.catalogue.books.add_a_book(**KNOWN),
    (409, "BOOK_ORDERED"): lambda shop: shop.client.catalogue.books.remove_a_book(1),
    (409, "ALREADY_SHIPPED"): lambda shop: shop.client.orders.cancel(1002),
    (500, "INTERNAL"): lambda shop: shop.client.admin.rebuild_the_index(shards=0),
}


@pytest.mark.parametrize(("status", "code"), REFUSED)
def test_a_refusal_is_its_own_class_with_its_body(
    shop: Shop, status: int, code: str
) -> None:
    with pytest.raises(shop.errors.BookshopError) as caught:
        REFUSED[status, code](shop)
    error = caught.value
    assert type(error) is getattr(shop.errors, CLASSES[status])
    assert type(error.body) is shop.models.ErrorBody
    assert (error.status, error.body.code) == (status, code)
    assert error.body.request_id is None


def test_what_is_wrong_with_a_body_is_told_field_by_field(shop: Shop) -> None:
    book: dict[str, Any] = {"isbn": "1", "title": "", "price": {"amount": -1}}
    with pytest.raises(shop.errors.UnprocessableEntityError) as caught:
        shop.client.catalogue.books.add_a_book(**book)
    field = shop.models.Field
    assert caught.value.body == shop.models.UnprocessableEntityErrorBody(
        title="The body says things that cannot be.",
        status=422,
        fields=[
            field(path="/title", reason="must not be empty"),
            field(path="/isbn", reason="must be 13 digits"),
            field(path="/price/amount", reason="must be a number above 0"),
        ],
    )


@pytest.mark.parametrize("call", ["star", "pay", "add_pictures", "change_a_book"])
def test_every_kind_of_body_can_be_refused(shop: Shop, call: str) -> None:
    client = shop.client
    wrong: dict[str, Callable[[], Any]] = {
        "star": lambda: client.reviews.star(id=1, body={"stars": 6}),
        "pay": lambda: client.orders.pay(order_id=1001, body={"method": "gold"}),
        "add_pictures": lambda: client.catalogue.books.pictures.add_pictures(
            id=1, body={"caption": "no front"}
        ),
        "change_a_book": lambda: client.catalogue.books.change_a_book(
            id=1, body={"price": {"amount": -2}}
        ),
    }
    with pytest.raises(shop.errors.UnprocessableEntityError) as caught:
        wrong[call]()
    assert caught.value.body.fields


def test_an_error_tells_the_request_it_answers(shop: Shop) -> None:
    lines: dict[str, Any] = {
        "lines": [{"book_id": 99}],
        "customer_id": 7,
        "currency": "EUR",
    }
    with pytest.raises(shop.errors.NotFoundError) as caught:
        shop.client.orders.place_an_order(x_request_id="r-9", ship_to={}, **lines)
    error = caught.value
    assert (error.body.code, error.body.request_id) == ("NO_SUCH_BOOK", "r-9")
    assert str(error) == f"POST {shop.base_url}/orders answered 404 Not Found"
    assert error.headers["content-type"] == "application/json; charset=utf-8"


def test_no_secret_stands_in_a_client_or_an_error(shop: Shop) -> None:
    stranger = shop.client_of(shop_token="s3cr3t-t0ken")
    with pytest.raises(shop.errors.UnauthorizedError) as caught:
        stranger.catalogue.books.count()
    shown = f"{stranger.target!r} {stranger.catalogue.target!r} {caught.value!r}"
    assert "s3cr3t" not in f"{shown} {caught.value} {caught.value.body}"


def test_what_the_collection_lacks_has_the_same_errors_with_the_same_errors(
    shop: Shop,
) -> None:
    assert shop.client.request("GET", "/books/count") == 4
    with pytest.raises(shop.errors.NotFoundError) as caught:
        shop.client.request("GET", "/nowhere")
    assert caught.value.body.code == "NO_ROUTE"


def test_a_shop_that_is_gone_is_a_transport_error(shop: Shop) -> None:
    lost = shop.client_of(base_url="http://127.0.0.1:1")
    with pytest.raises(shop.errors.ConnectionFailedError):
        lost.genres()

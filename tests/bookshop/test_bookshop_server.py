"""The bookshop server keeps what it is told, and turns down what it must."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from bookshop import access
from bookshop.server import bookshop


@pytest.fixture
def shop() -> Iterator[httpx2.Client]:
    """A fresh shop, and a client that sends a reader's token."""
    headers = {"Authorization": f"Bearer {access.SHOP_TOKEN}"}
    with (
        bookshop() as base_url,
        httpx2.Client(base_url=base_url, headers=headers) as client,
    ):
        yield client


def test_a_book_that_was_added_can_be_read_changed_and_removed(
    shop: httpx2.Client,
) -> None:
    book = {
        "isbn": "9780000000994",
        "title": "Tide",
        "price": {"amount": 9},
        "tags": ["x"],
    }
    added = shop.post("/books", json=book)
    place = f"/books/{added.json()['id']}"
    assert (added.status_code, shop.get(place).json()) == (201, added.json())
    changed = shop.patch(place, json={"title": "Ebb"}).json()
    assert (changed["title"], changed["tags"]) == ("Ebb", ["x"])
    removed = shop.delete(place)
    assert (removed.status_code, removed.content) == (204, b"")
    assert shop.get(place).status_code == 404


def test_every_shop_is_a_fresh_one() -> None:
    for _ in range(2):
        with bookshop() as base_url:
            headers = {"Authorization": f"Bearer {access.SHOP_TOKEN}"}
            assert (
                httpx2.delete(f"{base_url}/books/3", headers=headers).status_code == 204
            )


def test_filters_narrow_a_list_and_a_repeated_key_widens_it(
    shop: httpx2.Client,
) -> None:
    def found(**query: str | int | list[str]) -> list[str]:
        items = shop.get("/books", params=query).json()["items"]
        return [item["title"] for item in items]

    assert found(genre=["poetry", "craft"]) == [
        "The Salt Almanac",
        'Ink, Paper, "Scissors"',
    ]
    assert found(in_stock="false") == ["茶与灯"]
    assert found(q="FERRY") == ["Night Ferry"]
    assert found(per_page=1, page=2) == ["The Salt Almanac"]


def test_uploaded_bytes_come_back_unchanged(shop: httpx2.Client) -> None:
    content = bytes(range(256)) + b"\r\n--\r\n\r"
    files = {"front": ("bytes.bin", content, "application/x-thing")}
    sent = shop.post("/books/1/pictures", data={"caption": "größer"}, files=files)
    assert sent.json()["caption"] == "größer"
    back = shop.get("/books/1/pictures/bytes.bin")
    assert (back.content, back.headers["Content-Type"]) == (
        content,
        "application/x-thing",
    )


def test_a_form_pays_an_order_once(shop: httpx2.Client) -> None:
    form = {"method": "card", "amount": "40", "voucher": ["A&B", "C D"]}
    paid = shop.post("/orders/1001/payment", data=form)
    assert (paid.json()["left"], paid.json()["vouchers"]) == (7, ["A&B", "C D"])
    again = shop.post("/orders/1001/payment", data=form)
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_PAID")


def test_an_order_with_a_request_id_seen_before_is_not_made_twice(
    shop: httpx2.Client,
) -> None:
    order: dict[str, object] = {
        "customer_id": 7,
        "currency": "EUR",
        "lines": [{"book_id": 1}],
        "ship_to": {},
    }
    first = shop.post("/orders", json=order, headers={"X-Request-Id": "r-1"})
    second = shop.post("/orders", json=order, headers={"X-Request-Id": "r-1"})
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["duplicate_of"] == first.json()["id"]


def test_a_review_written_with_graphql_is_read_with_graphql(
    shop: httpx2.Client,
) -> None:
    review = {"book": 4, "stars": 3, "text": "Useful.", "by": "Mina"}
    write = {"query": "mutation AddReview { x }", "variables": {"review": review}}
    read = {"query": "query ReviewsOfBook { x }", "variables": {"book": 4}}
    assert shop.post("/graphql", json=write).json()["data"]["addReview"]["stars"] == 3
    found = shop.post("/graphql", json=read).json()["data"]["book"]["reviews"]
    assert found == [{"stars": 3, "text": "Useful.", "by": "Mina"}]


def test_a_wrong_body_names_each_wrong_field(shop: httpx2.Client) -> None:
    answer = shop.post(
        "/books", json={"isbn": "1", "title": "", "price": {"amount": 1}}
    )
    assert (answer.status_code, answer.json()["status"]) == (422, 422)
    assert [field["path"] for field in answer.json()["fields"]] == ["/title", "/isbn"]


def test_a_failure_inside_is_a_500_with_the_shape_of_a_problem(
    shop: httpx2.Client,
) -> None:
    auth = httpx2.BasicAuth(access.ADMIN_USER, access.ADMIN_PASSWORD)
    answer = shop.post("/admin/index?shards=0", auth=auth)
    assert answer.status_code == 500
    assert answer.json().keys() == {"code", "message", "request_id"}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/status", {"Authorization": ""}, 200),
        ("/books/1", {"Authorization": ""}, 401),
        ("/books/1", {"Authorization": "Bearer guess"}, 401),
        ("/books/1", {"Authorization": f"Basic {access.SHOP_TOKEN}"}, 401),
        ("/orders/1001", {"Authorization": f"Bearer {access.OTHER_SHOP_TOKEN}"}, 403),
        ("/warehouses/main/stock", {}, 401),
        ("/warehouses/main/stock", {"X-Api-Key": access.READ_ONLY_STOCK_KEY}, 200),
        ("/warehouses/main/stock/1", {"X-Api-Key": access.STOCK_KEY}, 401),
        (f"/warehouses/main/stock/1?key={access.STOCK_KEY}", {}, 200),
        ("/admin/readers", {"Authorization": "Basic !"}, 401),
        ("/admin/audit", {"Authorization": f"Bearer {access.UNSCOPED_TOKEN}"}, 403),
        ("/nowhere", {}, 404),
    ],
)
def test_each_way_in_is_guarded(
    shop: httpx2.Client, path: str, headers: dict[str, str], status: int
) -> None:
    assert shop.get(path, headers=headers).status_code == status

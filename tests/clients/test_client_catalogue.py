"""The generated bookshop client on a real socket: books, their authors, imports."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from clients.shops import Shop

BERLIN = dt.timezone(dt.timedelta(hours=2))
NOW = dt.datetime(2024, 5, 17, 10, 15, tzinfo=BERLIN)
ADDED = dt.datetime(2024, 3, 1, 9, 30, tzinfo=dt.UTC)


def night_ferry(shop: Shop) -> dict[str, Any]:
    """What every view of the first book has in common."""
    return {
        "id": 1,
        "isbn": "9780000000017",
        "title": "Night Ferry",
        "subtitle": "A crossing in nine tides",
        "genre": "novel",
        "published": dt.date(1968, 9, 2),
        "added_at": ADDED,
        "changed_at": dt.datetime(2024, 4, 12, 18, 5, tzinfo=BERLIN),
        "authors": [shop.models.Author(id=1, name="Ada Lindqvist")],
        "price": shop.models.Price(amount=12.5, currency="EUR"),
        "pages": 284,
        "tags": ["sea", "classic"],
    }


def test_a_book_has_its_fields_in_their_types(shop: Shop) -> None:
    book, m = shop.client.catalogue.books.id(1), shop.models
    assert book == m.Id(
        **night_ferry(shop),
        size=m.IdSize(height_mm=198, weight_g=310),
        summary="A ferry pilot keeps two logs. One is true.",
    )
    assert type(book.published) is dt.date
    assert book.changed_at.utcoffset() == dt.timedelta(hours=2)


def test_what_a_book_does_not_say_reads_none(shop: Shop) -> None:
    book = shop.client.catalogue.books.id(3)
    absent = (book.subtitle, book.changed_at, book.series, book.size, book.summary)
    assert (book.title, book.tags, absent) == ("茶与灯", [], (None,) * 5)


def test_books_are_listed_by_every_parameter(shop: Shop) -> None:
    books, m = shop.client.catalogue.books, shop.models
    size = m.Size(height_mm=198, weight_g=310)
    first = m.BooksItem(**night_ferry(shop), size=size)
    page = books.list(genre=["novel", "poetry"], in_stock=True, page=1, per_page=1)
    assert page == m.Books(items=[first], total=2, page=1, next="/books?page=2")
    found = books.list(q="ferry", max_price="20", sort="-price", summary="")
    assert [book.summary for book in found.items] == [
        "A ferry pilot keeps two logs. One is true."
    ]
    assert books.list(genre=[]).total == books.list().total == 4


def test_the_currency_of_a_call_is_that_of_its_prices(shop: Shop) -> None:
    def price(**query: str) -> Any:
        return shop.client.catalogue.books.list(q="ferry", **query).items[0].price

    euros = shop.models.Price(amount=12.5, currency="EUR")
    assert price(currency="USD") == shop.models.Price(amount=13.75, currency="USD")
    assert price(currency="EUR") == price() == euros


def test_a_book_is_added_with_typed_fields(shop: Shop) -> None:
    m, books = shop.models, shop.client.catalogue.books
    added = books.add_a_book(
        isbn="9780000000055",
        title="The Lamplighter’s Ledger",
        subtitle=None,
        genre="novel",
        authors=[m.AuthorInput(id=1)],
        published=dt.date(2024, 5, 1),
        price=m.PriceInput(amount=16.5, currency="EUR"),
        pages=240,
        tags=["lamps", "night"],
        size=m.SizeInput(height_mm=205, weight_g=295.5),
        summary="Every lamp keeps an account.",
    )
    assert added == m.AddABook(
        id=5,
        isbn="9780000000055",
        title="The Lamplighter’s Ledger",
        genre="novel",
        published=dt.date(2024, 5, 1),
        added_at=NOW,
        authors=[m.Author(id=1, name="Ada Lindqvist")],
        price=m.Price(amount=16.5, currency="EUR"),
        pages=240,
        tags=["lamps", "night"],
        size=m.Size(height_mm=205, weight_g=295.5),
        summary="Every lamp keeps an account.",
    )
    assert books.count() == 5


@pytest.mark.parametrize("write", [dict[str, Any], json.dumps])
def test_a_body_may_be_plain_data_or_text(shop: Shop, write: Any) -> None:
    least = {"isbn": "9780000000062", "title": "Least", "price": {"amount": 1.5}}
    added = shop.client.catalogue.books.add_a_book(body=write(least))
    assert (added.title, added.genre, added.size) == ("Least", "unsorted", None)


def test_a_book_that_was_read_is_changed_and_written_back(shop: Shop) -> None:
    books = shop.client.catalogue.books
    book = books.id(1)
    book.title, book.price.amount = "Day Ferry", 9.5
    replaced = books.replace_a_book(id=1, body=book)
    assert (replaced.title, replaced.price.amount) == ("Day Ferry", 9.5)
    assert (replaced.subtitle, replaced.tags) == (book.subtitle, book.tags)
    assert replaced.changed_at == NOW


def test_null_empties_a_field_and_omit_leaves_it(shop: Shop) -> None:
    m, books = shop.models, shop.client.catalogue.books
    price = m.ChangeABookPriceInput(amount=14, currency="EUR")
    changed = books.change_a_book(1, price=price, subtitle=None)
    assert changed.price == m.ChangeABookPrice(amount=14, currency="EUR")
    assert (changed.subtitle, changed.tags) == (None, ["sea", "classic"])


def test_a_removed_book_is_gone(shop: Shop) -> None:
    books = shop.client.catalogue.books
    assert books.remove_a_book(3) is None
    assert books.count() == 3
    with pytest.raises(shop.errors.NotFoundError):
        books.id(3)


def test_exports_are_text_or_a_typed_list_by_their_constant(shop: Shop) -> None:
    books, line = shop.client.catalogue.books, shop.models.ExportAsJson
    assert books.export_as_csv().splitlines()[:2] == [
        "id,isbn,title,amount",
        "1,9780000000017,Night Ferry,12.5",
    ]
    exported = books.export_as_json()
    first = line(id=1, isbn="9780000000017", title="Night Ferry", amount=12.5)
    assert (exported[0], len(exported)) == (first, 4)


def test_authors_are_a_list_and_the_living_have_no_death(shop: Shop) -> None:
    author, catalogue = shop.models.CatalogueAuthor, shop.client.catalogue
    ada = author(
        id=1,
        name="Ada Lindqvist",
        born=dt.date(1931, 2, 11),
        died=dt.date(2009, 10, 30),
        links={},
    )
    chidi = author(id=2, name="Chidi Okonjo", born=dt.date(1974, 7, 1), links={})
    wen = author(id=3, name="李雯", links={})
    assert catalogue.get_authors() == [ada, chidi, wen]
    assert catalogue.authors.zuo_zhe_xiang_qing(3) == wen
    assert wen.born is wen.died is None


def test_the_books_of_an_author(shop: Shop) -> None:
    m, authors = shop.models, shop.client.catalogue.authors
    found = authors.knigi_avtora(2, from_="2000-01-01", currency="EUR")
    assert found == m.KnigiAvtora(
        author="Chidi Okonjo",
        items=[
            m.KnigiAvtoraItem(
                id=2,
                isbn="9780000000024",
                title="The Salt Almanac",
                genre="poetry",
                published=dt.date(2015, 4, 23),
                added_at=ADDED,
                authors=[m.Author(id=2, name="Chidi Okonjo")],
                price=m.ChangeABookPrice(amount=18, currency="EUR"),
                pages=96,
                tags=["sea"],
                size=m.Size(height_mm=210, weight_g=182.5),
            )
        ],
    )
    assert authors.knigi_avtora(2, from_="2020-01-01").items == []


def test_an_import_answers_by_its_status(shop: Shop) -> None:
    m, import_ = shop.models, shop.client.import_
    assert import_(body="9780000000017") == m.ImportOk(known=["9780000000017"])
    new = m.Created(id=5, isbn="9780000000079")
    some = import_(body=b"9780000000017\n9780000000079")
    assert some == m.ImportCreated(created=[new], known=["9780000000017"])
    many = "\n".join(f"978000000{number:04}" for number in range(4))
    assert import_(body=many) == m.ImportAccepted(job="imp-1", queued=4, check_at=NOW)


def test_root_calls_answer_an_object_and_a_list_of_text(shop: Shop) -> None:
    opened = dt.date(2019, 4, 1)
    status = shop.models.IsTheShopOpen(
        open=True, since=opened, load=0.25, version="1.4.2"
    )
    assert shop.client.is_the_shop_open() == status
    assert shop.client.genres() == ["craft", "novel", "poetry"]

"""The generated bookshop client on a real socket: stock, office, reviews."""

from __future__ import annotations

import datetime as dt

import pytest
from clients.shops import Shop


def test_levels_have_dates_and_what_is_absent_reads_none(shop: Shop) -> None:
    m = shop.models
    levels = shop.client.stock.levels("main")
    assert levels.counted_at == dt.datetime(2024, 5, 16, 22, tzinfo=dt.UTC)
    assert levels.levels[2:] == [
        m.Level(
            book_id=3,
            on_hand=0,
            reserved=0,
            weight_kg=0,
            restock_on=dt.date(2024, 7, 15),
        ),
        m.Level(book_id=4, on_hand=5, reserved=1, shelf="C4", weight_kg=4),
    ]
    few = shop.client.stock.levels("main", below=4).levels
    assert [level.book_id for level in few] == [2, 3]


def test_a_key_goes_in_the_query_where_the_item_says_so(shop: Shop) -> None:
    assert shop.client.stock.stock(warehouse="main", book_id=2) == shop.models.Stock(
        book_id=2,
        on_hand=3,
        reserved=0,
        shelf="A2",
        weight_kg=0.547,
        restock_on=dt.date(2024, 6, 1),
    )
    stranger = shop.client_of(api_key="k&y=#?")  # one value, whatever it holds
    with pytest.raises(shop.errors.UnauthorizedError) as caught:
        stranger.stock.stock(warehouse="main", book_id=2)
    assert caught.value.body.code == "BAD_CREDENTIALS"
    assert "k&y" not in str(caught.value)


def test_keys_that_are_no_names_have_names(shop: Shop) -> None:
    assert shop.client.stock.class_("main") == shop.models.Class(
        class_="A",
        content_type="books",
        field_1st=dt.date(2019, 4, 1),
        ref="/warehouses/main",
        id="WH-01",
        id_2=1,
        from_="Kiel",
        self=True,
    )


def test_xml_is_sent_as_it_is(shop: Shop) -> None:
    stock, m = shop.client.stock, shop.models
    counts = '<counts><line book="1" count="11"/><line book="2" count="4"/></counts>'
    for body in (counts, counts.encode()):
        reported = stock.report_counts(warehouse="main", body=body)
        assert reported == m.ReportCounts(lines=2, books=[1, 2])
    assert [level.on_hand for level in stock.levels("main").levels[:2]] == [11, 4]


def test_a_mixed_list_is_a_union(shop: Shop) -> None:
    m = shop.models
    mina, jonas = shop.client.admin.readers()
    seen = [1, "web", None, m.Seen(kiosk=2)]
    assert mina == m.Reader(
        id=7, name="Mina Vogel", email="mina@example.com", seen=seen
    )
    assert (jonas.email, jonas.card) == (None, None)


def test_an_answer_of_202_is_typed(shop: Shop) -> None:
    m, admin = shop.models, shop.client.admin
    started = m.RebuildTheIndex(started=True, books_per_shard=2)
    assert admin.rebuild_the_index() == started
    assert admin.rebuild_the_index(shards=4).books_per_shard == 1


def test_the_audit_log_has_moments_and_mixed_details(shop: Shop) -> None:
    m = shop.models
    log = shop.client.admin.audit_log(since="2024-05-03T00:00:00Z", limit=2)
    change = m.Entry(
        at=dt.datetime(2024, 5, 3, 11, 20, tzinfo=dt.UTC),
        actor="admin",
        action="price.change",
        detail=[1, 12.5, m.Detail(was=11.9)],
    )
    index = m.Entry(
        at=dt.datetime(2024, 5, 9, 20, 45, 30, tzinfo=dt.UTC),
        actor="system",
        action="index.rebuild",
        detail=[None, True],
    )
    assert log == m.AuditLog(entries=[change, index], filters={}, flags=[])
    assert log.cursor is None


def test_graphql_takes_typed_variables(shop: Shop) -> None:
    m, reviews = shop.models, shop.client.reviews
    read = m.Review(stars=5, text="Read it on a boat.", by="Mina")
    slow = m.Review(stars=4, text="Slow, then not.")
    book = m.DataBook(title="Night Ferry", reviews=[read, slow])
    found = reviews.reviews_of_a_book(book=1, first=2)
    assert found == m.ReviewsOfABook(data=m.ReviewsOfABookData(book=book))
    assert found.errors is None


def test_graphql_answers_null_beside_its_errors(shop: Shop) -> None:
    found = shop.client.reviews.reviews_of_a_book(book=99)
    error = shop.models.Error(message="There is no such book.", path=["book"])
    assert (found.data.book, found.errors) == (None, [error])


def test_a_graphql_mutation_changes_the_shop(shop: Shop) -> None:
    m, reviews = shop.models, shop.client.reviews
    review = m.ReviewInput(book=2, stars=4, text="Read slowly.", by=None)
    written = reviews.write_a_review(review=review)
    assert written.data.add_review == m.AddReview(id=4, stars=4)
    found = reviews.reviews_of_a_book(book=2).data.book.reviews
    assert [(r.text, r.by) for r in found[1:]] == [("Read slowly.", None)]


def test_an_emoji_is_a_method(shop: Shop) -> None:
    given = shop.client.reviews.star(1, stars=5)
    assert given == shop.models.Star(average=4.67, count=3)

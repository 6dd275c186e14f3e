"""Reviews: a GraphQL endpoint that knows two operations, and stars."""

from __future__ import annotations

import re
from typing import Any

from .books import book_row
from .exchange import Answer, Call, RefusedError, check, json_answer
from .store import Store


def graphql(call: Call) -> Answer:
    data = call.object()
    variables: dict[str, Any] = data.get("variables") or {}
    name = re.match(r"\s*(?:query|mutation)\s+(\w+)", str(data.get("query", "")))
    match name and name[1]:
        case "ReviewsOfBook":
            return _reviews_of_book(call.store, variables)
        case "AddReview":
            return _add_review(call.store, variables)
        case _:
            raise RefusedError(
                400, "BAD_QUERY", "The query is none that the shop knows."
            )


def _reviews_of_book(store: Store, variables: dict[str, Any]) -> Answer:
    book = store.one("select id, title from books where id = ?", variables.get("book"))
    if book is None:
        error = {"message": "There is no such book.", "path": ["book"]}
        return json_answer({"data": {"book": None}, "errors": [error]})
    query = "select stars, text, by from reviews where book_id = ? order by id limit ?"
    rows = store.all(query, book["id"], variables.get("first", 10))
    found = {"title": book["title"], "reviews": [dict(row) for row in rows]}
    return json_answer({"data": {"book": found}})


def _add_review(store: Store, variables: dict[str, Any]) -> Answer:
    review: dict[str, Any] = variables.get("review") or {}
    names = {"book": "book_id", "stars": "stars", "text": "text", "by": "by"}
    columns = {column: review.get(name) for name, column in names.items()}
    number = store.insert("reviews", **columns)
    return json_answer(
        {"data": {"addReview": {"id": number, "stars": review.get("stars")}}}
    )


def give_stars(call: Call) -> Answer:
    number, stars = book_row(call)["id"], call.object().get("stars")
    check(("/stars", stars in range(1, 6), "must be 1 to 5"))
    call.store.insert("reviews", book_id=number, stars=stars)
    query = (
        "select avg(stars) as average, count(*) as count from reviews where book_id = ?"
    )
    row = call.store.one(query, number)
    assert row is not None
    return json_answer({"average": round(row["average"], 2), "count": row["count"]})

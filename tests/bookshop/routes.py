"""The table of routes, and `answer`: from a request to what the shop says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from . import access, admin, books, files, orders, reviews, stock
from .exchange import Answer, Call, InvalidError, RefusedError, json_answer

Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """`path` has named segments in braces."""

    method: str
    path: str
    guard: access.Guard
    handler: Handler

    def match(self, call: Call) -> dict[str, str] | None:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path)
        found = re.fullmatch(pattern, call.path) if call.method == self.method else None
        return found and found.groupdict()


ROUTES = (
    Route("GET", "/status", access.anyone, admin.status),
    Route("POST", "/import", access.reader, books.import_books),
    Route("GET", "/genres", access.reader, books.list_genres),
    Route("GET", "/books", access.reader, books.list_books),
    Route("POST", "/books", access.reader, books.add_book),
    Route("GET", "/books/count", access.reader, books.count_books),
    Route("GET", "/books/export", access.reader, books.export_books),
    Route("GET", "/books/{id}", access.reader, books.get_book),
    Route("PATCH", "/books/{id}", access.reader, books.change_book),
    Route("PUT", "/books/{id}", access.reader, books.replace_book),
    Route("DELETE", "/books/{id}", access.reader, books.remove_book),
    Route("GET", "/books/{id}/cover", access.reader, files.get_cover),
    Route("PUT", "/books/{id}/cover", access.reader, files.put_cover),
    Route("POST", "/books/{id}/pictures", access.reader, files.add_pictures),
    Route("GET", "/books/{id}/pictures/{name}", access.reader, files.get_picture),
    Route("PUT", "/books/{id}/stars", access.reader, reviews.give_stars),
    Route("GET", "/authors", access.reader, books.list_authors),
    Route("GET", "/authors/{id}", access.reader, books.get_author),
    Route("GET", "/authors/{id}/books", access.reader, books.list_books_of_author),
    Route("GET", "/orders", access.reader, orders.list_orders),
    Route("POST", "/orders", access.reader, orders.place_order),
    Route("GET", "/orders/archive", access.reader, orders.list_archive),
    Route("GET", "/orders/{order_id}", access.reader, orders.get_order),
    Route("DELETE", "/orders/{order_id}", access.reader, orders.cancel_order),
    Route("GET", "/orders/{order_id}/receipt", access.reader, orders.receipt),
    Route("GET", "/orders/{order_id}/invoice", access.reader, orders.invoice),
    Route("POST", "/orders/{order_id}/payment", access.reader, orders.pay),
    Route("GET", "/warehouses/{warehouse}/stock", access.stock_key, stock.list_levels),
    Route(
        "POST", "/warehouses/{warehouse}/stock", access.stock_key, stock.report_counts
    ),
    Route("GET", "/warehouses/{warehouse}/class", access.stock_key, stock.classify),
    Route(
        "GET",
        "/warehouses/{warehouse}/stock/{book_id}",
        access.stock_key_in_query,
        stock.get_level,
    ),
    Route("POST", "/graphql", access.reader, reviews.graphql),
    Route("GET", "/admin/readers", access.admin, admin.list_readers),
    Route("POST", "/admin/index", access.admin, admin.rebuild_index),
    Route("GET", "/admin/audit", access.auditor, admin.list_audit),
)


def answer(call: Call) -> Answer:
    """Every failure is an answer too: refusals and invalid bodies as the API types them."""
    try:
        return _dispatch(call)
    except InvalidError as error:
        fields = [{"path": path, "reason": reason} for path, reason in error.fields]
        body = {"title": "The body says things that cannot be.", "status": 422}
        return json_answer(body | {"fields": fields}, 422)
    except RefusedError as error:
        return _problem(call, error.status, error.code, error.message)
    except Exception as error:
        return _problem(
            call, 500, "INTERNAL", f"The shop tripped: {type(error).__name__}."
        )


def _dispatch(call: Call) -> Answer:
    for route in ROUTES:
        params = route.match(call)
        if params is not None:
            call = replace(call, params=params)
            route.guard(call)
            return route.handler(call)
    raise RefusedError(
        404, "NO_ROUTE", f"There is nothing at {call.method} {call.path}."
    )


def _problem(call: Call, status: int, code: str, message: str) -> Answer:
    request_id = call.header("X-Request-Id") or None
    return json_answer(
        {"code": code, "message": message, "request_id": request_id}, status
    )

"""Whatever an argument holds, the call reaches its own endpoint or none at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.parser import BytesParser
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest
from clients.generated import PACKAGES
from clients.loopback import Loopback

SENT = {
    "a way out": "../admin",
    "a longer way out": "../../admin?x=1#",
    "a slash": "a/b",
    "two slashes": "//evil.example",
    "a backslash": "..\\admin",
    "encoded dots": "%2e%2e",
    "encoded slash": "..%2Fadmin",
    "encoded twice": "%252e%252e%252f",
    "a query": "x?y=1",
    "another parameter": "x&page=2",
    "a fragment": "#",
    "user info": "user@evil.example:80",
    "a URL": "https://evil.example/x",
    "a path parameter": "1;admin=true",
    "CR LF": "1 HTTP/1.1\r\nX-Evil: 1\r\n\r\nGET /admin",
    "NUL": "1\x00",
    "blank": " ",
    "a variable in braces": "{{shop_token}}",
    "a path variable in braces": "{{:id}}",
    "a path variable": ":id",
    "other scripts": "茶/灯",
    "much": "x/" * 10_000,
}

REFUSED = {
    "nothing": "",
    "a dot": ".",
    "two dots": "..",
    "a path parameter of two dots": "..;",
    "a path parameter of nothing": ";x=1",
    "a lone surrogate": "\ud800",
    "a megabyte": "x" * 1_000_000,
}

PATHS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "last": ("/orders/(.*)", lambda client, value: client.orders.order(value)),
    "inner": (
        "/orders/(.*)/receipt",
        lambda client, value: client.orders.order_receipt(value, currency="EUR"),
    ),
    "variable": (
        "/books/1/pictures/(.*)",
        lambda client, value: (
            client.catalogue.books.pictures.get_a_picture(id=1, name=value)
        ),
    ),
    "two": (
        "/warehouses/(.*)/stock/2",
        lambda client, value: client.stock.stock(warehouse=value, book_id=2),
    ),
}


@pytest.mark.parametrize("place", PATHS)
def test_data_stays_in_its_segment(client: Any, server: Loopback, place: str) -> None:
    pattern, call = PATHS[place]
    for value in SENT.values():
        call(client, value)
        path = server.last.target.partition("?")[0]
        found = re.fullmatch(pattern, path)
        assert found is not None, path[:200]
        assert "/" not in found[1]
        assert unquote(found[1], errors="strict") == value
        assert "x-evil" not in server.last.headers
    assert len(server.heard) == len(SENT)


@pytest.mark.parametrize("place", PATHS)
def test_what_makes_no_segment_is_not_sent(
    client: Any, server: Loopback, place: str
) -> None:
    errors = import_module(f"{PACKAGES['bookshop']}.errors")
    for value in REFUSED.values():
        with pytest.raises(errors.RequestError) as caught:
            PATHS[place][1](client, value)
        assert len(str(caught.value)) < 300
    assert server.heard == []


@pytest.mark.parametrize("name", SENT)
def test_data_stays_in_its_query_value(
    client: Any, server: Loopback, name: str
) -> None:
    client.catalogue.books.list(q=SENT[name], currency="EUR")
    path, _, query = server.last.target.partition("?")
    assert (path, "#" in query) == ("/books", False)
    items = dict(parse_qsl(query, keep_blank_values=True))
    # What is percent-encoded already is sent as it is given, as Postman does.
    assert items == {"currency": "EUR", "q": unquote(SENT[name])}
    assert "x-evil" not in server.last.headers


@pytest.mark.parametrize("value", ["1\r\nX-Evil: 1", "1\n", "1\x00", "茶", "\ud800"])
def test_a_header_takes_no_second_one(
    client: Any, server: Loopback, value: str
) -> None:
    errors = import_module(f"{PACKAGES['bookshop']}.errors")
    with pytest.raises(errors.RequestError, match="X-Request-Id"):
        client.orders.place_an_order(x_request_id=value)
    assert server.heard == []


def test_a_file_name_stays_in_its_part(client: Any, server: Loopback) -> None:
    front = ('a"; name="more"; x=".png', b"front")
    caption = "--\r\nContent-Disposition: form-data; name=evil\r\n\r\n1"
    body = {"caption": caption, "front": front}
    client.catalogue.books.pictures.add_pictures(id=1, body=body)
    head = f"Content-Type: {server.last.headers['content-type']}\r\n\r\n".encode()
    whole = BytesParser().parsebytes(head + server.last.body)
    parts = [part for part in whole.walk() if not part.is_multipart()]
    names = [part.get_param("name", header="content-disposition") for part in parts]
    assert names == ["caption", "front"]
    contents = [part.get_payload(decode=True) for part in parts]
    assert contents == [caption.encode(), b"front"]
    assert parts[1].get_filename() == "a%22; name=%22more%22; x=%22.png"


def test_a_file_name_takes_no_second_line(client: Any, server: Loopback) -> None:
    errors = import_module(f"{PACKAGES['bookshop']}.errors")
    body = {"front": ("a\r\nX-Evil: 1\r\n\r\n.png", b"front")}
    with pytest.raises(errors.RequestError, match="end the line"):
        client.catalogue.books.pictures.add_pictures(id=1, body=body)
    assert server.heard == []

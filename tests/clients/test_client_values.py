"""What a call sends by itself, and what only when it is given: golden cases over sockets."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from email.message import Message
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from clients.loopback import Heard, Loopback

import postkiln
from postkiln.verify.package import import_package

GOLDEN = Path(__file__).parents[1] / "golden"


@contextmanager
def client(case: str, server: Loopback, **options: Any) -> Generator[tuple[Any, Any]]:
    """The sync client of a golden case at a server of ours, and its `OMIT`.

    Its `base_url` is that of the server, unless options say the host.
    """
    source = (GOLDEN / case / "collection.json").read_bytes()
    made = postkiln.generate(source, place="collection.json")
    with ExitStack() as closing:
        package = closing.enter_context(import_package(made.files))
        http = closing.enter_context(httpx2.Client(verify=False))
        if "host" not in options:
            options["base_url"] = server.base_url
        make = package.get("client", made.client)
        yield make(http=http, **options), package.get("_runtime.omit", "OMIT")


def lines(heard: Heard, *names: str) -> list[str | None]:
    return [heard.headers.get(name) for name in names]


def test_headers_about_one_call_are_sent_when_given(server: Loopback) -> None:
    names = ("if-match", "if-none-match")
    with client("headers_about_one_call", server) as (shop, omit):
        shop.replace_a_book("1")
        assert lines(server.last, *names) == [None, None]
        shop.replace_a_book("1", if_match='"x"', if_none_match=omit)
        assert lines(server.last, *names) == ['"x"', None]
        shop.add_a_part_of_a_book("1")
        assert lines(server.last, "digest", "content-range") == [None, None]
        shop.add_a_part_of_a_book("1", content_range="bytes 8-15/16")
        assert lines(server.last, "content-range") == ["bytes 8-15/16"]


def test_an_idempotency_key_is_drawn_for_each_call(server: Loopback) -> None:
    with client("headers_idempotency", server) as (shop, _):
        shop.pay(amount=5)
        shop.pay(amount=5)
        drawn = [UUID(each.headers["idempotency-key"]) for each in server.heard]
        assert drawn[0] != drawn[1]
        shop.pay(idempotency_key="mine")
        assert lines(server.last, "idempotency-key") == ["mine"]
        shop.pay_back()
        assert UUID(server.last.headers["x-idempotency-key"])
        assert lines(server.last, "x-request-id") == [None]


def test_equal_lines_of_a_header_go_out_once(server: Loopback) -> None:
    with client("headers_written_twice", server) as (shop, _):
        shop.import_books(note="new")
        sent = Message()
        sent["content-type"] = server.last.headers["content-type"]
        boundary = sent.get_param("boundary")
        assert server.last.body.startswith(f"--{boundary}\r\n".encode())
        shop.read_books()
        assert lines(server.last, "via") == ["one"]
        shop.read_books(via="two")
        assert lines(server.last, "via") == ["two"]


def test_a_host_that_differs_from_the_address_is_kept(server: Loopback) -> None:
    with client("headers_of_postman", server, cookie="sid=1") as (shop, _):
        shop.read()
        here = server.base_url.removeprefix("http://")
        assert lines(server.last, "host", "cookie") == [here, "sid=1"]
        assert lines(server.last, "postman-token") == [None]
        assert "Postman" not in server.last.headers["user-agent"]
        shop.read_as_another()
        assert lines(server.last, "host") == ["books.example"]
        assert lines(server.last, "user-agent") == ["shop/1.0"]


def test_what_is_sent_everywhere_is_an_option(server: Loopback) -> None:
    names = ("x-shop", "x-shop-version", "prefer")
    with client("same_everywhere", server) as (shop, _):
        shop.add_a_book()
        assert server.last.target == "/books?api-version=2021-07-01"
        expected = ["north", "2024-05-01", "return=representation"]
        assert lines(server.last, *names) == expected
        shop.add_a_book(api_version="2022-01-01", prefer="wait")
        assert server.last.target == "/books?api-version=2022-01-01"
        assert lines(server.last, "prefer") == ["wait"]


def test_an_option_is_changed_or_left_out_for_the_client(server: Loopback) -> None:
    with client("same_everywhere", server, shop="south") as (shop, omit):
        shop.add_a_book(prefer=omit)
        assert lines(server.last, "x-shop", "prefer") == ["south", None]
        left_out = {"shop": omit, "api_version": omit, "base_url": server.base_url}
        with httpx2.Client(verify=False) as http:
            type(shop)(http=http, **left_out).add_a_book()
        assert server.last.target == "/books"
        assert lines(server.last, "x-shop") == [None]


def test_an_option_fills_a_query_and_an_argument_wins(server: Loopback) -> None:
    with client("same_everywhere", server, api_version="2021-12-01") as (shop, _):
        shop.add_a_book()
        assert server.last.target == "/books?api-version=2021-12-01"
        shop.add_a_book(api_version="2022-01-01")
        assert server.last.target == "/books?api-version=2022-01-01"


def test_the_address_is_made_of_options(server: Loopback) -> None:
    port = server.base_url.rpartition(":")[2]
    given = {"host": "127.0.0.1", "port": port}
    with client("options_of_the_address", server, **given) as (shop, _):
        shop.list_books()
        assert server.last.target == "/api/v2/books"
        shop.read_a_book(17, version="v3")
        assert server.last.target == "/api/v3/books/17"


def test_what_an_address_needs_cannot_be_left_out(server: Loopback) -> None:
    with client("path_beginnings", server) as (shop, omit):
        with pytest.raises(Exception, match="'project_key' is not set"):
            shop.books.list_books()
        shop.books.list_books(project_key="p", where="a=1")
        assert server.last.target == "/p/books?where=a=1"
        left_out = {"project_key": omit, "base_url": server.base_url}
        with httpx2.Client(verify=False) as http:
            bare = type(shop)(http=http, **left_out)
            with pytest.raises(Exception, match="which is left out"):
                bare.books.list_books()


def test_ids_of_a_path_are_arguments_and_versions_stay(server: Loopback) -> None:
    with client("path_samples", server) as (shop, _):
        shop.delete_a_line("o1", 2)
        assert server.last.line == "DELETE /orders/o1/lines/2 HTTP/1.1"
        shop.report_of_a_year()
        assert server.last.target == "/v2/2024/report"
        shop.read_a_shelf_by_key("7")
        assert server.last.target == "/Shelves(Key='7')"
        shop.read_a_shelf_by_name()
        assert server.last.target == "/Shelves(:name)"


def test_filters_are_sent_when_given(server: Loopback) -> None:
    with client("query_filters", server) as (shop, _):
        shop.books.list_books()
        shop.orders.list_orders(status="new")
        assert [each.target for each in server.heard] == [
            "/books",
            "/orders?status=new",
        ]


def test_texts_of_digits_are_sent_as_they_are_given(server: Loopback) -> None:
    with client("query_texts_of_digits", server) as (shop, _):
        shop.look_up(lines="000000", zip="02139", page=1, sold=True)
        assert server.last.target == "/find?lines=000000&zip=02139&page=1&sold=true"


def test_an_authorization_written_by_hand_is_sent(server: Loopback) -> None:
    with client("auth_without_parameters", server, token='x="1"') as (shop, _):
        shop.read()
        assert lines(server.last, "authorization") == ['OAuth x="1"']


def test_a_file_goes_where_a_converter_wrote_text(
    server: Loopback, tmp_path: Path
) -> None:
    path = tmp_path / "cover.png"
    path.write_bytes(b"\x89PNG")
    with client("body_file_as_text", server) as (shop, _):
        shop.add_a_picture(file=path, title="Cover")
        assert b'name="file"; filename="cover.png"' in server.last.body
        assert b"\x89PNG" in server.last.body
        shop.add_a_picture(title="Cover")
        assert b"filename" not in server.last.body


def test_selectors_are_sent_unless_others_are_given(server: Loopback) -> None:
    with client("body_selectors", server) as (shop, omit):
        shop.add(params={"title": "Dune"})
        assert json.loads(server.last.body) == {
            "jsonrpc": "2.0",
            "method": "books.add",
            "params": {"title": "Dune"},
        }
        shop.log_in(username="ann")
        assert server.last.body == b"grant_type=password&username=ann"
        shop.log_in(grant_type=omit)
        assert server.last.body == b""
        shop.read_a_cat(type="lion")
        assert json.loads(server.last.body) == {"type": "lion"}


def test_a_whole_address_is_an_argument(server: Loopback) -> None:
    with client("address_as_argument", server) as (shop, _):
        shop.upload(url=f"{server.base_url}/up?sig=1", body=b"text")
        assert server.last.line == "PUT /up?sig=1 HTTP/1.1"
        assert server.last.body == b"text"


def test_a_request_of_its_own_has_the_usual_auth(server: Loopback) -> None:
    with client("auth_inherited", server, token="t") as (shop, omit):
        for address in ("/more?a=1", f"{server.base_url}/more?a=1"):
            shop.request("GET", address)
            assert server.last.target == "/more?a=1"
            assert lines(server.last, "authorization") == ["Bearer t"]
        shop.request("GET", "/more", headers={"Authorization": omit})
        assert lines(server.last, "authorization") == [None]

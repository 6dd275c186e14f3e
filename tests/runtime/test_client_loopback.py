"""The clients over real sockets: every test runs sync and async on a loopback server."""

import asyncio
import json
import logging
import pickle
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from postkiln.runtime import ClientSpec, FileBody, JsonBody, Operation, Option, Query
from postkiln.runtime.auth.bearer import Bearer
from postkiln.runtime.client import AsyncClient, SyncClient
from postkiln.runtime.errors import (
    ApiError,
    ClientError,
    ConnectionFailedError,
    DecodeError,
    NotFoundError,
    ServerError,
    StatusError,
    TimedOutError,
    TooManyRedirectsError,
    TransportError,
)
from postkiln.runtime.statuses import STATUS_CLASSES

SECRET = "s3cr3t-token"


class Server(ThreadingHTTPServer):
    """A loopback server that can be told to stop waiting."""

    over = threading.Event()


class Echo(BaseHTTPRequestHandler):
    """Answers with the request as JSON; paths ask for something else."""

    protocol_version = "HTTP/1.1"

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        _, _, what = self.path.partition("?")[0].rpartition("/")
        if what.isdigit():
            self._answer(int(what), {"Content-Type": "application/json"}, b'{"e":1}')
        elif what == "text":
            self._answer(200, {"Content-Type": "text/plain"}, b"plain")
        elif what == "empty":
            self._answer(204, {}, b"")
        elif what == "cookie":
            self._answer(200, {"Set-Cookie": "sid=abc; Path=/"}, b"{}")
        elif what == "break":
            self.close_connection = True
        elif what.startswith("to-"):
            place = {"to-loop": "/to-loop", "to-ftp": "ftp://h/x"}.get(what, "/echo")
            status = int(what[3:]) if what[3:].isdigit() else 302
            self._answer(status, {"Location": place}, b"")
        elif what == "slow":
            Server.over.wait(5)
            self._answer(200, {}, b"{}")
        else:
            self._echo(body)

    def _echo(self, body: bytes) -> None:
        seen = {
            "method": self.command,
            "target": self.path,
            "headers": dict(self.headers.items()),
            "body": body.decode("latin-1"),
        }
        self._answer(
            200, {"Content-Type": "application/json"}, json.dumps(seen).encode()
        )

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_HEAD = do_LINK = _handle  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = Server(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


SPEC = ClientSpec(
    name="Book shop",
    options=(
        Option("base_url", "base", "SHOP_BASE_URL"),
        Option("token", "tok", "SHOP_TOKEN", secret=True),
    ),
    origin="{{base}}",
    auth=Bearer("{{tok}}"),
    errors=lambda: {409: dict[str, int]},
    error_classes=STATUS_CLASSES,
)


class Driver:
    """One client of either kind, called as if it were the sync one."""

    def __init__(self, kind: str, base: str) -> None:
        given = {"base_url": base, "token": SECRET}
        self._runner = asyncio.Runner()
        self._made: SyncClient | AsyncClient
        self._made = (SyncClient if kind == "sync" else AsyncClient)(SPEC, given)
        self.client = self._made

    def call(self, operation: Operation[Any], *arguments: Any) -> Any:
        if isinstance(self.client, SyncClient):
            return self.client.call(operation, *arguments)
        return self._runner.run(self.client.call(operation, *arguments))

    def request(self, method: str, path: str, **more: Any) -> Any:
        if isinstance(self.client, SyncClient):
            return self.client.request(method, path, **more)
        return self._runner.run(self.client.request(method, path, **more))

    def tell(self, **settings: Any) -> None:
        self.client = self.client.with_options(**settings)

    def close(self) -> None:
        if isinstance(self._made, SyncClient):
            self._made.close()
        else:
            self._runner.run(self._made.aclose())
        self._runner.close()


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest, base: str) -> Iterator[Driver]:
    made = Driver(request.param, base)
    yield made
    made.close()


def operation(path: str, method: str = "GET", **more: Any) -> Operation[Any]:
    return Operation(name="Shop / Call", method=method, url="{{base}}" + path, **more)


def test_request_arrives_as_it_was_built(driver: Driver) -> None:
    shown = operation(
        "/a/./{{:id}}//", "POST", query=(Query("q"),), body=JsonBody(), auth=SPEC.auth
    )
    seen = driver.call(shown, {":id": "ä/b"}, {"q": "x y|"}, {"k": [1]})
    assert seen["target"] == "/a/./%C3%A4%2Fb//?q=x%20y|"
    assert (seen["method"], seen["body"]) == ("POST", '{"k":[1]}')
    assert seen["headers"]["Authorization"] == f"Bearer {SECRET}"
    assert seen["headers"]["User-Agent"] == "Book-shop-python"
    assert seen["headers"]["Accept"] == "*/*"


def test_file_is_sent_from_disk(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "big.bin"
    path.write_bytes(b"0123456789" * 20_000)
    shown = operation("/echo", "PUT", body=FileBody())
    assert len(driver.call(shown, {}, {}, path)["body"]) == 200_000


def test_a_request_of_its_own_has_origin_auth_and_headers(driver: Driver) -> None:
    seen = driver.request(
        "LINK", "x?a=1", query={"b": [1, 2]}, headers={"X-Y": "z"}, body={"k": None}
    )
    assert (seen["method"], seen["target"]) == ("LINK", "/x?a=1&b=1&b=2")
    assert seen["headers"]["Authorization"] == f"Bearer {SECRET}"
    assert (seen["headers"]["X-Y"], seen["body"]) == ("z", '{"k":null}')


def test_the_path_of_a_request_of_its_own_holds_no_variables(driver: Driver) -> None:
    assert driver.request("GET", "/{{tok}}")["target"] == "/%7B%7Btok%7D%7D"


def test_answer_has_the_type_that_the_collection_shows(driver: Driver) -> None:
    shown = {200: dict[str, Any], 201: str}
    assert driver.call(operation("/text", outcomes=lambda: {200: str})) == "plain"
    assert driver.call(operation("/text", outcomes=lambda: {200: bytes})) == b"plain"
    assert driver.call(operation("/203", outcomes=lambda: shown)) == {"e": 1}
    assert driver.call(operation("/201", outcomes=lambda: shown)) == '{"e":1}'
    assert driver.call(operation("/empty", outcomes=lambda: {204: None})) is None
    assert driver.call(operation("/text")) == "plain"
    assert driver.call(operation("/empty")) is None


def test_answer_that_is_no_json_is_a_difference(driver: Driver) -> None:
    shown = operation("/text", outcomes=lambda: {200: dict[str, int]})
    heard: list[str] = []
    driver.tell(on_difference=heard.append)
    assert driver.call(shown) == "plain"
    assert heard == ["$: expected JSON, found text"]
    driver.tell(strict=True)
    with pytest.raises(DecodeError, match="expected JSON"):
        driver.call(shown)


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, NotFoundError), (418, ClientError), (505, ServerError), (304, StatusError)],
)
def test_error_has_the_class_of_its_status(
    driver: Driver, status: int, error: type[StatusError]
) -> None:
    with pytest.raises(StatusError) as caught:
        driver.call(operation(f"/{status}", query=(Query("key", SECRET),)))
    assert type(caught.value) is error
    assert caught.value.status == status
    assert SECRET not in str(caught.value) + repr(caught.value)


def test_error_body_has_the_type_shown_by_the_operation_or_the_api(
    driver: Driver,
) -> None:
    heard: list[str] = []
    driver.tell(strict=True, on_difference=heard.append)
    with pytest.raises(StatusError) as caught:
        driver.call(operation("/404", outcomes=lambda: {404: str}))
    assert caught.value.body == '{"e":1}'
    with pytest.raises(StatusError) as caught:
        driver.call(operation("/409"))
    assert caught.value.body == {"e": 1}
    assert caught.value.headers["content-type"] == "application/json"


def test_error_survives_pickling(driver: Driver) -> None:
    with pytest.raises(NotFoundError) as caught:
        driver.call(operation("/404"))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), again.body, str(again)) == (
        NotFoundError,
        {"e": 1},
        str(caught.value),
    )


@pytest.mark.parametrize(
    ("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)  # fmt: skip
def test_redirect_is_followed_as_postman_does(
    driver: Driver, status: int, method: str
) -> None:
    shown = operation(f"/to-{status}", "POST", body=JsonBody(), auth=SPEC.auth)
    seen = driver.call(shown, {}, {}, [1])
    assert (seen["method"], seen["target"]) == (method, "/echo")
    assert seen["body"] == ("[1]" if method == "POST" else "")
    assert seen["headers"]["Referer"].endswith(f"/to-{status}")
    assert seen["headers"]["Authorization"] == f"Bearer {SECRET}"
    assert ("Content-Type" in seen["headers"]) is (method == "POST")


def test_redirect_that_the_collection_shows_is_the_answer(driver: Driver) -> None:
    assert driver.call(operation("/to-302", outcomes=lambda: {302: str})) == ""


def test_redirect_to_another_scheme_is_an_error(driver: Driver) -> None:
    with pytest.raises(StatusError) as caught:
        driver.call(operation("/to-ftp"))
    assert caught.value.status == 302


def test_redirects_end(driver: Driver) -> None:
    with pytest.raises(TooManyRedirectsError, match="more than 10"):
        driver.call(operation("/to-loop"))


def test_cookies_are_kept_and_follow_those_of_the_request(driver: Driver) -> None:
    driver.call(operation("/cookie"))
    assert driver.call(operation("/x"))["headers"]["Cookie"] == "sid=abc"
    own = operation("/x", headers=(("Cookie", "z=1"),))
    assert driver.call(own)["headers"]["Cookie"] == "z=1; sid=abc"


def test_hooks_hear_of_the_request_and_of_the_response(driver: Driver) -> None:
    targets: list[str] = []
    statuses: list[tuple[int, int]] = []

    def before_send(request: httpx2.Request) -> None:
        targets.append(request.url.path)
        request.headers["X-Hook"] = "yes"

    def on_response(response: httpx2.Response) -> None:
        statuses.append((response.status_code, len(response.history)))

    driver.tell(before_send=before_send, on_response=on_response)
    assert driver.call(operation("/to-302"))["headers"]["X-Hook"] == "yes"
    assert targets == ["/to-302", "/echo"]
    assert statuses == [(200, 1)]


def test_async_hook_is_awaited(base: str) -> None:
    async def before_send(request: httpx2.Request) -> None:
        await asyncio.sleep(0)
        request.headers["X-Hook"] = "awaited"

    async def run() -> Any:
        async with AsyncClient(
            SPEC, {"base_url": base}, before_send=before_send
        ) as one:
            return await one.call(operation("/x"))

    assert asyncio.run(run())["headers"]["X-Hook"] == "awaited"


def test_headers_of_the_client_win(driver: Driver) -> None:
    driver.tell(headers={"authorization": "mine", "User-Agent": "me"})
    seen = driver.call(operation("/x", auth=SPEC.auth))
    assert (seen["headers"]["authorization"], seen["headers"]["User-Agent"]) == (
        "mine",
        "me",
    )


def test_time_limit_is_an_error_of_ours(driver: Driver) -> None:
    driver.tell(timeout=0.05)
    with pytest.raises(TimedOutError, match="read timeout"):
        driver.call(operation("/slow"))


@pytest.mark.parametrize("path", ["/break", "http://127.0.0.1:1/x"])
def test_broken_connection_is_an_error_of_ours(driver: Driver, path: str) -> None:
    url = path if path.startswith("http") else "{{base}}" + path
    failing = Operation[Any](
        name="x", method="GET", url=url, query=(Query("k", SECRET),)
    )
    with pytest.raises(ConnectionFailedError) as caught:
        driver.call(failing)
    assert isinstance(caught.value.__cause__, httpx2.HTTPError)
    assert SECRET not in str(caught.value) + repr(caught.value)


def test_log_names_the_request_without_its_query(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="postkiln.runtime"):
        driver.call(operation("/x", query=(Query("key", SECRET),)))
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("postkiln")]
    assert len(ours) == 1
    assert "/x 200 " in ours[0]
    assert SECRET not in ours[0]


def test_given_httpx2_client_adds_headers_and_stays_open(base: str) -> None:
    with httpx2.Client(headers={"X-Mine": "1"}) as http:
        with SyncClient(SPEC, {"base_url": base}, http=http) as client:
            assert client.call(operation("/x"))["headers"]["X-Mine"] == "1"
        assert not http.is_closed


def test_client_closes_its_own_connections_and_copies_do_not(base: str) -> None:
    client = SyncClient(SPEC, {"base_url": base})
    client.with_options(timeout=None).close()
    assert client.call(operation("/empty")) is None
    client.close()
    with pytest.raises(ApiError, match="closed"):
        client.call(operation("/empty"))


def test_repr_shows_no_value(base: str) -> None:
    client = SyncClient(SPEC, {"base_url": base, "token": SECRET})
    assert repr(client) == "<SyncClient>"
    client.close()


def test_secrets_do_not_follow_a_redirect_to_another_host() -> None:
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        if request.url.host == "one.test":
            return httpx2.Response(302, headers={"Location": "https://two.test/y"})
        return httpx2.Response(200, json=1)

    headers = (("X-Key", "{{tok}}"), ("Cookie", "a=b"), ("X-Open", "1"))
    shown = operation("/{{tok}}", headers=headers, auth=Bearer("{{tok}}"))
    given = {"base_url": "https://one.test", "token": SECRET}
    with httpx2.Client(transport=httpx2.MockTransport(handle)) as http:
        assert SyncClient(SPEC, given, http=http).call(shown) == 1
    assert seen[0].headers["X-Key"] == SECRET
    assert SECRET not in str(seen[1].headers.raw) + str(seen[1].url)
    assert (seen[1].headers["Host"], seen[1].headers["X-Open"]) == ("two.test", "1")
    assert "Cookie" not in seen[1].headers


def test_transport_error_is_raised_for_what_is_no_network_error() -> None:
    def handle(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.LocalProtocolError(
            f"Illegal header value {SECRET}", request=request
        )

    given = {"base_url": "https://one.test"}
    with httpx2.Client(transport=httpx2.MockTransport(handle)) as http:
        client = SyncClient(SPEC, given, http=http)
        with pytest.raises(TransportError) as caught:
            client.call(operation("/x"))
    assert str(caught.value) == "GET https://one.test/x: local protocol error"
    assert caught.value.__suppress_context__

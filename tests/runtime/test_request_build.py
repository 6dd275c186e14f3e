"""Operations and arguments -> requests: the URL, the query, headers and auth."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.runtime import (
    OMIT,
    Behavior,
    ClientSpec,
    JsonBody,
    Operation,
    Option,
    Query,
)
from postkiln.runtime.auth.api_key import ApiKey
from postkiln.runtime.auth.basic import Basic
from postkiln.runtime.auth.bearer import Bearer
from postkiln.runtime.auth.flow import Auth
from postkiln.runtime.auth.oauth2 import OAuth2
from postkiln.runtime.errors import ConfigurationError, RequestError
from postkiln.runtime.options import OptionValues, read_options
from postkiln.runtime.prepare import request_flow
from postkiln.runtime.request.arguments import arguments
from postkiln.runtime.request.request import Request

PLAIN = Operation[object](name="Things / List", method="GET", url="{{base}}/things")
BASE = OptionValues({"base": "https://api.test/v1"}, {})


def sent(
    operation: Operation[object],
    variables: Mapping[str, object] | None = None,
    query: Mapping[str, object] | None = None,
    body: object = OMIT,
    values: OptionValues = BASE,
) -> Request:
    call = arguments(variables or {}, query or {}, body)
    return next(request_flow(operation, call, values, agent="shop-python"))


def target(operation: Operation[object], **parts: Mapping[str, object]) -> str:
    return sent(operation, parts.get("variables"), parts.get("query")).address.target


def header(request: Request, name: str) -> list[str]:
    return [value for each, value in request.headers if each == name]


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://api.test", "api.test", "/"),
        ("api.test/a", "api.test", "/a"),
        ("https://API.Test/Path", "api.test", "/Path"),
        ("https://api.test:443/x", "api.test:443", "/x"),
        ("https://api.test:/x", "api.test:", "/x"),
        ("https://api.test:000443/x", "api.test:000443", "/x"),
        ("  https:\\\\api.test\\a\\b", "api.test", "/a/b"),
        ("https://api.test//a//b/", "api.test", "//a//b/"),
        ("https://api.test/a/./b/../c", "api.test", "/a/./b/../c"),
        ("https://api.test/a#f", "api.test", "/a"),
        ("https://käse.test/ä b", "xn--kse-qla.test", "/%C3%A4%20b"),
        ("https://api.test/%2F%zz{x}", "api.test", "/%2F%zz%7Bx%7D"),
        ("http://[::1]:8080/x", "[::1]:8080", "/x"),
    ],
)
def test_url_is_taken_apart_and_encoded_as_postman_does(
    url: str, host: str, path: str
) -> None:
    request = sent(replace(PLAIN, url=url))
    assert (request.address.netloc, request.address.target) == (host, path)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ws://api.test/x", "ws:// is not HTTP"),
        ("https:///x", "has no host"),
        ("https://api.test:http/x", "port"),
        ("https://api.test:99999/x", "port"),
        pytest.param(f"https://api.test:{'9' * 5000}/x", "port", id="long port"),
        ("https://a b/x", "host"),
    ],
)
def test_url_that_cannot_be_sent_is_refused(url: str, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        sent(replace(PLAIN, url=url))


def test_option_is_structure() -> None:
    operation = replace(PLAIN, query=(Query("q", "{{pairs}}"),))
    values = OptionValues({"base": "http://h:8443/root?k=v", "pairs": "x&y=z"}, {})
    request = sent(operation, values=values)
    assert request.address.netloc == "h:8443"
    assert request.address.target == "/root?k=v/things?q=x&y=z"


def test_option_may_hold_another_and_a_cycle_ends() -> None:
    operation = replace(PLAIN, url="https://{{host}}/{{a}}")
    known = {"host": "{{name}}.test", "name": "api", "a": "{{b}}", "b": "{{a}}"}
    request = sent(operation, values=OptionValues(known, {}))
    assert request.address.netloc == "api.test"
    assert request.address.target == "/%7B%7Bb%7D%7D"


def test_options_that_repeat_each_other_without_end_are_refused() -> None:
    values = OptionValues({"base": "https://h", "x": "{{x}}" * 100}, {})
    with pytest.raises(ConfigurationError, match="without end"):
        sent(replace(PLAIN, url="{{base}}/{{x}}"), values=values)


def test_an_option_that_is_repeated_without_end_is_refused() -> None:
    values = OptionValues({"base": "https://h", "x": "y" * 100_000}, {})
    with pytest.raises(ConfigurationError, match="without end"):
        sent(replace(PLAIN, url="{{base}}/" + "{{x}}" * 100_000), values=values)


def test_a_variable_without_a_value_stays() -> None:
    operation = replace(PLAIN, url="{{base}}/{{nope}}", query=(Query("q", "{{no}}"),))
    assert sent(operation).address.target == "/v1/%7B%7Bnope%7D%7D?q={{no}}"


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("7", "/v1/things/7.json"),
        (7, "/v1/things/7.json"),
        ("a/b?c#d\\e", "/v1/things/a%2Fb%3Fc%23d%5Ce.json"),
        ("50%2F", "/v1/things/50%252F.json"),
        ("é x", "/v1/things/%C3%A9%20x.json"),
        ("{{base}}", "/v1/things/%7B%7Bbase%7D%7D.json"),
        ("a:b@c+d", "/v1/things/a:b@c+d.json"),
        ("1;a=b", "/v1/things/1;a=b.json"),
    ],
)
def test_path_argument_is_data(value: object, path: str) -> None:
    operation = replace(PLAIN, url="{{base}}/things/{{:id}}.json")
    assert target(operation, variables={":id": value}) == path


@given(st.text())
def test_path_argument_never_leaves_its_segment(value: str) -> None:
    operation = replace(PLAIN, url="{{base}}/a/{{id}}/z")
    try:
        path = target(operation, variables={"id": value})
    except RequestError:
        bare = value.partition(";")[0]
        assert bare in ("", ".", "..") or not value.isprintable()
        return
    assert path.startswith("/v1/a/")
    assert path.endswith("/z")
    assert path.count("/") == 4
    assert not set("?#\\") & set(path)


@pytest.mark.parametrize("value", ["", ".", "..", "..;", ".;x=1", ";x=1"])
def test_path_argument_that_makes_a_dot_segment_is_refused(value: str) -> None:
    operation = replace(PLAIN, url="{{base}}/things/{{:thing}}")
    with pytest.raises(RequestError, match="thing: must not make an empty or dot"):
        sent(operation, {":thing": value})


def test_two_arguments_cannot_make_a_dot_segment_together() -> None:
    operation = replace(PLAIN, url="{{base}}/{{a}}{{b}}")
    with pytest.raises(RequestError, match="dot segment"):
        sent(operation, {"a": ".", "b": "."})


@pytest.mark.parametrize("value", ["evil.test/", "u@evil.test", "a b", "x#", "a?b"])
def test_argument_in_the_host_stays_a_label(value: str) -> None:
    with pytest.raises(RequestError, match="region: contains characters"):
        sent(replace(PLAIN, url="https://{{region}}.api.test/x"), {"region": value})


def test_argument_that_begins_the_url_is_an_origin() -> None:
    request = sent(replace(PLAIN, url="{{url}}/x"), {"url": "http://other.test:81/y"})
    assert (request.address.netloc, request.address.target) == ("other.test:81", "/y/x")


def test_path_argument_is_needed() -> None:
    with pytest.raises(RequestError, match="id: is needed"):
        sent(replace(PLAIN, url="{{base}}/{{id}}"), {"id": OMIT})


def test_argument_left_out_falls_back_to_the_option() -> None:
    values = OptionValues({"base": "https://h", "id": "9"}, {})
    request = sent(replace(PLAIN, url="{{base}}/{{id}}"), {"id": OMIT}, values=values)
    assert request.address.target == "/9"


def test_path_variable_without_a_value_stands_as_it_is_written() -> None:
    assert target(replace(PLAIN, url="{{base}}/{{:id}}")) == "/v1/:id"


PLACES = (Query("a", "1"), Query("b", is_bare=True), Query("a", "2"), Query("c", None))


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({}, "a=1&a=2&c"),
        ({"a": "x"}, "a=x&c"),
        ({"a": ["x", "y", "z"]}, "a=x&a=y&a=z&c"),
        ({"a": []}, "c"),
        ({"b": True, "c": 1.5}, "a=1&b=true&a=2&c=1.5"),
        ({"b": ""}, "a=1&b&a=2&c"),
        ({"b": OMIT}, "a=1&a=2&c"),
        ({"b": "v&=#v %20 é'<"}, "a=1&b=v%26=%23v%20%20%20%C3%A9%27%3C&a=2&c"),
        ({"z=&": "1"}, "a=1&a=2&c&z%3D%26=1"),
        ({"b": "{{base}}"}, "a=1&b={{base}}&a=2&c"),
    ],
)
def test_query_takes_what_the_call_gives_place_by_place(
    given_: Mapping[str, object], expected: str
) -> None:
    operation = replace(PLAIN, query=PLACES)
    assert target(operation, query=given_) == f"/v1/things?{expected}"


def test_query_argument_that_is_no_text_is_refused_by_name() -> None:
    with pytest.raises(RequestError, match="b: dict is not one text"):
        sent(replace(PLAIN, query=PLACES), query={"b": {"x": 1}})


def test_query_default_whose_argument_is_left_out_is_not_sent() -> None:
    operation = replace(PLAIN, query=(Query("f", "name:{{n}}"), Query("g", "1")))
    assert target(operation, variables={"n": OMIT}) == "/v1/things?g=1"
    assert target(operation, variables={"n": "a&b"}) == "/v1/things?f=name:a%26b&g=1"


def test_query_of_one_empty_key_is_a_question_mark() -> None:
    assert target(replace(PLAIN, query=(Query("", None),))) == "/v1/things?"


def test_headers_keep_order_and_spelling_and_get_defaults() -> None:
    operation = replace(PLAIN, headers=(("X-B", " {{v}} "), ("x-a", "2"), ("X-B", "3")))
    assert sent(operation, {"v": "1"}).headers == (
        ("Host", "api.test"),
        ("X-B", "1"),
        ("X-B", "3"),
        ("x-a", "2"),
        ("Accept", "*/*"),
        ("User-Agent", "shop-python"),
    )


def test_last_spelling_of_a_header_wins() -> None:
    headers = (("X-A", "1"), ("x-a", "2"), ("X-A", "3"), ("", "no name"))
    request = sent(replace(PLAIN, headers=headers))
    assert ("x-a", "2") in request.headers
    assert header(request, "X-A") == []


def test_cookie_lines_become_one() -> None:
    request = sent(replace(PLAIN, headers=(("Cookie", "a=b"), ("Cookie", "c=d"))))
    assert header(request, "Cookie") == ["a=b; c=d"]


def test_header_whose_argument_is_left_out_is_not_sent() -> None:
    operation = replace(PLAIN, headers=(("X-Trace", "{{trace}}"),))
    assert header(sent(operation, {"trace": OMIT}), "X-Trace") == []


def test_header_whose_argument_is_left_out_is_filled_by_the_option() -> None:
    values = replace(BASE, known={**BASE.known, "trace": "t1"})
    operation = replace(PLAIN, headers=(("X-Trace", "{{trace}}"),))
    assert header(sent(operation, {"trace": OMIT}, values=values), "X-Trace") == ["t1"]


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "nul\x00", "漢"])
def test_header_value_that_cannot_be_sent_is_refused_and_not_shown(value: str) -> None:
    operation = replace(PLAIN, headers=(("X-Key", "{{v}}"),))
    with pytest.raises(RequestError) as caught:
        sent(operation, {"v": value})
    assert "X-Key" in str(caught.value)
    assert value not in str(caught.value)


def test_header_name_with_a_blank_is_refused() -> None:
    with pytest.raises(RequestError, match="not a header name"):
        sent(replace(PLAIN, headers=(("X Bad", "1"),)))


def test_method_with_a_line_end_is_refused() -> None:
    with pytest.raises(RequestError, match="not an HTTP method"):
        sent(replace(PLAIN, method="GET / HTTP/1.1\r\nX:"))


@pytest.mark.parametrize(
    ("method", "length"),
    [("POST", ["0"]), ("COPY", ["0"]), ("GET", []), ("DELETE", [])],
)
def test_length_without_a_body(method: str, length: list[str]) -> None:
    assert header(sent(replace(PLAIN, method=method)), "Content-Length") == length


def test_length_that_the_collection_states_is_not_sent() -> None:
    operation = replace(
        PLAIN, method="POST", headers=(("content-length", "99"),), body=JsonBody()
    )
    request = sent(operation, body=[1])
    assert header(request, "content-length") == []
    assert header(request, "Content-Length") == ["3"]


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        (Basic("u", "pé"), "Basic dTpww6k="),
        (Basic("", ""), "Basic Og=="),
        (Bearer("{{tok}}"), "Bearer T"),
        (OAuth2("T", " Token "), "Token T"),
        (OAuth2("T", ""), "T"),
    ],
)
def test_auth_takes_the_place_of_the_header(auth: Auth, expected: str) -> None:
    operation = replace(PLAIN, headers=(("authorization", "mine"),), auth=auth)
    values = OptionValues({"base": "https://h", "tok": "T"}, {})
    request = sent(operation, values=values)
    assert header(request, "Authorization") == [expected]
    assert header(request, "authorization") == []


@pytest.mark.parametrize("auth", [Bearer(""), OAuth2(""), ApiKey("", "v")])
def test_auth_without_a_token_leaves_the_request_alone(auth: Auth) -> None:
    operation = replace(PLAIN, headers=(("Authorization", "mine"),), auth=auth)
    assert header(sent(operation), "Authorization") == ["mine"]


def test_api_key_takes_the_place_of_headers_with_the_same_words() -> None:
    operation = replace(PLAIN, headers=(("x_api_key", "gone"),))
    request = sent(replace(operation, auth=ApiKey("X-Api-Key", "K")))
    assert header(request, "x_api_key") == []
    assert header(request, "X-Api-Key") == ["K"]


def test_api_key_in_the_query_replaces_its_key() -> None:
    operation = replace(
        PLAIN,
        query=(Query("api%20key", "old"), Query("q", "1")),
        auth=ApiKey("api key", "a&b=c d", "query"),
    )
    assert target(operation) == "/v1/things?q=1&api%20key=a%26b=c%20d"


def test_oauth2_in_the_query_drops_the_authorization() -> None:
    operation = replace(
        PLAIN,
        headers=(("Authorization", "mine"),),
        query=(Query("access_token", "old"),),
        auth=OAuth2("A T&", place="query"),
    )
    request = sent(operation)
    assert request.address.target == "/v1/things?access_token=A%20T%26"
    assert header(request, "Authorization") == []


def test_user_info_is_basic_auth_unless_there_is_another() -> None:
    operation = replace(PLAIN, url="https://us%65r:p@ss@api.test/x")
    assert header(sent(operation), "Authorization") == ["Basic dXNlcjpwQHNz"]
    other = sent(replace(operation, auth=Bearer("t")))
    assert header(other, "Authorization") == ["Bearer t"]


TOKEN = Option("token", "tok", "SHOP_TOKEN", secret=True)


def test_option_comes_from_the_argument_then_the_environment_then_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    option = Option("region", "r", "SHOP_REGION", default="eu")
    spec = ClientSpec(name="Shop", options=(option,))
    assert read_options(spec, {}).known == {"r": "eu"}
    monkeypatch.setenv("SHOP_REGION", "us")
    assert read_options(spec, {"region": None}).known == {"r": "us"}
    assert read_options(spec, {"region": ""}).known == {"r": ""}


def test_an_option_without_a_variable_is_not_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("None", "REGION", "region"):
        monkeypatch.setenv(name, "us")
    spec = ClientSpec(name="Shop", options=(Option("region", "r", default="eu"),))
    assert read_options(spec, {}).known == {"r": "eu"}
    bare = ClientSpec(name="Shop", options=(Option("token", "tok", secret=True),))
    with pytest.raises(ConfigurationError) as caught:
        sent(replace(PLAIN, auth=Bearer("{{tok}}")), values=read_options(bare, {}))
    assert str(caught.value) == (
        "Things / List: the client option 'token' is not set: pass token=... to the "
        "client"
    )


def test_an_environment_variable_that_is_empty_is_an_empty_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHOP_REGION", "")
    option = Option("region", "r", "SHOP_REGION", default="eu")
    spec = ClientSpec(name="Shop", options=(option,))
    assert read_options(spec, {}).known == {"r": ""}


def test_missing_option_fails_only_the_call_that_needs_it() -> None:
    values = read_options(
        ClientSpec(
            name="Shop",
            options=(TOKEN, Option("base", "base", "SHOP_BASE", "https://h")),
        ),
        {},
    )
    assert sent(PLAIN, values=values).address.netloc == "h"
    with pytest.raises(ConfigurationError) as caught:
        sent(replace(PLAIN, auth=Bearer("{{tok}}")), values=values)
    message = str(caught.value)
    assert all(part in message for part in ("Things / List", "token=", "SHOP_TOKEN"))


def test_secret_shows_in_no_repr_and_no_label() -> None:
    spec = ClientSpec(name="Shop", options=(TOKEN,))
    values = read_options(spec, {"token": "s3cr3t key"})
    operation = replace(PLAIN, url="https://h/bot{{tok}}/x", auth=Bearer("{{tok}}"))
    request = sent(operation, query={"k": "s3cr3t key"}, values=values)
    assert request.label == "https://h/bot***/x"
    assert "s3cr3t" not in repr(request) + repr(values)


@pytest.mark.parametrize("name", ["$guid", "$timestamp", "$isoTimestamp", "$randomInt"])
def test_dynamic_variable_is_drawn_at_the_call(name: str) -> None:
    path = target(replace(PLAIN, url="{{base}}/{{" + name + "}}"))
    assert "{" not in path
    assert "%7B" not in path


def test_option_of_the_name_of_a_dynamic_variable_wins() -> None:
    values = OptionValues({"$guid": "mine"}, {})
    request = sent(replace(PLAIN, url="https://h/{{$guid}}"), values=values)
    assert request.address.target == "/mine"


@pytest.mark.parametrize(
    "value", ["../admin", "a/b", "x?y=1", "#", "a\r\nb: c", "\x00"]
)
def test_arguments_stay_data_where_the_url_is_not_to_be_encoded(value: str) -> None:
    behavior = Behavior(encodes_url=False)
    operation = replace(
        PLAIN, url="{{base}}/things/{{id}}", query=(Query("q"),), behavior=behavior
    )
    request = sent(operation, {"id": value}, {"q": value})
    path, _, query = request.address.target.partition("?")
    segment = path.removeprefix("/v1/things/")
    assert (unquote(segment), "/" in segment) == (value, False)
    assert parse_qsl(query, keep_blank_values=True) == [("q", value)]
    assert len(request.address.target.splitlines()) == 1

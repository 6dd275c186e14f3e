"""A body of keywords, a whole one, both together, and none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, cast

import pytest
from runtime.twins import Asked, Told, told_server, twin

from postkiln.runtime import (
    OMIT,
    Body,
    ClientSpec,
    FileBody,
    FormBody,
    GraphqlBody,
    JsonBody,
    MultipartBody,
    Omit,
    Operation,
    Option,
    Part,
    TextBody,
)
from postkiln.runtime.codec.model import Model
from postkiln.runtime.errors import RequestError

SPEC = ClientSpec(
    name="Shop", options=(Option("base_url", "base"), Option("shop", "shop"))
)
OBJECT = JsonBody(is_object=True)
RPC = JsonBody(is_object=True, selectors=(("jsonrpc", "2.0"),))


@dataclass(slots=True, kw_only=True)
class Line(Model):
    count: int | Omit = OMIT


@dataclass(slots=True, kw_only=True)
class Order(Model):
    title: str | None = None
    page_size: int | None = field(default=None, metadata={"key": "page-size"})


ANSWER = Order.from_json({"new": [1], "title": "T", "gone": None, "page-size": None})


@dataclass(frozen=True, slots=True)
class Shop:
    """A server, and what calls it with bodies."""

    told: Told
    kind: str

    def sent(self, spec: Body | None, body: object = None, **more: Any) -> Asked:
        """The request of a call with this body."""
        given = {"base_url": self.told.base, "shop": "s1"}
        shown = Operation[Any](name="Call", method="POST", url="{{base}}/x", body=spec)
        with twin(self.kind, SPEC, given) as client:
            client.call(shown, body=body, **more)
        return self.told.asked[-1]

    def text(self, spec: Body, body: object = None, **fields: object) -> str:
        """The text of the body; keywords are `fields`."""
        return self.sent(spec, body, fields=fields).body

    def refused(self, spec: Body, body: object = None, **fields: object) -> str:
        """Why nothing is sent."""
        with pytest.raises(RequestError) as caught:
            self.sent(spec, body, fields=fields)
        assert self.told.asked == []
        return str(caught.value)


@pytest.fixture(params=["sync", "async"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    with told_server() as told:
        yield Shop(told, request.param)


def test_keywords_are_the_body_in_their_order(shop: Shop) -> None:
    moment = datetime(2024, 1, 2, tzinfo=UTC)
    lines: list[Any] = [Line(count=2), {}]
    text = shop.text(OBJECT, b=1, a=None, c=OMIT, at=moment, lines=lines)
    assert (
        text == '{"b":1,"a":null,"at":"2024-01-02T00:00:00Z","lines":[{"count":2},{}]}'
    )


@pytest.mark.parametrize("fields", [{}, {"a": OMIT}])
def test_without_keywords_an_object_is_empty(
    shop: Shop, fields: Mapping[str, object]
) -> None:
    asked = shop.sent(OBJECT, None, fields=fields)
    assert (asked.body, asked.headers["content-type"]) == ("{}", "application/json")


def test_null_is_the_body_of_what_is_no_object(shop: Shop) -> None:
    assert shop.sent(JsonBody(), None).body == "null"


@pytest.mark.parametrize(
    "spec", [OBJECT, FormBody(), MultipartBody(), TextBody(default="x"), GraphqlBody("q")]
)  # fmt: skip
def test_omit_sends_none(shop: Shop, spec: Body) -> None:
    asked = shop.sent(spec, OMIT, fields={"a": OMIT})
    assert (asked.body, "content-type" in asked.headers) == ("", False)


@pytest.mark.parametrize(
    "spec", [OBJECT, FormBody(), MultipartBody(), GraphqlBody("q")]
)
def test_omit_and_a_keyword_are_refused(shop: Shop, spec: Body) -> None:
    refusal = shop.refused(spec, OMIT, title="T")
    assert refusal == "body: OMIT sends none, so no keyword can be given: title"


def test_keywords_win_over_the_top_of_a_mapping(shop: Shop) -> None:
    whole = MappingProxyType({"a": 1, "b": {"c": 2}, "d": OMIT})
    assert shop.text(OBJECT, whole, b=3, e=4, a=OMIT) == '{"a":1,"b":3,"e":4}'


def test_an_answer_that_is_sent_back_keeps_what_nobody_knows(shop: Shop) -> None:
    expected = '{"new":[1],"title":"T","gone":null,"page-size":null}'
    assert shop.text(OBJECT, ANSWER) == expected
    text = shop.sent(OBJECT, ANSWER, fields={"page-size": 3, "added": 1}).body
    assert json.loads(text) == {
        "new": [1],
        "title": "T",
        "gone": None,
        "page-size": 3,
        "added": 1,
    }
    assert ANSWER.page_size is None


@pytest.mark.parametrize(
    ("spec", "body", "kind"),
    [
        (OBJECT, '{"a":1}', "str"),
        (OBJECT, b"{}", "bytes"),
        (OBJECT, [("a", 1)], "list"),
        (FormBody(), "a=1", "str"),
        (FormBody(), b"a=1", "bytes"),
        (FormBody(), [("a", 1)], "list"),
        (MultipartBody(), [("a", 1)], "list"),
        (TextBody(), "x", "str"),
        (FileBody(), b"x", "bytes"),
        (JsonBody(), [1], "list"),
        (GraphqlBody("q"), "{}", "str"),
    ],
)
def test_keywords_beside_a_body_without_fields_are_refused(
    shop: Shop, spec: Body, body: object, kind: str
) -> None:
    refusal = shop.refused(spec, body, title="T", other=OMIT)
    assert refusal == f"body: {kind} has no fields, so no keyword can be given: title"
    shop.sent(spec, body, fields={"title": OMIT})


def test_a_selector_is_sent_unless_another_value_is_given(shop: Shop) -> None:
    assert shop.text(RPC, jsonrpc="2.0", id=1) == '{"jsonrpc":"2.0","id":1}'
    assert shop.text(RPC, jsonrpc="1.0") == '{"jsonrpc":"1.0"}'
    assert shop.text(RPC, jsonrpc=OMIT, id=1) == '{"id":1}'


def test_a_selector_gives_way_to_a_whole_body(shop: Shop) -> None:
    assert shop.text(RPC, {"jsonrpc": "1.1"}, jsonrpc="2.0") == '{"jsonrpc":"1.1"}'
    assert shop.text(RPC, {"jsonrpc": "1.1"}, jsonrpc="1.0") == '{"jsonrpc":"1.0"}'
    assert shop.text(RPC, {"id": 1}, jsonrpc="2.0") == '{"id":1,"jsonrpc":"2.0"}'
    assert shop.text(RPC, '{"x":1}', jsonrpc="2.0") == '{"x":1}'
    assert shop.text(RPC, OMIT, jsonrpc="2.0") == ""


FORM = FormBody(selectors=(("grant_type", "password"),))


def test_keywords_of_a_form(shop: Shop) -> None:
    text = shop.text(FORM, grant_type="password", user="é", n=[1, True], no=OMIT)
    assert text == "grant_type=password&user=%C3%A9&n=1&n=true"
    assert shop.text(FormBody(), {"a": 1, "b": 2}, b=3) == "a=1&b=3"
    assert shop.text(FormBody(), Order(title="T"), title="U") == "title=U"
    assert shop.text(FormBody(("page-size", "title")), ANSWER, new=OMIT).startswith(
        "page-size=&title=T&"
    )


def test_a_form_without_keywords_is_none_but_for_its_selectors(shop: Shop) -> None:
    asked = shop.sent(FormBody(), None, fields={"a": OMIT})
    assert (asked.body, "content-type" in asked.headers) == ("", False)
    assert shop.text(FORM, grant_type="password") == "grant_type=password"
    assert shop.text(MultipartBody(), a=OMIT) == ""


def test_keywords_of_a_multipart_form(shop: Shop) -> None:
    spec = MultipartBody((Part("f", is_file=True),))
    text = shop.text(spec, {"note": "old"}, note="new", f=("n.txt", b"abc"))
    assert 'name="note"\r\n\r\nnew\r\n' in text
    assert 'name="f"; filename="n.txt"\r\n' in text


@pytest.mark.parametrize("spec", [FormBody(), MultipartBody()])
@pytest.mark.parametrize("body", [{"a": None}, [("a", None)], {"a": ["x", None]}])
def test_none_in_a_form_is_refused_with_a_word_on_omit(
    shop: Shop, spec: Body, body: Any
) -> None:
    expected = "body.a: give OMIT to leave it out, not None"
    assert shop.refused(spec, body) == expected
    if isinstance(body, dict):
        fields = cast("dict[str, Any]", body)
        assert shop.refused(spec, **fields) == expected


def test_no_file_is_an_empty_part(shop: Shop) -> None:
    text = shop.text(MultipartBody((Part("f", is_file=True),)), f=None)
    assert 'name="f"; filename=""\r\n\r\n\r\n' in text


SOAP = TextBody("text/xml", default="<a b='{{id}}'>{{shop}} {{:n}}</a>")


def test_a_text_has_a_default_that_arguments_and_options_fill(shop: Shop) -> None:
    asked = shop.sent(SOAP, variables={"id": 7, ":n": "{{shop}}"})
    assert asked.body == "<a b='7'>s1 {{shop}}</a>"
    assert asked.headers["content-type"] == "text/xml"
    assert shop.sent(SOAP, "mine {{id}}").body == "mine {{id}}"


def test_an_argument_is_no_markup(shop: Shop) -> None:
    asked = shop.sent(SOAP, variables={"id": "'/><x y='", ":n": "a & b"})
    assert asked.body == "<a b='&#x27;/&gt;&lt;x y=&#x27;'>s1 a &amp; b</a>"
    plain = TextBody(default="{{id}} {{shop}}")
    assert shop.sent(plain, variables={"id": "<&>"}).body == "<&> s1"


def test_a_text_needs_its_arguments(shop: Shop) -> None:
    with pytest.raises(RequestError, match="n: is needed in the body"):
        shop.sent(SOAP, variables={"id": 1, ":n": OMIT})


def test_a_text_without_a_default_is_none(shop: Shop) -> None:
    assert shop.sent(TextBody(), None).body == ""


QUERY = GraphqlBody("query Q { a(b: {{id}}) }", "Q")
HEAD = '{"query":"query Q { a(b: 7) }","operationName":"Q"'


@pytest.mark.parametrize(
    ("body", "fields", "expected"),
    [
        (None, {}, HEAD + "}"),
        (None, {"a": OMIT}, HEAD + "}"),
        (None, {"a": None, "b": [1]}, HEAD + ',"variables":{"a":null,"b":[1]}}'),
        ({"variables": {"x": 1, "a": 2}}, {"a": 3}, HEAD + ',"variables":{"x":1,"a":3}}'),
        ({"extensions": {}}, {}, HEAD + ',"extensions":{}}'),
        ({"query": "{ me }"}, {"a": 1}, '{"query":"{ me }","variables":{"a":1}}'),
        ('{"query": "{{id}}"}', {}, '{"query": "{{id}}"}'),
        ([{"query": "{ me }"}], {}, '[{"query":"{ me }"}]'),
    ],
)  # fmt: skip
def test_keywords_of_graphql_are_its_variables(
    shop: Shop, body: object, fields: Mapping[str, object], expected: str
) -> None:
    asked = shop.sent(QUERY, body, fields=fields, variables={"id": 7})
    assert asked.body == expected
    assert asked.headers["content-type"] == "application/json"

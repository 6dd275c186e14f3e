"""Query parameters: order, samples, constants, and what is no parameter."""

from __future__ import annotations

from build.trees import (
    api_of,
    call,
    calls,
    entries,
    item,
    option,
    parameter,
    saved,
    url,
)

from postkiln.model.api import Place, QueryEntry, Secret
from postkiln.postman.collection import DefinedVariable, Entry
from postkiln.shapes.lattice import PLAIN, Number, Shape, Text

INTEGER = Shape(number=Number.INTEGER)


def test_a_repeated_key_is_one_parameter_with_several_places() -> None:
    only = call(item(to=url(query=entries(("a", "1"), ("b", "x"), ("a", "2")))))
    assert only.query == (QueryEntry("a"), QueryEntry("b"), QueryEntry("a"))
    a, b = only.parameters
    assert (a.place, a.samples, a.shape) == (Place.QUERY, ("1", "2"), INTEGER)
    assert (b.samples, b.shape, b.required) == (("x",), PLAIN, False)


def test_a_disabled_key_is_a_parameter_that_the_item_does_not_send() -> None:
    query = (Entry("a", "1", True, "How many"), Entry("b", "x", True), Entry("b", "y"))
    only = call(item(to=url(query=query)))
    assert only.query == (QueryEntry("a"), QueryEntry("b"))
    a, b = only.parameters
    assert (a.samples, a.sent, a.description) == (("1",), False, "How many")
    assert (b.samples, b.sent) == (("y",), True)


def test_a_key_alone_is_null() -> None:
    found = parameter(call(item(to=url(query=entries(("a", None))))), "a")
    assert (found.samples, found.shape) == ((None,), Shape(null=True))


def test_saved_calls_are_evidence_for_the_query() -> None:
    examples = (
        saved(200, to=url(query=entries(("a", "x"), ("a", "{{b}}")))),
        saved(400, to=url(query=entries(("a", "1.5")))),
    )
    only = call(item(to=url(query=entries(("a", "1"))), examples=examples))
    found = parameter(only, "a")
    assert found.shape == Shape(number=Number.INTEGER, text=Text.PLAIN)
    assert found.samples == ("1",)


def test_a_hole_in_a_query_is_looked_up_and_is_no_argument() -> None:
    query = entries(("a", "{{n}}"), ("b", "{{unknown}}"))
    only = call(item(to=url(query=query)), variables=(DefinedVariable("n", "5"),))
    a, b = only.parameters
    assert (a.key, a.samples, a.shape, a.option) == ("a", ("{{n}}",), INTEGER, None)
    assert (b.key, b.samples, b.shape) == ("b", ("{{unknown}}",), PLAIN)
    assert only.query == (QueryEntry("a"), QueryEntry("b"))


def test_what_cannot_be_named_is_sent_as_it_is() -> None:
    query = entries((None, "v"), ("", None), ("{{all}}", None))
    only = call(item(to=url(query=query)))
    assert only.query == (
        QueryEntry("", fixed=True, default="v"),
        QueryEntry("", fixed=True),
        QueryEntry("{{all}}", fixed=True),
    )
    assert [(p.key, p.place) for p in only.parameters] == [("all", Place.VARIABLE)]


def test_other_words_in_requests_with_one_address_are_sent_unless_told() -> None:
    api = api_of(
        item("open", url(query=entries(("state", "open"), ("page", "1")))),
        item("done", url(query=entries(("state", "done"), ("page", "1")))),
        item("acl", url("/acl", query=entries(("state", "open")))),
    )
    first, second, third = calls(api)
    assert first.query == second.query == (QueryEntry("state"), QueryEntry("page"))
    assert [p.default for p in first.parameters] == ["open", None]
    assert [p.default for p in second.parameters] == ["done", None]
    assert [p.default for p in third.parameters] == [None]


def test_a_key_alone_that_one_of_them_lacks_tells_them_apart() -> None:
    api = api_of(item("all"), item("acl", url(query=entries(("acl", None)))))
    assert calls(api)[1].query == (QueryEntry("acl", fixed=True, default=None),)


def test_empty_open_and_secret_values_are_no_constants() -> None:
    key = "0123456789abcdef0123456789abcdef"
    query = entries(("a", ""), ("b", "{{x}}"), ("c", key))
    api = api_of(item("all"), item("some", url(query=query)))
    assert not any(place.fixed for place in calls(api)[1].query)
    assert parameter(calls(api)[1], "c").samples == (Secret(key),)


def test_methods_tell_requests_apart_already() -> None:
    api = api_of(
        item("get", url(query=entries(("a", "1")))),
        item("put", url(query=entries(("a", "2"))), method="PUT"),
    )
    assert [each.query for each in calls(api)] == [
        (QueryEntry("a"),),
        (QueryEntry("a"),),
    ]


def test_a_literal_under_a_secrets_name_is_an_option_and_no_parameter() -> None:
    api = api_of(item(to=url(query=entries(("api_key", "abc"), ("page_token", "t")))))
    (only,) = calls(api)
    assert only.query == (
        QueryEntry("api_key", fixed=True, default="{{query:api_key}}"),
        QueryEntry("page_token"),
    )
    assert [p.key for p in only.parameters] == ["page_token"]
    assert option(api, "query:api_key").value == Secret("abc")
    assert option(api, "query:api_key").label == "api_key"
    assert dict(api.values)["query:api_key"] == Secret("abc")


def test_a_disabled_secret_is_a_parameter_with_a_wrapped_sample() -> None:
    only = call(item(to=url(query=entries(("api_key", "abc"), disabled=True))))
    found = parameter(only, "api_key")
    assert (found.samples, found.sent) == ((Secret("abc"),), False)

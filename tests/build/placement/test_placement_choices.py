"""What the configuration chooses for values: it comes before the lock and the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import pytest
from build.trees import (
    api_of,
    calls,
    entries,
    header_lines,
    item,
    option,
    parameter,
    url,
)

from postkiln.build.placement.choices import ROLES
from postkiln.diagnostics.errors import ChoiceError
from postkiln.model.api import Api, ClientOption, Endpoint, Secret
from postkiln.postman.collection import DefinedVariable, Folder, Item, RequestBody
from postkiln.results import ValueRole

VARIABLES = (DefinedVariable("tenant", "acme"), DefinedVariable("blank", ""))
QUERY = entries(
    ("status", "open"), ("page", "7"), ("tenant", "{{tenant}}"), ("b", "{{blank}}")
)
HEADERS = entries(("X-Account", "12345"), ("Accept", "<string>"), ("X-Mode", "dark"))


def listed() -> Item:
    return item("List", url("/v2/orders/81/alice", QUERY), headers=HEADERS)


def chosen(values: Mapping[str, str], *items: Folder | Item) -> Api:
    shown = items or (Folder("Orders", (listed(),)),)
    return api_of(*shown, variables=VARIABLES, chosen={"Orders/List": values})


def call(values: Mapping[str, str]) -> Endpoint:
    return calls(chosen(values))[0]


def options(api: Api) -> dict[str, ClientOption]:
    return {each.label: each for each in api.options}


def test_the_roles_are_those_that_the_configuration_takes() -> None:
    assert tuple(ROLES) == get_args(ValueRole)


def test_a_query_parameter_may_be_required() -> None:
    assert parameter(call({}), "status").required is False
    made = call({"query status": "required"})
    assert parameter(made, "status").required is True
    assert parameter(made, "status").row == "set in the configuration"


def test_a_query_parameter_may_be_a_constant() -> None:
    made = call({"query page": "constant", "query tenant": "constant"})
    assert [(q.key, q.default) for q in made.query if q.fixed] == [
        ("page", "7"),
        ("tenant", "acme"),
    ]


def test_a_word_may_be_sent_by_itself() -> None:
    assert parameter(call({"query status": "default"}), "status").default == "open"


def test_a_word_may_be_an_option_with_that_default() -> None:
    assert options(chosen({"query status": "option"}))["status"].value == "open"


def test_a_sample_is_no_default_of_an_option() -> None:
    made = options(chosen({"header X-Account": "option"}))["X-Account"]
    assert made.value is None
    assert made.required is False


def test_a_place_holder_may_be_an_option() -> None:
    assert options(chosen({"header Accept": "option"}))["Accept"].value is None


def test_an_option_may_be_an_argument() -> None:
    assert "tenant" in options(chosen({}))
    assert "tenant" not in options(chosen({"query tenant": "optional"}))


def test_headers_are_found_in_any_case() -> None:
    made = call({"header x-ACCOUNT": "constant"})
    assert ("X-Account", "12345") in header_lines(made)


def test_a_part_of_a_path_may_be_a_constant() -> None:
    assert call({}).url.endswith("/v2/orders/{{:order_id}}/alice")
    assert call({"path order_id": "constant"}).url.endswith("/v2/orders/81/alice")


def test_a_word_of_a_path_may_be_an_argument() -> None:
    made = call({"path alice": "required"})
    assert made.url.endswith("/v2/orders/{{:order_id}}/{{:order}}")
    assert parameter(made, ":order").samples == ("alice",)


def test_a_part_of_a_path_may_be_an_option_without_default() -> None:
    api = chosen({"path order_id": "option"})
    assert option(api, ":order_id").value is None
    assert parameter(calls(api)[0], ":order_id").required is False


def test_a_literal_credential_may_be_an_argument() -> None:
    token = entries(("token", "x8Kq2Lm4Zp"))
    shop = Folder("Orders", (item("List", url("/a", token)),))
    assert "token" in options(chosen({}, shop))
    api = chosen({"query token": "required"}, shop)
    assert "token" not in options(api)
    assert parameter(calls(api)[0], "token").samples == (Secret("x8Kq2Lm4Zp"),)


def test_a_disabled_line_counts_where_it_is_asked_for() -> None:
    query = entries(("debug", "on"), disabled=True)
    shop = Folder("Orders", (item("List", url("/a", query)),))
    (made,) = calls(chosen({"query debug": "constant"}, shop))
    assert [(each.key, each.default) for each in made.query] == [("debug", "on")]


def posted(values: Mapping[str, str], body: RequestBody) -> Endpoint:
    shop = Folder("Orders", (item("List", method="POST", body=body),))
    return calls(chosen(values, shop))[0]


def test_fields_of_a_body_may_be_required_or_sent_by_themselves() -> None:
    body = RequestBody("raw", raw='{"action": "go", "kind": "a"}', language="json")
    made = posted({"body action": "required", "body kind": "default"}, body).body
    assert made is not None
    assert made.required == ("action",)
    assert [each.key for each in made.selectors] == ["kind"]


def test_a_text_may_be_sent_unless_another_is_given() -> None:
    made = posted({"body": "default"}, RequestBody("raw", raw="<a/>")).body
    assert made is not None
    assert made.default == "<a/>"


def test_patterns_choose_items_and_the_last_one_counts() -> None:
    table = {
        "*": {"query status": "required"},
        "Orders/*": {"query status": "constant"},
    }
    shop = Folder("Orders", (listed(),)), item("Other", url("/o", QUERY))
    first, second = calls(api_of(*shop, variables=VARIABLES, chosen=table))
    assert parameter(first, "status").required is True
    assert [each.fixed for each in second.query][:1] == [True]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            {"query statsu": "required"},
            "'Orders/List' has no 'query statsu'. Did you mean 'query status'?",
        ),
        ({"zz": "required"}, "'Orders/List' has no 'zz'. There are 'path order_id', "),
        ({"query status": "maybe"}, "cannot be 'maybe'. There are 'required', "),
        (
            {"path order_id": "optional"},
            "'path order_id' of 'Orders/List' cannot be 'optional': a part of a path",
        ),
        ({"path alice": "default"}, "a part of a path cannot be left out"),
        ({"header Accept": "constant"}, "the collection has no value for it"),
        ({"query b": "constant"}, "the collection has no value for it"),
    ],
)
def test_what_cannot_be_is_an_error(values: Mapping[str, str], told: str) -> None:
    with pytest.raises(ChoiceError) as caught:
        chosen(values)
    assert told in str(caught.value)


def test_a_secret_is_no_constant() -> None:
    token = entries(("token", "x8Kq2Lm4Zp"))
    shop = Folder("Orders", (item("List", url("/a", token)),))
    with pytest.raises(ChoiceError, match="a secret is written there"):
        chosen({"query token": "constant"}, shop)


def test_a_whole_address_is_no_constant() -> None:
    shop = item("Up", url("", origin="{{upload}}")), listed()
    table = {"Up": {"url": "constant"}}
    with pytest.raises(ChoiceError, match="an address is always needed"):
        api_of(*shop, chosen=table)


def test_a_pattern_that_matches_nothing_is_an_error() -> None:
    with pytest.raises(ChoiceError, match="Did you mean 'Orders/List'"):
        api_of(
            Folder("Orders", (listed(),)),
            chosen={"Orders/Lst": {"query q": "required"}},
        )

"""Variables of a collection that are called like what postkiln itself names."""

from __future__ import annotations

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

from postkiln.lockfile.records import Lock, SecretPlace
from postkiln.model.api import QueryEntry, Role, Secret
from postkiln.postman.collection import DefinedVariable, Folder, Graphql, RequestBody

SECRET = "abcd1234efgh5678abcd1234efgh5678"


def test_variables_named_like_slots_are_no_secrets() -> None:
    query = entries(("q", "{{query:b}}"), ("user", "{{body:user}}"))
    values = (DefinedVariable("query:b", "novel"), DefinedVariable("body:user", "ann"))
    api = api_of(item(to=url(query=query)), variables=values)
    (only,) = calls(api)
    assert [each.role for each in api.options] == [Role.HOST]
    assert only.query == (QueryEntry("q"), QueryEntry("user"))
    assert parameter(only, "q").samples == ("{{query:b}}",)


def test_a_variable_in_a_graphql_query_is_no_secret_by_its_name() -> None:
    graphql = Graphql('{ find(name: "{{body:user}}") }')
    api = api_of(item(method="POST", body=RequestBody("graphql", graphql=graphql)))
    assert [each.role for each in api.options] == [Role.HOST]


def test_a_secret_is_named_unlike_the_variables_of_the_collection() -> None:
    headers = entries(("X-Api-Key", SECRET), ("X-Plain", "{{header:X-Api-Key}}"))
    values = (DefinedVariable("header:X-Api-Key", "mine"),)
    api = api_of(item(headers=headers), variables=values)
    (only,) = calls(api)
    secret = option(api, "header:X-Api-Key#2")
    assert (secret.label, secret.value) == ("X-Api-Key", Secret(SECRET))
    assert header_lines(only) == (
        ("X-Api-Key", "{{header:X-Api-Key#2}}"),
        ("X-Plain", "{{header:X-Api-Key}}"),
    )
    assert option(api, "header:X-Api-Key").label == "header:X-Api-Key"
    assert dict(api.values)["header:X-Api-Key#2"] == Secret(SECRET)


def test_a_name_in_the_lock_gives_way_to_a_variable_of_the_collection() -> None:
    headers = entries(("X-Api-Key", SECRET), ("X-Plain", "{{header:X-Api-Key}}"))
    place = SecretPlace("header:X-Api-Key", "header:X-Api-Key", (("Call",),))
    api = api_of(item(headers=headers), lock=Lock(secrets=(place,)))
    plain = parameter(calls(api)[0], "X-Plain")
    assert plain.samples == ("{{header:X-Api-Key}}",)
    assert [each.variable for each in api.secrets] != ["header:X-Api-Key"]


def test_the_name_in_the_lock_stays_while_it_is_free() -> None:
    place = SecretPlace("header:X-Api-Key", "header:X-Api-Key@Old", (("Call",),))
    headers = entries(("X-Api-Key", SECRET))
    api = api_of(item(headers=headers), lock=Lock(secrets=(place,)))
    assert option(api, "header:X-Api-Key@Old").role is Role.CREDENTIAL


def test_an_origin_is_named_unlike_the_variables_of_the_collection() -> None:
    origin = "https://api.example.com"
    headers = entries(("X-Mirror", "{{https://api.example.com}}"))
    api = api_of(item(headers=headers), variables=(DefinedVariable(origin, "mirror"),))
    (only,) = calls(api)
    assert only.url == "{{https://api.example.com/}}/items"
    assert (api.origin, option(api, f"{origin}/").value) == (
        f"{{{{{origin}/}}}}",
        origin,
    )
    assert option(api, origin).value == "mirror"


def test_a_path_variable_is_no_variable_of_that_name() -> None:
    to = url("/read/:id", variables=entries(("id", "7")))
    call = item(to=to, headers=entries(("X-Id", "{{:id}}")))
    api = api_of(call, variables=(DefinedVariable(":id", "twelve"),))
    (only,) = calls(api)
    assert parameter(only, ":id/").samples == ("7",)
    assert option(api, ":id").value == "twelve"


def test_names_in_auths_bodies_and_other_requests_count_as_well() -> None:
    body = RequestBody("raw", raw='{"a": "{{header:X-Api-Key}}"}')
    api = api_of(
        item("a", headers=entries(("X-Api-Key", SECRET))),
        Folder("F", (item("b", method="POST", body=body),)),
    )
    assert header_lines(calls(api)[0]) == (("X-Api-Key", "{{header:X-Api-Key#2}}"),)

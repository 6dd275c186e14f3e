"""What is neither of path, query, header or body: addresses, auths, pasted literals."""

from __future__ import annotations

import pytest
from build.trees import (
    ORIGIN,
    api_of,
    bearer,
    call,
    calls,
    entries,
    item,
    option,
    parameter,
    url,
)

from postkiln.model.api import Place, Role, Secret
from postkiln.postman.collection import AuthBlock, DefinedVariable, Item, Url

KEY = "a1B2" * 10


def whole(variable: str) -> Url:
    """An address that is a variable, and nothing else."""
    return Url(f"{{{{{variable}}}}}", None, (), ())


def test_a_variable_that_is_the_whole_address_is_an_argument() -> None:
    api = api_of(item(), item(to=whole("upload_link"), method="PUT"))
    found = parameter(calls(api)[1], "upload_link")
    assert (found.label, found.required, found.place) == ("url", True, Place.VARIABLE)
    assert found.row == "path: a variable that is the whole address"
    assert [each.role for each in api.options] == [Role.HOST]


@pytest.mark.parametrize(
    "variable", ["endpoint", "host", "server", "base", "baseUrl", "shop_server_url"]
)
def test_one_that_says_that_it_is_an_origin_is_an_option(variable: str) -> None:
    api = api_of(item(), item(to=whole(variable)))
    assert option(api, variable).role is Role.HOST
    assert calls(api)[1].parameters == ()


def test_one_that_paths_follow_elsewhere_is_an_option() -> None:
    api = api_of(item(), item(to=whole("link")), item(to=url("/a", origin="{{link}}")))
    assert option(api, "link").role is Role.HOST


def test_one_that_is_all_that_is_called_is_an_option() -> None:
    api = api_of(item(to=whole("link")))
    assert option(api, "link").role is Role.HOST


def test_what_an_auth_reads_is_an_option_and_secrets_have_no_default() -> None:
    variables = (DefinedVariable("token", KEY),)
    api = api_of(item(auth=bearer("{{token}}")), variables=variables)
    found = option(api, "token")
    assert (found.role, found.value) == (Role.CREDENTIAL, Secret(KEY))
    assert calls(api)[0].parameters == ()


def authorized(token: str, origin: str = ORIGIN) -> tuple[tuple[str, str], ...]:
    """The options that requests have which send the token, and this one's own."""
    headers = entries(("Authorization", f"Bearer {token}"))
    first = entries(("Authorization", f"Bearer {KEY}"))
    api = api_of(
        item(headers=first), item(to=url(origin=origin), headers=headers, method="PUT")
    )
    options = [each for each in api.options if each.role is Role.CREDENTIAL]
    return tuple((each.variable, each.label) for each in options)


def test_pasted_tokens_of_one_scheme_at_one_origin_share_an_option() -> None:
    assert authorized("c3D4" * 10) == (("header:Authorization", "token"),)


def test_at_another_origin_they_do_not() -> None:
    assert len(authorized("c3D4" * 10, "https://other.example.com")) == 2


def test_each_variable_has_an_option_of_its_own() -> None:
    assert len(authorized("{{mine}}")) == 2


def test_the_items_own_literal_is_kept_for_those_who_play_it_back() -> None:
    other = "c3D4" * 10
    headers = [entries(("Authorization", f"Bearer {each}")) for each in (KEY, other)]
    api = api_of(*(item(headers=each) for each in headers))
    first, second = calls(api)
    assert first.own_options == ()
    assert second.own_options == (("header:Authorization", Secret(other)),)


def usual(*items: Item, auth: AuthBlock | None = None) -> object:
    """The token that requests get which the collection lacks."""
    found = api_of(*items, auth=auth).auth
    return None if found is None else found.get("token")


def test_requests_that_the_collection_lacks_have_its_auth() -> None:
    mine = item(auth=bearer("{{mine}}"))
    assert usual(mine, mine, auth=bearer("{{ours}}")) == "{{ours}}"


def test_without_one_they_have_the_auth_that_most_requests_have() -> None:
    first, second = item(auth=bearer("{{a}}")), item(auth=bearer("{{b}}"))
    assert usual(first, second, second, item()) == "{{b}}"
    assert usual(item(), item()) is None


def test_the_auth_of_another_origin_does_not_count() -> None:
    there = item(to=url(origin="https://other.example.com"), auth=bearer("{{b}}"))
    here = item(auth=bearer("{{a}}"))
    assert usual(there, there, here, item(), item()) == "{{a}}"


def test_a_shared_literal_is_an_option_with_that_default() -> None:
    api = api_of(
        *(
            item(to=url(f"/{n}"), headers=entries(("X-Shop", "north")))
            for n in range(3)
        ),
        item(to=url("/3"), headers=entries(("X-Shop", "south"))),
    )
    found = option(api, "header:x-shop")
    assert (found.value, found.required) == ("north", False)
    assert found.row == "header: a variable with a value, or the same everywhere"
    *same, other = calls(api)
    assert {each.parameters for each in same} == {()}
    assert parameter(other, "X-Shop").default == "south"


def test_a_name_alone_makes_no_credential_of_a_path() -> None:
    only = call(item(to=url("/tokens/{{token}}")))
    assert parameter(only, "token").required


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("/orders/1", ["order_id"]),
        ("/orders/1/lines/2", ["order_id", "line_id"]),
        ("/1", []),  # no word before it
        ("/v2/2024/report", []),
        ("/api/2/boards", []),
        ("/orders/1.5", []),
        ("/orders/abc", []),
        ("/orders/get/1", ["order_id"]),
        ("/8f14e45f-ceea-467f-a0e6-2f1f3a2b1c3d", ["id"]),
        ("/days/2024-05-01", ["day_date"]),
        ("/users/ann@example.com", ["user_email"]),
        ("/orders(1)", ["order_id"]),
        ("/users/ann/Orders(Key='1')", ["order_id"]),
        ("/orders/1.json", ["order_id"]),
        ("/files/aB3dE5gH7jK9mN1pQ3.json", ["file_id"]),
        ("/vms/vm-33", ["vm_id"]),
        ("/vms/vms", []),
        ("/hosts/vm-33", []),
        ("/pages/getting-started-2", []),
    ],
)
def test_a_sample_in_a_path_is_an_argument_and_a_word_is_not(
    path: str, arguments: list[str]
) -> None:
    found = call(item(to=url(path))).parameters
    assert [each.label for each in found] == arguments
    assert all(each.required for each in found)


def test_an_option_of_an_address_is_required_with_a_default_too() -> None:
    variables = (DefinedVariable("version", "v2"), DefinedVariable("lang", "en"))
    headers = entries(("X-Lang", "{{lang}}"))
    api = api_of(item(to=url("/{{version}}/a"), headers=headers), variables=variables)
    version, lang = option(api, "version"), option(api, "lang")
    assert (version.in_address, version.required) == (True, True)
    assert (lang.in_address, lang.required) == (False, False)

"""Which variables are options of the client, and which are arguments of a call."""

from __future__ import annotations

from build.trees import api_of, calls, entries, item, option, url

from postkiln.model.api import Place, Role, Secret
from postkiln.postman.collection import AuthBlock, DefinedVariable, Folder, RequestBody


def test_disabled_queries_and_bodies_share_nothing() -> None:
    api = api_of(
        Folder("A", (item(to=url("/{{id}}")),)),
        Folder(
            "B", (item(to=url("/b", query=entries(("id", "{{id}}"), disabled=True))),)
        ),
        Folder("C", (item(method="POST", body=RequestBody("raw", raw="{{id}}")),)),
    )
    assert [each.role for each in api.options] == [Role.HOST]


def test_path_variables_are_never_shared() -> None:
    api = api_of(
        Folder("A", (item(to=url("/:id")),)), Folder("B", (item(to=url("/:id")),))
    )
    assert [each.role for each in api.options] == [Role.HOST]


def test_what_credentials_name_is_a_credential_without_default() -> None:
    token = AuthBlock("bearer", (("token", "{{token}}"),))
    api = api_of(
        item(auth=token),
        variables=(
            DefinedVariable("token", "{{inner}}-x"),
            DefinedVariable("inner", "abc"),
        ),
    )
    assert option(api, "token").value == Secret("{{inner}}-x")
    assert option(api, "inner").value == Secret("abc")
    assert dict(api.values) == {
        "token": Secret("{{inner}}-x"),
        "inner": Secret("abc"),
        "https://api.example.com": "https://api.example.com",
    }


def test_a_credential_that_only_names_another_gives_nothing_away() -> None:
    token = AuthBlock("bearer", (("token", "{{token}}"),))
    api = api_of(item(auth=token), variables=(DefinedVariable("token", "{{inner}}"),))
    assert option(api, "token").value == "{{inner}}"
    assert option(api, "inner").role is Role.CREDENTIAL


def test_a_host_stays_a_host_even_where_it_is_used_as_a_credential() -> None:
    api = api_of(item(to=url(origin="{{h}}"), headers=entries(("X-Token", "{{h}}"))))
    assert option(api, "h").role is Role.HOST


def test_a_header_with_variables_that_have_values_is_an_option() -> None:
    variables = (
        DefinedVariable("lang", "en"),
        DefinedVariable("pin", "1234", secret=True),
    )
    headers = entries(("X-Lang", "{{lang}}"), ("X-Pin", "{{pin}}"), ("X-{{n}}", "1"))
    api = api_of(item(headers=headers), variables=variables)
    (only,) = calls(api)
    assert [each.value for each in only.headers] == ["{{lang}}", "{{pin}}", "1"]
    (name,) = only.parameters
    assert (name.place, name.key, name.required) == (Place.VARIABLE, "n", False)
    assert option(api, "lang").value == "en"
    assert option(api, "pin").value == Secret("1234")


def test_secret_variables_are_wrapped_wherever_they_are_kept() -> None:
    api = api_of(
        item(),
        variables=(
            DefinedVariable("api_key", "abc"),
            DefinedVariable("off", "x", disabled=True),
        ),
    )
    assert dict(api.values)["api_key"] == Secret("abc")
    assert "off" not in dict(api.values)


def test_options_stand_hosts_first_then_credentials() -> None:
    token = AuthBlock("bearer", (("token", "{{token}}"),))
    api = api_of(
        Folder("A", (item(to=url("/{{x}}"), auth=token),)),
        Folder("B", (item(headers=entries(("X-Lang", "{{lang}}"))),)),
        variables=(DefinedVariable("lang", "en"),),
    )
    roles = [Role.HOST, Role.CREDENTIAL, Role.SHARED]
    assert [each.role for each in api.options] == roles

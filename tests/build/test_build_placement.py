"""Which variables are options of the client, and which are arguments of a call."""

from __future__ import annotations

from build.trees import api_of, calls, entries, item, option, parameter, url

from postkiln.model.api import Place, QueryEntry, Role, Secret
from postkiln.postman.collection import AuthBlock, DefinedVariable, Folder, RequestBody


def test_a_hole_of_two_folders_is_an_option() -> None:
    api = api_of(
        Folder("A", (item(to=url("/{{team}}/a")),)),
        Folder("B", (item(headers=entries(("X-Team", "{{team}}"))),)),
        variables=(DefinedVariable("team", "7"),),
    )
    assert (option(api, "team").role, option(api, "team").value) == (Role.SHARED, "7")
    first, second = calls(api)
    found = parameter(first, "team")
    assert (found.required, found.option) == (False, "team")
    assert second.parameters == ()


def test_a_hole_of_one_folder_is_an_argument() -> None:
    api = api_of(
        Folder("A", (item(to=url("/{{id}}")), item("b", url("/b/{{id}}")))),
        Folder("B", (item(),)),
    )
    assert [each.role for each in api.options] == [Role.HOST]
    assert parameter(calls(api)[0], "id").required


def test_the_collection_itself_is_a_folder_of_its_own() -> None:
    api = api_of(item(to=url("/{{id}}")), Folder("A", (item(to=url("/{{id}}/a")),)))
    assert option(api, "id").role is Role.SHARED


def test_folders_of_one_name_are_two() -> None:
    api = api_of(
        Folder("A", (item(to=url("/{{id}}")),)), Folder("A", (item(to=url("/{{id}}")),))
    )
    assert option(api, "id").role is Role.SHARED


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


def test_a_shared_hole_in_a_query_is_sent_unless_the_call_says_else() -> None:
    api = api_of(
        Folder("A", (item(to=url(query=entries(("lang", "{{lang}}")))),)),
        Folder("B", (item(to=url(query=entries(("q", "x {{lang}}")))),)),
    )
    first, second = calls(api)
    assert first.query == (QueryEntry("lang", fixed=True, default="{{lang}}"),)
    assert parameter(first, "lang").option == "lang"
    assert second.query == (QueryEntry("q", fixed=True, default="x {{lang}}"),)
    assert parameter(second, "q").option is None


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


def test_holes_in_headers_are_arguments_with_the_collections_value() -> None:
    variables = (
        DefinedVariable("lang", "en"),
        DefinedVariable("pin", "1234", secret=True),
    )
    headers = entries(("X-Lang", "{{lang}}"), ("X-Pin", "{{pin}}"), ("X-{{n}}", "1"))
    (only,) = calls(api_of(item(headers=headers), variables=variables))
    lang, pin, name = only.parameters
    assert lang.place is pin.place is name.place is Place.VARIABLE
    assert (lang.samples, lang.required, lang.sent) == (("en",), False, True)
    assert (pin.samples, pin.required) == ((Secret("1234"),), True)
    assert (name.key, name.samples, name.required) == ("n", (), True)


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
        Folder("B", (item(to=url("/{{x}}")),)),
    )
    roles = [Role.HOST, Role.CREDENTIAL, Role.SHARED]
    assert [each.role for each in api.options] == roles

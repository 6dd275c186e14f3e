"""Where requests go: origins, path variables, user info, and what cannot be called."""

from __future__ import annotations

from build.trees import (
    ORIGIN,
    api_of,
    bearer,
    call,
    calls,
    codes,
    entries,
    item,
    option,
    parameter,
    saved,
    url,
)

from postkiln.model.api import Place, Role, Secret
from postkiln.postman.collection import (
    AuthBlock,
    DefinedVariable,
    Environment,
    Item,
    ItemRequest,
    Url,
)
from postkiln.shapes.lattice import PLAIN, Number, Shape

INTEGER = Shape(number=Number.INTEGER)


def test_a_literal_origin_is_an_option_with_itself_as_default() -> None:
    api = api_of(item(to=url("/v1/items")))
    (only,) = api.options
    assert (only.variable, only.label, only.role) == (ORIGIN, "base url", Role.HOST)
    assert only.value == ORIGIN
    assert api.origin == "{{https://api.example.com}}"
    assert calls(api)[0].url == "{{https://api.example.com}}/v1/items"
    assert dict(api.values)[ORIGIN] == ORIGIN


def test_the_origin_most_requests_use_is_the_base_url() -> None:
    other = "https://upload.example.com:8443"
    api = api_of(item(to=url(origin=other)), item("b"), item("c"))
    assert option(api, ORIGIN).label == "base url"
    assert option(api, other).label == "upload.example.com:8443 url"


def test_a_variable_origin_brings_what_its_value_names() -> None:
    base = DefinedVariable("base", "https://{{host}}/v1", description="Where it is")
    api = api_of(item(to=url(origin="{{base}}")), variables=(base,))
    assert [(o.variable, o.role, o.value) for o in api.options] == [
        ("base", Role.HOST, "https://{{host}}/v1"),
        ("host", Role.HOST, None),
    ]
    assert option(api, "base").description == "Where it is"


def test_an_empty_host_is_no_default_but_is_played_back() -> None:
    api = api_of(
        item(to=url(origin="{{base}}")), variables=(DefinedVariable("base", ""),)
    )
    assert option(api, "base").value is None
    assert dict(api.values) == {"base": ""}


def test_a_host_that_names_itself_has_no_default() -> None:
    base = DefinedVariable("base", "{{base}}")
    api = api_of(item(to=url(origin="{{base}}")), variables=(base,))
    assert option(api, "base").value is None


def test_a_host_with_user_info_in_its_value_is_secret() -> None:
    base = DefinedVariable("base", "https://me:pw@api.example.com")
    api = api_of(item(to=url(origin="{{base}}")), variables=(base,))
    assert option(api, "base").value == Secret("https://me:pw@api.example.com")


def test_environments_win_over_the_collection_and_the_first_over_others() -> None:
    def environment(name: str, *pairs: tuple[str, str, bool]) -> Environment:
        return Environment(
            name, tuple(DefinedVariable(k, v, off) for k, v, off in pairs)
        )

    api = api_of(
        item(to=url(origin="{{base}}")),
        variables=(DefinedVariable("base", "http://c"), DefinedVariable("only", "c")),
        environments=(
            environment("off", ("base", "http://off", True)),
            environment(
                "on", ("base", "http://old", False), ("base", "http://new", False)
            ),
            environment("late", ("base", "http://late", False)),
            environment("on", ("base", "http://other", False)),
        ),
    )
    assert option(api, "base").value == "http://c"
    assert {each.name: dict(each.values) for each in api.environments} == {
        "off": {},
        "on": {"base": "http://new"},
        "late": {"base": "http://late"},
    }
    assert dict(api.values) == {"base": "http://new", "only": "c"}


def test_user_info_becomes_basic_auth() -> None:
    api = api_of(item(to=url(origin="https://me:p@ss@api.example.com")))
    (only,) = calls(api)
    assert only.url == "{{https://api.example.com}}/items"
    assert only.auth is not None
    assert only.auth.get("username") == "{{auth:url.username}}"
    assert option(api, "auth:url.password").value == Secret("p@ss")


def test_user_info_of_variables_is_kept_as_templates() -> None:
    api = api_of(item(to=url(origin="https://{{u}}:{{p}}@api.example.com")))
    assert option(api, "u").role is option(api, "p").role is Role.CREDENTIAL


def test_user_info_counts_for_nothing_beside_an_authorization() -> None:
    to = url(origin="https://me:pw@api.example.com")
    only = call(item(to=to, headers=entries(("authorization", "{{a}}"))))
    assert only.auth is None
    assert only.headers == (("authorization", "{{a}}"),)


def test_user_info_beside_an_api_key_is_a_notice() -> None:
    key = AuthBlock("apikey", (("key", "X-Key"), ("value", "{{k}}")))
    api = api_of(item(to=url(origin="https://me:pw@api.example.com"), auth=key))
    assert "unsupported-auth" in codes(api)
    assert "pw" not in str(api.notices)


def test_what_has_no_address_is_a_notice_and_no_endpoint() -> None:
    api = api_of(
        Item("none", ItemRequest("GET", None)),
        Item("empty", ItemRequest("GET", Url(""))),
        Item("hostless", ItemRequest("GET", Url("", ("x",)))),
        item(),
    )
    assert [n.path for n in api.notices if n.code == "no-url"] == [
        ("none",),
        ("empty",),
        ("hostless",),
    ]
    assert len(calls(api)) == 1


def test_a_scheme_that_is_not_http_is_a_notice_even_in_a_variable() -> None:
    api = api_of(
        item("a", url(origin="WSS://x.example.com")),
        item("b", url(origin="{{socket}}")),
        item("c", url(origin="HTTPS://x.example.com")),
        variables=(DefinedVariable("socket", "ws://x"),),
    )
    assert codes(api)[:2] == ["unsupported-scheme"] * 2
    assert [each.name for each in calls(api)] == ["c"]


def test_path_variables_end_at_the_first_dot() -> None:
    path = "/:id.json/pre:x/:/:a:b"
    only = call(item(to=url(path, variables=entries(("id", "7")))))
    assert only.url.endswith("}}/{{:id}}.json/pre:x/:/{{:a:b}}")
    assert [p.key for p in only.parameters] == [":id", ":a:b"]
    found = parameter(only, ":id")
    assert (found.place, found.label, found.required) == (Place.PATH, "id", True)
    assert (found.samples, found.sent, found.shape) == (("7",), True, INTEGER)


def test_a_path_without_evidence_is_text_that_the_item_does_not_send() -> None:
    found = parameter(call(item(to=url("/:id"))), ":id")
    assert (found.samples, found.sent, found.shape) == ((), False, PLAIN)


def test_saved_calls_are_evidence_for_the_path() -> None:
    examples = (
        saved(200, to=url("/items/12/x-9.json")),
        saved(200, to=url("/others/text/x-9.json")),
        saved(404, to=url("/items/none/x-none.json")),
        saved(200, to=url("/items/{{id}}/x-{{n}}.json")),
    )
    only = call(item(to=url("/items/{{id}}/x-{{n}}.json"), examples=examples))
    for key, sample in (("id", "12"), ("n", "9")):
        found = parameter(only, key)
        assert (found.samples, found.sent, found.shape) == ((sample,), False, INTEGER)


def test_path_variables_of_saved_calls_are_evidence_too() -> None:
    seen = url("/items/:id", variables=entries(("id", "12")))
    only = call(item(to=url("/items/:id"), examples=(saved(200, to=seen),)))
    assert parameter(only, ":id").samples == ("12",)


def test_a_path_hole_takes_the_value_of_its_variable() -> None:
    variables = (DefinedVariable("id", "{{n}}"), DefinedVariable("n", "5"))
    found = parameter(call(item(to=url("/{{id}}")), variables=variables), "id")
    assert (found.samples, found.shape, found.required) == (("{{n}}",), INTEGER, True)


def test_dynamic_variables_are_neither_options_nor_arguments() -> None:
    only = call(item(to=url("/{{$guid}}")))
    assert only.parameters == ()
    assert only.url.endswith("/{{$guid}}")


def test_a_key_in_the_path_is_taken_out() -> None:
    key = "bot123456789:AAEabcdefghijklmnopqrstuvwxyz012345"
    api = api_of(item(to=url(f"/{key}/me")))
    assert key not in str(calls(api))
    assert option(api, "path:secret").value == Secret(key)


def test_an_environment_tells_no_secret_and_shadows_dynamic_variables() -> None:
    api = api_of(
        item(to=url("/{{$guid}}", origin="{{base}}"), auth=bearer("{{token}}")),
        variables=(DefinedVariable("$randomInt", "7"),),
        environments=(
            Environment(
                "Live",
                (
                    DefinedVariable("base", "https://live.example"),
                    DefinedVariable("token", "abc", secret=True),
                    DefinedVariable("$guid", "fixed"),
                    DefinedVariable("off", "x", enabled=False),
                ),
            ),
        ),
    )
    (live,) = api.environments
    assert dict(live.values) == {"base": "https://live.example", "$guid": "fixed"}
    assert api.shadows == (("$randomInt", "7"),)


def test_a_hole_that_chooses_a_variable_is_an_option_and_so_is_what_it_chooses() -> (
    None
):
    api = api_of(
        item(to=url("/{{{{stage}}_id}}/{{other}}")),
        variables=(DefinedVariable("stage", "dev"), DefinedVariable("dev_id", "7")),
    )
    shared = {
        each.variable: each.value for each in api.options if each.role == "shared"
    }
    assert shared == {"stage": "dev", "dev_id": "7"}

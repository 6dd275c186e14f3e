"""The whole: resources, keys, selection, scripts, and the dump."""

from __future__ import annotations

import json

import pytest
from build.trees import (
    api_of,
    bearer,
    calls,
    codes,
    entries,
    item,
    option,
    saved,
    script,
    url,
)

from postkiln.diagnostics.codes import Code
from postkiln.model.api import Api, Resource, in_document_order
from postkiln.model.dump import dump
from postkiln.postman.collection import (
    DefinedVariable,
    Folder,
    Item,
    ItemRequest,
    ProtocolProfileBehavior,
    RequestBody,
    Script,
    Url,
)


def paths(resource: Resource) -> list[tuple[str, ...]]:
    found = [resource.path]
    for below in resource.resources:
        found.extend(paths(below))
    return found


def test_folders_are_resources_in_order_and_empty_ones_go() -> None:
    api = api_of(
        Folder("B", (Folder("none"), Folder("C", (item(),)))),
        Folder("empty"),
        Folder("A", (item(),), description="About A"),
    )
    assert paths(api.root) == [(), ("B",), ("B", "C"), ("A",)]
    assert api.root.resources[1].description == "About A"
    assert api.root.endpoints == ()


def test_keys_count_all_items_even_those_left_out() -> None:
    gone = Item("a/b", ItemRequest("GET", None))
    api = api_of(gone, Folder("a", (item("b"), item("b"))), item(""))
    assert [each.key for each in calls(api)] == ["", "a/b#2", "a/b#3"]


def test_folders_may_nest_deeper_than_python_recurses() -> None:
    node: Folder | Item = item()
    for _ in range(1500):
        node = Folder("f", (node,))
    api = api_of(node)
    assert len(calls(api)[0].path) == 1501
    assert len(dump(api)["resources"]) == 1501


@pytest.mark.parametrize(
    ("include", "exclude", "names"),
    [
        ((), (), ["x", "y", "x", "z"]),
        (("A",), (), ["x", "y"]),
        (("*/x",), (), ["x", "x"]),
        (("A", "B/z"), ("*/x",), ["y", "z"]),
        ((), ("A", "B"), []),
        (("[AB]/?",), ("B/z",), ["x", "y", "x"]),
    ],
)
def test_patterns_choose_folders_and_items(
    include: tuple[str, ...], exclude: tuple[str, ...], names: list[str]
) -> None:
    folders = (
        Folder("A", (item("x"), item("y"))),
        Folder("B", (item("x"), item("z"))),
    )
    api = api_of(*folders, include=include, exclude=exclude)
    assert [each.name for each in calls(api)] == names
    left = [n.text for n in api.notices if n.code.value == "excluded"]
    told = f"{4 - len(names)} of 4 requests left out by --include or --exclude"
    assert left == ([told] if len(names) < 4 else [])


def test_a_pattern_that_matches_nothing_is_told() -> None:
    api = api_of(item("x"), item("y"), exclude=("X", "y"))
    assert [each.name for each in calls(api)] == ["x"]
    assert [n.text for n in api.notices if n.code == "excluded"] == [
        "the pattern 'X' matches no request",
        "1 of 2 requests left out by --include or --exclude",
    ]


def test_two_items_of_one_key_are_two_endpoints() -> None:
    api = api_of(Folder("F", (item("b"),)), item("a"), item("a"), item("a#2"))
    found = in_document_order(api.root)
    assert [each.key for each in found] == ["F/b", "a", "a#2", "a#2"]
    assert [each.index for each in found] == [0, 1, 2, 3]


def test_settings_of_the_connection_are_told() -> None:
    behavior = ProtocolProfileBehavior(follow_redirects=False, others=("strictSSL",))
    api = api_of(Folder("F", (item("a"),), behavior=behavior))
    (notice,) = [n for n in api.notices if n.code == Code.UNSUPPORTED_BEHAVIOR]
    assert notice.path == ("F",)
    assert notice.text.startswith("strictSSL:")


def test_of_each_setting_the_nearest_level_is_in_force() -> None:
    outer = ProtocolProfileBehavior(
        follow_redirects=False, max_redirects=3, disable_cookies=True
    )
    inner = ProtocolProfileBehavior(
        follow_redirects=True, disabled_system_headers=("accept",)
    )
    api = api_of(Folder("F", (item("a", behavior=inner), item("b")), behavior=outer))
    one, other = [each.behavior for each in calls(api)]
    assert (one.follows_redirects, other.follows_redirects) == (True, False)
    assert (one.max_redirects, one.uses_cookies) == (3, False)
    assert (one.without, other.without) == (("accept",), ())


def test_a_method_http_forbids_is_told_and_left_out() -> None:
    api = api_of(item("a", method="GE T"), item("b"))
    assert [each.name for each in calls(api)] == ["b"]
    assert codes(api).count(Code.UNUSABLE_ITEM) == 1


def test_scripts_that_change_requests_are_told_per_level() -> None:
    noisy = script("// pm.sendRequest", "pm.environment.set('a', 1)", "let x = 2")
    api = api_of(
        Folder(
            "F", (item(scripts=script("pm.request.headers.add(h)")),), scripts=noisy
        ),
        Folder("quiet", (item(scripts=script("pm.request.x", listen="test")),)),
        Folder("unused", scripts=noisy),
    )
    found = [n for n in api.notices if n.code.value == "script-changes-request"]
    assert [n.path for n in found] == [("F",), ("F", "Call")]
    assert found[0].text.endswith("the request: pm.environment.set('a', 1)")


def test_scripts_are_quoted_briefly_and_without_secrets() -> None:
    lines = (
        "pm.globals.set('api_key', 's3cr3t')",
        'pm.variables.set("x", "ghp_abcdefghijklmnopqrstuvwxyz")',
        "eval(" + "a" * 200,
        "require('x')",
    )
    (text,) = (
        n.text
        for n in api_of(item(scripts=(Script("prerequest", lines),))).notices
        if n.code.value == "script-changes-request"
    )
    assert "s3cr3t" not in text
    assert "ghp_" not in text
    assert "set('api_key', '***')" in text
    assert "a" * 101 not in text
    assert text.endswith("; and 1 more")


def rich() -> Api:
    query = entries(("api_key", "s3cret-key"), ("note", "eyJhbGciOi.eyJzdWIi.c2ln"))
    return api_of(
        Folder(
            "F",
            (
                item(
                    "Make",
                    url("/{{team}}/:id", query, entries(("id", "7"))),
                    method="POST",
                    headers=entries(
                        ("Cookie", "s3cret-cookie"), ("X-Team", "{{team}}")
                    ),
                    body=RequestBody(
                        "raw", raw='{"pin": "s3cret-pin"}', language="json"
                    ),
                    examples=(saved(200, '{"token": "s3cret-answer"}'),),
                ),
            ),
        ),
        item(to=Url("https://me:s3cret-user@api.example.com", ("{{team}}",))),
        variables=(
            DefinedVariable("team", "x"),
            DefinedVariable("api_secret", "s3cret-variable"),
        ),
        auth=bearer("s3cret-token"),
    )


def test_a_dump_is_json_without_secrets() -> None:
    text = json.dumps(dump(rich()))
    assert "s3cret" not in text
    assert text.count('"***"') >= 8


def test_a_dump_shows_shapes_by_their_components() -> None:
    _, folder = dump(rich())["resources"]
    (endpoint,) = folder["endpoints"]
    assert endpoint["key"] == "F/Make"
    assert endpoint["body"]["shape"] == {
        "fields": [{"key": "pin", "optional": False, "shape": {"text": "plain"}}]
    }
    assert endpoint["parameters"][0]["shape"] == {"text": "plain"}
    assert endpoint["examples"] == [{"name": "saved 200", "status": 200}]


def test_building_twice_says_the_same() -> None:
    assert rich() == rich()


def test_a_collection_without_requests_is_an_api_without_calls() -> None:
    api = api_of()
    assert (calls(api), api.options, api.origin) == ((), (), "")
    assert codes(api) == [Code.EMPTY]


def test_descriptions_lose_keys_that_slipped_in() -> None:
    team = DefinedVariable(
        "team", "x", description="Try ghp_abcdefghijklmnopqrstuvwxyz"
    )
    headers = entries(("X-Team", "{{team}}"))
    api = api_of(item(headers=headers), variables=(team,))
    assert option(api, "team").description == "Try ***"

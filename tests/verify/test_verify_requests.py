"""What is sent for an item, and with which values."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from verify.samples import collection, environment, item, recorded, sent, variables

FORM = {"mode": "urlencoded", "urlencoded": [{"key": "n", "value": "1"}]}


def body_of(line: dict[str, Any]) -> str:
    return base64.b64decode(line["body_b64"]).decode()


def post(body: dict[str, Any], **more: Any) -> bytes:
    return collection(item("https://a.example/x", method="POST", body=body), **more)


def raw(text: str, language: str = "json") -> dict[str, Any]:
    return {"mode": "raw", "raw": text, "options": {"raw": {"language": language}}}


def test_a_record_says_what_was_sent() -> None:
    line = sent(collection(item("https://a.example:8443/x?q=1", "Ask")))
    assert (line["key"], line["method"]) == ("Ask", "GET")
    assert (line["scheme"], line["host"]) == ("https", "a.example:8443")
    assert (line["target"], line["body_b64"]) == ("/x?q=1", "")
    assert ["Host", "a.example:8443"] in line["headers"]


def test_records_come_in_document_order_with_numbered_repeats() -> None:
    folder = {"name": "F", "item": [item("https://a.example/2", "B")]}
    source = collection(
        item("https://a.example/1", "A"), item("https://a.example/3", "A"), folder
    )
    _, lines = recorded(source)
    assert [line["key"] for line in lines] == ["A", "A#2", "F/B"]


@pytest.mark.parametrize(
    ("settings", "host"),
    [
        ({}, "collection"),
        ({"globals": environment(host="globals")}, "collection"),
        ({"environments": [environment(host="environment")]}, "environment"),
        (
            {
                "environments": [environment(host="environment")],
                "variables": {"host": "given"},
            },
            "given",
        ),
    ],
)
def test_the_narrowest_scope_gives_the_value(settings: Any, host: str) -> None:
    source = collection(
        item("http://{{host}}/x"), variable=variables(host="collection")
    )
    assert sent(source, **settings)["host"] == host


def test_globals_give_what_nothing_else_has() -> None:
    source = collection(item("http://a.example/{{id}}"))
    assert sent(source, globals=environment(id="7"))["target"] == "/7"


def test_what_nothing_gives_stays_as_it_is_written() -> None:
    url = "http://{{host}}/{{id}}/:name?q={{q}}"
    line = sent(collection(item(url, header=[{"key": "X-A", "value": "{{a}}"}])))
    assert line["host"] == "{{host}}"
    assert line["target"] == "/%7B%7Bid%7D%7D/:name?q={{q}}"
    assert ["X-A", "{{a}}"] in line["headers"]


def test_the_environment_of_the_process_gives_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POSTKILN_SAMPLE__HOST", "leaked.example")
    assert sent(collection(item("http://{{host}}/x")))["host"] == "{{host}}"


def test_a_secret_of_the_collection_is_sent() -> None:
    auth = {"type": "bearer", "bearer": [{"key": "token", "value": "s3cret-t0ken"}]}
    line = sent(collection(item("http://a.example/x"), auth=auth))
    assert ["Authorization", "Bearer s3cret-t0ken"] in line["headers"]


def test_escapes_in_a_path_are_sent_as_they_stand() -> None:
    one = item("http://a.example/:id")
    one["request"]["url"]["variable"] = [{"key": "id", "value": "a%20b%2Fc"}]
    assert sent(collection(one))["target"] == "/a%20b%2Fc"


def test_disabled_query_items_are_left_out_and_repeats_are_sent() -> None:
    one = item("http://a.example/x?id=1&id=2&flag=true")
    one["request"]["url"]["query"] += [
        {"key": "off", "value": "1", "disabled": True},
        {"key": "alone", "value": None},
    ]
    assert sent(collection(one))["target"] == "/x?id=1&id=2&flag=true&alone"


def test_dynamic_variables_are_drawn_in_arguments_too() -> None:
    line = sent(collection(item("http://a.example/x?at={{$timestamp}}")))
    assert line["target"].removeprefix("/x?at=").isdigit()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (raw('{"b": {{n}}, "a": "{{n}}"}'), '{"b":7,"a":"7"}'),
        (raw('{"b": 1 /* one */} // end'), '{"b":1}'),
        (raw('{"b": {{open}}} // end'), '{"b": {{open}}} '),
        (raw("[1, 2.50]"), "[1,2.5]"),
        (raw('"just text"'), '"just text"'),
        (raw("a // {{n}}", "text"), "a // 7"),
        (
            {
                "mode": "urlencoded",
                "urlencoded": [
                    {"key": "{{n}}", "value": "x y"},
                    {"key": "off", "value": "1", "disabled": True},
                ],
            },
            "7=x%20y",
        ),
        (
            {
                "mode": "urlencoded",
                "urlencoded": [
                    {"key": "a", "value": "1"},
                    {"key": "a", "value": "2"},
                    {"key": "from", "value": "true"},
                ],
            },
            "a=1&a=2&from=true",
        ),
        (
            {
                "mode": "graphql",
                "graphql": {"query": "{ a }", "variables": '{"n": {{n}}}'},
            },
            '{"query":"{ a }","variables":{"n":7}}',
        ),
        ({"mode": "graphql", "graphql": {"query": "{ a }"}}, '{"query":"{ a }"}'),
    ],
)
def test_bodies_are_sent_with_their_variables(
    body: dict[str, Any], expected: str
) -> None:
    assert body_of(sent(post(body, variable=variables(n="7")))) == expected


def test_files_are_found_beside_the_collection(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("the note")
    source = post({"mode": "file", "file": {"src": "note.txt"}})
    assert body_of(sent(source, base=tmp_path)) == "the note"


def test_a_missing_file_is_one_notice_and_its_part_is_left_out(tmp_path: Path) -> None:
    parts = [
        {"key": "name", "type": "text", "value": "here"},
        {"key": "scan", "type": "file", "src": "gone.png"},
    ]
    report, lines = recorded(
        post({"mode": "formdata", "formdata": parts}), base=tmp_path
    )
    assert "here" in body_of(lines[0])
    assert "scan" not in body_of(lines[0])
    assert [str(each) for each in report.notices] == [
        "Ask: the file 'gone.png' is missing: it is left out of the request "
        "[missing-file]"
    ]
    assert report.problems == ()


def test_a_missing_file_that_is_the_body_leaves_no_body(tmp_path: Path) -> None:
    source = post({"mode": "file", "file": {"src": "gone.bin"}})
    assert sent(source, base=tmp_path)["body_b64"] == ""


def test_several_files_of_a_field_are_all_sent(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"text of {name}")
    part = {"key": "f", "type": "file", "src": ["a.txt", "b.txt"]}
    line = sent(post({"mode": "formdata", "formdata": [part]}), base=tmp_path)
    assert [body_of(line).count(f"text of {n}.txt") for n in "ab"] == [1, 1]


def test_a_request_that_cannot_be_sent_is_a_problem_and_an_error_line() -> None:
    source = collection(
        item("http://a.example/1", header=[{"key": "X-A", "value": "{{a}}"}]),
        item("http://a.example/2", "Fine"),
    )
    report, lines = recorded(source, variables={"a": "hid\nden"})
    text = "header 'X-A': its value contains invalid characters"
    assert [(p.path, p.code, p.text) for p in report.problems] == [
        (("Ask",), "not-sent", text)
    ]
    assert lines[0] == {"key": "Ask", "error": text}
    assert (report.items, report.sent, report.failed) == (2, 1, 1)
    assert lines[1]["target"] == "/2"


def test_forms_and_drawn_values_are_no_difference_between_the_twins() -> None:
    draws = [{"key": "X-Id", "value": "{{$guid}}"}]
    form = {"mode": "formdata", "formdata": [{"key": "a", "value": "1"}]}
    source = collection(
        item("http://a.example/1", header=draws),
        item("http://a.example/2", method="POST", body=form),
    )
    assert recorded(source)[0].problems == ()

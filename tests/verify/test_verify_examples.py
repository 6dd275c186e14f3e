"""What becomes of saved examples."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from verify.samples import COLLECTIONS, collection, example, item, recorded

from postkiln.model.responses import Example, Streamed
from postkiln.runtime.codec.convert import encode
from postkiln.runtime.response.chunks import Event
from postkiln.verify import Report, verify
from postkiln.verify.example_checker import (
    ExampleChecker,
    ExampleResult,
    replayed_example,
)
from postkiln.verify.method_calls import StreamedChunks
from postkiln.verify.mock_server import CallOutcome


def played(*examples: dict[str, Any]) -> Report:
    return recorded(collection(item("http://a.example/x", response=list(examples))))[0]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.examples_total, report.json, report.decoded, report.equal


@pytest.mark.parametrize(
    "body",
    [
        '{"a": 1, "b": [null, 1.0, true], "c": {}}',
        '[{"at": "2024-01-02T03:04:05.10+02:00"}]',
        '"text"',
        "12",
        "null",
        '\ufeff{"a": 1}',
        '{"a": "\\ud800"}',
        '{"a": -0.0}',
    ],
)
@pytest.mark.parametrize("code", [200, 404, 418])
def test_json_comes_back_equal(body: str, code: int) -> None:
    report = played(example(body, code, "application/json"))
    assert report.problems == ()
    assert counts(report) == (1, 1, 1, 1)


def test_json_is_what_reads_as_json_whatever_its_label() -> None:
    report = played(example('{"a": 1}', label="text/plain"), example("a", label="x/y"))
    assert (report.examples_total, report.json) == (2, 1)


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("a,b\n1,2\n", "text/csv"),
        ("caf\u00e9", "text/plain; charset=iso-8859-1"),
        ("\u20ac", "text/plain; charset=iso-8859-1"),
        ("x", "text/plain; charset=nonsense"),
        ("\u0089PNG", "image/png"),
        ("", ""),
        (None, ""),
    ],
)
def test_other_text_comes_back_as_it_is(body: str | None, label: str) -> None:
    report = played(example(body, 200, label))
    assert report.problems == ()
    assert counts(report) == (1, 0, 0, 0)


def test_a_redirect_that_was_saved_is_an_answer() -> None:
    seen = example('{"to": 1}', 302)
    seen["header"] = [{"key": "Location", "value": "http://b.example/"}]
    assert counts(played(seen)) == (1, 1, 1, 1)


def test_stated_lengths_and_encodings_are_not_played() -> None:
    seen = example('{"a": 1}', 200, "application/json")
    seen["header"] += [
        {"key": "Content-Encoding", "value": "gzip"},
        {"key": "Content-Length", "value": "3"},
        {"key": "Transfer-Encoding", "value": "chunked"},
    ]
    assert counts(played(seen)) == (1, 1, 1, 1)


@pytest.mark.parametrize("code", [200, 404])
def test_examples_of_a_request_that_is_not_sent_are_played_all_the_same(
    code: int,
) -> None:
    one = item("http://a.example/x", response=[example("[1]", code), example("a")])
    one["request"]["header"] = [{"key": "X-A", "value": "{{a}}"}]
    report, _ = recorded(collection(one), variables={"a": "\n."})
    assert (report.sent, report.failed) == (0, 1)
    assert counts(report) == (2, 1, 1, 1)
    assert [problem.code for problem in report.problems] == ["not-sent"]


def test_a_collection_without_examples_has_none() -> None:
    assert counts(played()) == (0, 0, 0, 0)


def test_progress_is_told_of_each_item() -> None:
    told: list[tuple[int, int]] = []
    source = collection(item("http://a.example/1"), item("http://a.example/2"))
    verify(source, place="x", progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_excluded_items_are_not_verified() -> None:
    source = collection(
        item("http://a.example/1", "A"), item("http://a.example/2", "B")
    )
    _, lines = recorded(source, exclude=["A"])
    assert [line["key"] for line in lines] == ["B"]


@pytest.mark.parametrize(
    "path", sorted(COLLECTIONS.glob("*.json")), ids=lambda p: p.name
)
def test_the_sample_collections_have_no_problem(path: Any) -> None:
    report, lines = recorded(path.read_bytes(), base=path.parent)
    assert report.problems == ()
    assert report.notices == ()
    assert report.sent == report.items == len(lines)
    assert report.equal == report.decoded == report.json


def test_problems_show_no_value() -> None:
    report, lines = recorded(
        collection(item("http://{{host}}/x", response=[example('{"a": 1}')])),
        variables={"host": "hidden value"},
    )
    assert report.failed == 1
    assert "hidden" not in json.dumps([lines, [p.text for p in report.problems]])


LINES = '{"id": 1}\n[2]\n'
EVENTS = 'data: {"id": 1}\n\ndata: soon\n\n'


def checked(text: str, kind: Streamed, *chunks: Any) -> ExampleResult:
    """What is said of chunks that a client made of an example."""

    def get(module: str, name: str) -> Any:
        return encode

    package: Any = SimpleNamespace(get=get)
    outcome = CallOutcome(value=StreamedChunks(chunks, kind))
    example = replayed_example(Example("ok", 200, (), text))
    return ExampleChecker(package, lambda status: Any).check(example, outcome)


@pytest.mark.parametrize(
    ("text", "kind", "chunks"),
    [
        (LINES, Streamed.LINES, [{"id": 1}, [2]]),
        (EVENTS, Streamed.EVENTS, [Event({"id": 1}), Event("soon")]),
        (EVENTS, Streamed.EVENTS, [Event('{"id": 1}'), Event("soon")]),
        ("", Streamed.EVENTS, []),
    ],
)
def test_what_came_piece_by_piece_is_compared(
    text: str, kind: Streamed, chunks: list[Any]
) -> None:
    assert checked(text, kind, *chunks).mismatch is None


@pytest.mark.parametrize(
    ("text", "kind", "chunks"),
    [
        (LINES, Streamed.LINES, [{"id": 1}]),
        (LINES, Streamed.LINES, [{"id": 2}, [2]]),
        (EVENTS, Streamed.EVENTS, []),
        (EVENTS, Streamed.EVENTS, [Event({"id": 1}), Event("late")]),
    ],
)
def test_pieces_that_differ_are_a_problem(
    text: str, kind: Streamed, chunks: list[Any]
) -> None:
    assert checked(text, kind, *chunks).mismatch is not None

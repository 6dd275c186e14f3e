"""What was seen to come back."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from build.trees import api_of, call, calls, codes, item, saved, typed

from postkiln.model.api import Example as Played
from postkiln.model.api import Outcome
from postkiln.postman.collection import RequestBody, SavedResponse
from postkiln.python.plan import package_view
from postkiln.shapes.lattice import join, of


def outcomes(*examples: SavedResponse) -> tuple[Outcome, ...]:
    return call(item(examples=examples)).outcomes


def test_examples_of_a_status_are_joined_and_statuses_sorted() -> None:
    first, second, third = outcomes(
        saved(404, '{"e": 1}'), saved(None, '{"a": 1}'), saved(200, "[]"), saved(201)
    )
    assert (first.status, first.names) == (200, ("saved None", "saved 200"))
    assert first.shape == join(of({"a": 1}), of([]))
    assert (second.status, second.empty, second.shape) == (201, True, None)
    assert third.status == 404


@pytest.mark.parametrize("body", [None, "", " \n", "\ufeff"])
def test_nothing_is_an_empty_answer(body: str | None) -> None:
    assert outcomes(saved(204, body)) == (
        Outcome(204, empty=True, names=("saved 204",)),
    )


@pytest.mark.parametrize(
    ("media_type", "binary"),
    [
        ("text/csv", False),
        ("image/png", True),
        ("image/svg+xml", False),
        ("application/pdf", True),
        ("application/octet-stream; x=y", True),
        ("application/zip", True),
        ("application/xml", False),
    ],
)
def test_other_answers_are_text_or_binary(media_type: str, binary: bool) -> None:
    (only,) = outcomes(saved(200, "a;b", headers=typed(media_type)))
    assert (only.text, only.binary, only.shape) == (not binary, binary, None)


def test_json_is_json_whatever_its_label() -> None:
    (only,) = outcomes(saved(200, '"x"', headers=typed("text/html")))
    assert (only.shape, only.text) == (of("x"), False)


@pytest.mark.parametrize(
    "how", [{"headers": typed("application/json")}, {"language": "JSON"}]
)
def test_labelled_json_that_is_none_is_a_notice(how: dict[str, Any]) -> None:
    api = api_of(item(examples=(saved(200, "{...}", **how),)))
    assert codes(api) == ["example-not-json"]
    assert calls(api)[0].outcomes[0].text


def test_errors_with_the_same_keys_have_one_shape_everywhere() -> None:
    api = api_of(
        item("a", examples=(saved(400, '{"code": 1, "text": null}'),)),
        item("b", examples=(saved(404, '{"text": "x", "code": 2}'),)),
        item("c", examples=(saved(404, '{"code": "x"}'), saved(200, '{"code": 1}'))),
    )
    first, second, third = (each.outcomes for each in calls(api))
    assert first[0].shape == second[0].shape
    assert first[0].shape == join(
        of({"code": 1, "text": None}), of({"text": "x", "code": 2})
    )
    assert [each.shape for each in third] == [of({"code": 1}), of({"code": "x"})]


def test_answers_nobody_saved_are_one_notice() -> None:
    names = ("a", "b", "c", "d")
    api = api_of(*map(item, names), item("e", examples=(saved(201),)))
    (notice,) = api.notices
    assert (notice.path, notice.code.value) == ((), "no-example")
    assert (
        notice.text == "requests without a saved 2xx answer: 4 of 5 ('a', 'b', 'c', …)"
    )


def test_examples_are_kept_for_playing_back() -> None:
    example = saved(None, "{}", headers=typed("application/json"))
    assert call(item(examples=(example,))).examples == (
        Played("saved None", 200, (("Content-Type", "application/json"),), "{}"),
    )


BODIES = {
    "text/event-stream": 'data: {"a": 1}\n\ndata: {"a": 2}',
    "application/x-ndjson": '{"a": 1}\n{"a": 2}',
    "": '[1]\n{"b": 2}',
    "application/json": '{"a": [1, 2]}',
}


def test_each_document_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: Counter[str] = Counter()
    loads = json.loads

    def counted(text: str) -> object:
        parsed[text] += 1
        return loads(text)

    monkeypatch.setattr(json, "loads", counted)
    body = RequestBody("raw", raw='{"sent": true}', language="json")
    examples = tuple(
        saved(200 + number, text, headers=typed(label))
        for number, (label, text) in enumerate(BODIES.items())
    )
    api = api_of(item(method="POST", body=body, examples=examples))
    package_view(api)
    documents = ('{"a": 1}', '{"a": 2}', "[1]", '{"b": 2}', '{"a": [1, 2]}')
    counts = {text: parsed[text] for text in (*documents, body.raw)}
    # Two bodies hold the first two documents.
    assert counts == {**dict.fromkeys(counts, 1), documents[0]: 2, documents[1]: 2}


def test_documents_are_those_of_the_body() -> None:
    examples = tuple(
        saved(200, text, headers=typed(label)) for label, text in BODIES.items()
    )
    (only,) = calls(api_of(item(examples=(*examples, saved(200, "no JSON")))))
    assert [each.documents for each in only.examples] == [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 2}),
        ([1], {"b": 2}),
        ({"a": [1, 2]},),
        (),
    ]

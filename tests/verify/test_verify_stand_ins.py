"""Variables without a value get what fits their place; with a recording they stay."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from verify.samples import collection, environment, item, variables

from postkiln import pipeline
from postkiln.results import Settings
from postkiln.verify import verify
from postkiln.verify.values import VariableValues, variable_values

BLANK = {"undefined": False, "blank": True}


def values_for(source: bytes, **given: str) -> VariableValues:
    _, compiled = pipeline.generate(source, "sample.json", Settings())
    known = variable_values(compiled.api, given, (), None)
    return known.with_stand_ins(compiled.api)


def body(text: str) -> Mapping[str, Any]:
    header = [{"key": "Content-Type", "value": "application/json"}]
    return {"method": "POST", "header": header, "body": {"mode": "raw", "raw": text}}


def signed(kind: str, **parameters: str) -> Mapping[str, Any]:
    return {"auth": {"type": kind, kind: variables(**parameters)}}


JWT = {"secret": "s", "algorithm": "HS256", "payload": "{}"}


@pytest.mark.parametrize("is_blank", BLANK.values(), ids=BLANK)
@pytest.mark.parametrize(
    ("one", "text"),
    [
        (item("{{x}}://a.example/1"), "https"),
        (item("http://{{x}}/1"), "word"),
        (item("{{x}}/1"), "word"),
        (item("https://a.example:{{x}}/1"), "443"),
        (item("https://me:{{x}}@a.example/1"), "word"),
        (item("http://a.example/{{x}}"), "word"),
        (item("http://a.example/1?q={{x}}"), "word"),
        (item("http://a.example:80/1:{{x}}"), "word"),
        (item("http://a.example/1", **body('{"a": {{x}}}')), "1"),
        (item("http://a.example/1", **body('{"a": "{{x}}"}')), "word"),
        (item("http://{{x}}/1", **body('{"a": {{x}}}')), "1"),
        (item("http://a.example:{{x}}/1", **body('{"a": {{x}}}')), "443"),
        (item("http://a/1", **signed("jwt", **JWT | {"payload": "{{x}}"})), "{}"),
        (item("http://a/1", **signed("jwt", **JWT | {"algorithm": "{{x}}"})), "HS256"),
        (item("http://a/1", **signed("jwt", **JWT | {"secret": "{{x}}"})), "word"),
    ],
    ids=str,
)
def test_a_stand_in_fits_the_place(
    one: dict[str, Any], text: str, is_blank: bool
) -> None:
    source = collection(one, variable=variables(x=" ") if is_blank else [])
    assert values_for(source).fill("{{x}}") == text
    assert verify(source, place="sample.json").problems == ()


def test_a_variable_with_a_value_has_no_stand_in() -> None:
    source = collection(item("http://{{host}}:{{port}}/x"))
    values = values_for(source, host="a.example", port="8080")
    assert values.fill("{{host}}:{{port}} {{other}}") == "a.example:8080 word"


def test_the_places_in_a_value_count() -> None:
    own = variables(base="{{scheme}}://{{host}}:{{port}}/api")
    values = values_for(collection(item("{{base}}/x"), variable=own))
    assert values.fill("{{base}}") == "https://word:443/api"


@pytest.mark.parametrize("url", ["{{base}}/x", "https://{{base}}/x"])
def test_a_base_without_a_host_gets_one(url: str) -> None:
    source = collection(item(url), variable=variables(base="/api"))
    assert values_for(source).fill("{{base}}") == "word/api"
    assert verify(source, place="sample.json").problems == ()


def test_dynamic_variables_are_drawn() -> None:
    source = collection(item("http://a.example/{{$randomInt}}"))
    assert values_for(source).fill("{{$randomInt}}").isdigit()


@pytest.mark.parametrize(
    ("algorithm", "kind"),
    [("RS256", "RSA"), ("PS512", "RSA"), ("ES256", "EC"), ("ES384", "EC")],
)
def test_a_key_that_is_not_given_is_made(algorithm: str, kind: str) -> None:
    own = {"algorithm": algorithm, "privateKey": "{{key}}", "payload": "{}"}
    source = collection(item("http://a.example/x", **signed("jwt", **own)))
    assert verify(source, place="sample.json").problems == ()
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    text = values_for(source).fill("{{key}}")
    key = load_pem_private_key(text.encode(), password=None)
    assert kind in type(key).__name__


def test_without_its_library_a_key_is_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)  # as if not installed
    own = {"algorithm": "RS256", "privateKey": "{{key}}", "payload": "{}"}
    source = collection(item("http://a.example/x", **signed("jwt", **own)))
    (problem,) = verify(source, place="sample.json").problems
    assert problem.code == "not-sent"
    assert "pip install 'PyJWT[crypto]'" in problem.text
    assert values_for(source).fill("{{key}}") == "word"


def test_a_value_that_cannot_be_sent_is_a_problem() -> None:
    source = collection(item("http://a.example:{{port}}/x"))
    report = verify(source, place="sample.json", environments=[environment(port="x")])
    (problem,) = report.problems
    assert problem.text == "the port of the URL is not a number up to 65535"


def test_with_a_recording_they_stay() -> None:
    lines: list[dict[str, Any]] = []
    source = collection(item("http://{{host}}/x?q={{q}}"))
    verify(source, place="sample.json", record=lines.append)
    assert json.dumps(lines[0]["target"]) == '"/x?q={{q}}"'
    assert lines[0]["host"] == "{{host}}"

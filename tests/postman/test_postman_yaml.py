"""YAML 1.2 as Postman writes it: scalars stay text, what is wrong has its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.diagnostics.errors import InputError
from postkiln.postman.text.yaml import Plain, is_true, parse_yaml
from postkiln.postman.v3.files import is_environment, is_request

PLAIN = ["no", "on", "Yes", "12:30", "2024-01-01", "0123", "0o17", "1_000", "1e3", "+1", ".inf", "0x1F", "=", "<<"]  # fmt: skip


def value(text: str) -> Any:
    return parse_yaml(text, "a.yaml").value


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "a.yaml")
    return str(caught.value)


@pytest.mark.parametrize("text", PLAIN)
def test_what_yaml_1_1_makes_something_of_is_text(text: str) -> None:
    found = value(f"key: {text}")["key"]
    assert (found, type(found)) == (text, Plain)


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null_is_null_unless_it_is_in_quotes(text: str) -> None:
    assert value(f"key: {text}") == {"key": None}
    assert value(f"key: '{text}'") == {"key": text}


def test_a_scalar_in_quotes_is_no_number() -> None:
    found = value("[5, '5', \"5\"]")
    assert [isinstance(each, Plain) for each in found] == [True, False, False]


@pytest.mark.parametrize(
    ("scalar", "expected"), [("true", True), ("'TRUE'", True), ("yes", False)]
)
def test_true(scalar: str, expected: bool) -> None:
    assert is_true(value(scalar)) is expected


@given(
    st.recursive(
        st.none() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_json_of_texts_is_yaml_too(given: Any) -> None:
    # JSON escapes characters outside the plane that is called basic in two halves.
    text = json.dumps(given, ensure_ascii=True)
    try:
        text.encode().decode("unicode_escape").encode()
    except UnicodeEncodeError:
        return
    assert value(text) == given


def test_blocks_and_folds() -> None:
    assert value("a: |\n  x\n   y\nb: >-\n  x\n  y\n") == {"a": "x\n y\n", "b": "x y"}


def test_parts_have_lines() -> None:
    found = parse_yaml("a:\n  - b: 1\n\n  - c\nd: {e: [f]}\n", "a.yaml")
    assert found.line(("a", 0, "b")) == 2
    assert found.line(("a", 1)) == 4
    assert found.line(("d", "e", 0)) == found.line(("d", "e", 0, "gone")) == 5


def test_an_alias_is_what_it_stands_for() -> None:
    assert value("a: &x {b: [1]}\nc: *x\n") == {"a": {"b": ["1"]}, "c": {"b": ["1"]}}


def test_aliases_are_bounded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 12):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    assert refused("\n".join(lines)) == (
        "a.yaml:4:45: the aliases up to here stand for more than 10000 values or 1000 kB "
        "of text. Write out what they stand for"
    )


def test_long_texts_are_bounded_too() -> None:
    text = "x" * 100_000
    few = f"a: &a {text}\nb: [{', '.join(['*a'] * 9)}]"
    assert value(few)["b"] == [text] * 9
    assert refused(few.replace("[*a", "[*a, *a")).startswith("a.yaml:2:41: the aliases")


REFUSED = [
    ("a: *x", "1:4: the alias *x stands for nothing before it. Write what it stands for"),
    ("a: &x [*x]", "1:8: the alias *x stands for nothing before it. Write what it stands for"),
    ("a: 1\nb: 2\na: 3", "3:1: duplicate key 'a'. Keep one"),
    ("a: 1\n---\nb: 2", "2:1: a second document begins here. Keep one"),
    ("a: &x y\n*x : 1", "2:1: a key must not be an alias. Write a string"),
    ("? [a]\n: 1", "1:3: a key must be a string. Write a string"),
    ("a: 'b", "1:6: this is not YAML: found unexpected end of stream. Correct it there"),
    ("a:\n\t- b", "2:1: this is not YAML: found character that cannot start any token. Correct it there"),
    ("a: " + "[" * 950 + "]" * 950, "1:903: values are nested more than 900 deep. Flatten them"),
    ("a: \x07", "1:4: this is not YAML: control characters are not allowed. Remove the character"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=lambda text: text[:24])
def test_what_is_wrong_has_its_place(text: str, message: str) -> None:
    assert refused(text) == f"a.yaml:{message}"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("$kind: http-request\n", "request"),
        ("name: x\n'$kind': \"graphql-request\"", "request"),
        ("name: x\nvalues:\n  - key: a\n", "environment"),
        ("values: []", "environment"),
    ],
)
def test_a_file_by_itself_is_told_from_its_text(text: str, what: str) -> None:
    assert is_request(text) is (what == "request")
    assert is_environment(text) is (what == "environment")


def test_json_is_no_yaml_file() -> None:
    text = '{"$kind": "http-request", "values": []}'
    assert not is_request(text)
    assert not is_environment(text)

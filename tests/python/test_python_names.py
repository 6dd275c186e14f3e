"""Any text makes an identifier that is no keyword, whatever leads it."""

from __future__ import annotations

import json
import keyword
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import examples

import postkiln
from postkiln.python.naming.scope import constant, pascal, snake

TEXT = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["", "_", "22", "2 steps", "None", "class", "async", "match", "\u0968", "\u00b2"]
)


def is_name(text: str) -> bool:
    return text.isidentifier() and text.isascii() and not keyword.iskeyword(text)


@settings(max_examples=examples(500))
@given(TEXT, TEXT)
def test_any_text_behind_any_lead_is_a_name(text: str, lead: str) -> None:
    for name in (snake(text, lead=lead), pascal(text, lead=lead)):
        assert is_name(name)
        assert is_name(constant(name))


@pytest.mark.parametrize(
    ("text", "lead", "name", "class_name"),
    [
        ("2 steps", "post", "post_2_steps", "Post2Steps"),
        ("2 steps", "22", "name_2_steps", "Name2Steps"),
        ("2 steps", "class", "class_2_steps", "Class2Steps"),
        ("", "class", "class_", "Class"),
        ("", "none", "none", "None_"),
        ("", "", "name", "Name"),
        ("", "-", "name", "Name"),
    ],
)
def test_a_lead_is_a_name_itself(
    text: str, lead: str, name: str, class_name: str
) -> None:
    assert snake(text, lead=lead) == name
    assert pascal(text, lead=lead) == class_name


def made(method: str, name: str) -> str:
    """`client.py` of one request."""
    request = {"method": method, "url": "https://h.example/3"}
    document: Any = {
        "info": {"name": "S"},
        "item": [{"name": name, "request": request}],
    }
    made = postkiln.generate(json.dumps(document).encode(), place="s.json")
    return made.files["client.py"]


@pytest.mark.parametrize(
    ("method", "name", "called"),
    [
        ("22", "2 steps", "call_2_steps"),
        ("22", "", "call_22_3"),
        ("!", "2 steps", "call_2_steps"),
        ("class", "2 steps", "class_2_steps"),
        ("class", "", "class_3"),
        ("None", "class", "class_"),
        ("M-SEARCH", "2 steps", "msearch_2_steps"),
    ],
)
def test_a_method_is_called_by_a_name(method: str, name: str, called: str) -> None:
    text = made(method, name)
    assert f"    def {called}(self)" in text
    compile(text, "client.py", "exec")


def test_a_name_is_extended_by_the_path_and_never_by_the_origin() -> None:
    request = {"method": "GET", "url": "https://h.example/{{id}}"}
    item = {"name": "Find", "request": request}
    document: Any = {"info": {"name": "S"}, "item": [item, item]}
    made = postkiln.generate(json.dumps(document).encode(), place="s.json")
    text = made.files["client.py"]
    assert "    def find(self" in text
    assert "    def get_find(self" in text

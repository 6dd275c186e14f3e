"""JSON as Postman keeps it: comments and unquoted variables."""

from __future__ import annotations

import pytest

from postkiln.shapes.json_text import NotJsonError, shape_of_template, value_of
from postkiln.shapes.lattice import NOTHING, PLAIN, Field, Shape, of


def test_a_byte_order_mark_is_tolerated() -> None:
    assert value_of('\ufeff{"a": 1}') == {"a": 1}


def test_comments_are_white_space_but_not_in_strings() -> None:
    text = '{"a": "http://x /* y */", // one\n /* two\n lines */ "b": "\\"//"}'
    assert shape_of_template(text) == of({"a": "x", "b": "x"})


def test_a_quoted_variable_is_text_and_a_bare_one_says_nothing() -> None:
    shape = shape_of_template('{"a": "{{x}}", "b": {{y}}, "c": [{{z}}]}')
    assert shape.fields == (
        Field("a", PLAIN),
        Field("b", NOTHING, rank=1),
        Field("c", Shape(items=NOTHING), rank=2),
    )


def test_a_hole_may_be_all_of_it() -> None:
    assert shape_of_template("{{body}}") == NOTHING


def test_braces_that_close_objects_are_no_variables() -> None:
    assert shape_of_template('{"a": {"b": {{n}}}}') == Shape(
        fields=(Field("a", Shape(fields=(Field("b", NOTHING),))),)
    )


@pytest.mark.parametrize(
    "text", ["", "{", '{"a": 1,}', '{"a": {{x}}1}', "[" * 101 + "]" * 101, "[" * 99_999]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(NotJsonError):
        shape_of_template(text)


def test_an_endless_string_is_refused_in_good_time() -> None:
    with pytest.raises(NotJsonError):
        shape_of_template('"' + "\\a" * 50_000)

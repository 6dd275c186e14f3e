"""Templates as values: parsed once, and spelled so that no two variables have one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.model.template import (
    Kind,
    Spelling,
    Variable,
    is_open,
    literal,
    parse,
    sole_variable,
    variables,
)


@given(st.text(st.sampled_from("{}ab$:/ \n"), max_size=30))
def test_a_text_is_written_as_it_was_parsed(text: str) -> None:
    template = parse(text)
    assert Spelling().text(template) == text
    assert Spelling(frozenset("ab")).text(template) == text
    assert is_open(template) == ("{{" in text)


def test_a_text_is_literals_and_variables_in_turn() -> None:
    template = parse("{{a}}/b/{{ c }}{{$guid}}{{a}}")
    guid = Variable("$guid")
    assert template == (
        Variable("a"),
        "/b/",
        Variable(" c "),
        guid,
        Variable("a"),
    )
    assert variables(template, None) == (Variable("a"), Variable(" c "))
    assert literal(template) == "/b/"
    assert (parse(""), guid.is_dynamic) == ((), True)


def test_a_sole_variable_is_all_of_a_template() -> None:
    assert sole_variable(parse("{{a}}")) == Variable("a")
    assert sole_variable(parse("{{$guid}}")) is None
    assert sole_variable(parse("x{{a}}")) is None
    assert sole_variable(None) is None


OURS = [
    (Variable("id", Kind.PATH), ":id"),
    (Variable("https://{x}", Kind.ORIGIN), "https://x"),
    (Variable("query:b", Kind.EXTRACTED), "query:b"),
]


@pytest.mark.parametrize(("variable", "name"), OURS)
def test_what_we_name_is_spelled_unlike_all_that_the_collection_names(
    variable: Variable, name: str
) -> None:
    taken = frozenset((name, f"{name}/"))
    assert Spelling().name(variable) == name
    assert Spelling(taken).name(variable) == f"{name}//"
    assert Spelling(taken).name(Variable(name)) == name

"""The doors: any text becomes a literal, a docstring or a name, and stays itself."""

from __future__ import annotations

import ast
import keyword
import re
import unicodedata

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python.hostile import TEXTS
from support.laws import examples

from postkiln.python.naming.scope import LONGEST, Scope, constant, pascal, snake, words
from postkiln.python.syntax.source import (
    STRING,
    WIDTH,
    Source,
    docstring,
    first_paragraph,
    literal,
    one_line,
)

ANY_CHARACTER = st.characters(exclude_categories=())  # surrogates too
TEXT = (
    st.text(ANY_CHARACTER, max_size=60)
    | st.sampled_from(TEXTS)
    | st.text("\"'\\\n\r\t {}%#", max_size=20)
    | st.text("ab \"'\\", min_size=80, max_size=300)
)
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _is_stable(text: str) -> bool:
    return black.format_str(text, mode=black.Mode()) == text


@given(TEXT)
def test_a_literal_is_its_text(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


@given(TEXT)
def test_a_literal_is_one_printable_line(text: str) -> None:
    source = literal(text)
    assert source.isprintable()
    assert re.fullmatch(STRING, source)


@settings(max_examples=examples(60))
@given(TEXT)
def test_black_leaves_a_literal_alone(text: str) -> None:
    assert _is_stable(f"x = {literal(text)}\n")


@given(st.integers() | st.booleans() | st.none())
def test_a_literal_of_another_scalar_is_its_value(value: int | bool | None) -> None:
    assert ast.literal_eval(literal(value)) == value


def _in_class(source: str, indent: int) -> str:
    """A docstring where it stands: in a module, a class, or a method."""
    heads = ("class C:", "    def f(self) -> None:")
    lines = [*heads[: indent // 4], source, *["        ..."] * (indent == 8)]
    return "\n".join(lines) + "\n"


DOCSTRINGS = st.tuples(
    st.lists(TEXT, min_size=1, max_size=4),
    st.sampled_from([0, 4, 8]),
)


@settings(max_examples=examples(150))
@given(DOCSTRINGS)
def test_a_docstring_parses_and_black_leaves_it_alone(
    case: tuple[list[str], int],
) -> None:
    lines, indent = case
    # As callers do: the first line says something, the others are of one line each.
    said = [f"Says {one_line(lines[0])}", "", *map(one_line, lines[1:])]
    text = _in_class(docstring(said, indent), indent)
    assert _is_stable(text)
    assert isinstance(_only_string(text), str)


def _only_string(text: str) -> object:
    """The value of the docstring, which is the only string there."""
    nodes = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Expr)]
    strings = [n.value.value for n in nodes if isinstance(n.value, ast.Constant)]
    (found,) = [value for value in strings if value is not ...]
    return found


@given(DOCSTRINGS)
def test_a_docstring_keeps_the_words(case: tuple[list[str], int]) -> None:
    lines, indent = case
    said = ["Says it.", "", *map(one_line, lines)]
    found = _only_string(_in_class(docstring(said, indent), indent))
    assert str(found).split() == " ".join(said).split()


@given(st.lists(TEXT, max_size=3), st.sampled_from([0, 4, 8]))
def test_a_docstring_holds_nothing_that_is_acted_on(
    lines: list[str], indent: int
) -> None:
    source = docstring(["Says.", *map(one_line, lines)], indent)
    kinds = {unicodedata.category(char) for char in source if char != "\n"}
    assert kinds.isdisjoint(("Cc", "Cs", "Zl", "Zp"))
    assert re.search("[\u202a-\u202e\u2066-\u2069]", source) is None


@given(st.lists(st.text("abc d", max_size=300), max_size=3))
def test_a_docstring_of_short_words_fits(lines: list[str]) -> None:
    short = [re.sub(r"(\S{20})", r"\1 ", line) for line in lines]
    source = docstring(["Says.", *short], 4)
    assert all(len(line) <= WIDTH for line in source.split("\n"))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Plain.", '"""Plain."""'),
        ('Ends with "quotes"', '"""Ends with "quotes" """'),
        ('"Quotes" first', '""" "Quotes" first"""'),
        ('Has """three"""', '"""Has \\"\\"\\"three\\"\\"\\" """'),
        ("C:\\new", '"""C:\\\\new"""'),
        ("{{x}} {% y %}", '"""{{x}} {% y %}"""'),
    ],
)
def test_a_docstring_is_spelled_as_black_would(text: str, source: str) -> None:
    assert docstring([text], 0) == source


@given(TEXT, st.integers(10, 200))
def test_one_line_is_one_short_line(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line.splitlines() in ([], [line])


@given(TEXT)
def test_a_first_paragraph_is_one_line(text: str) -> None:
    assert "\n" not in first_paragraph(text)


def test_a_first_paragraph_passes_by_empty_ones() -> None:
    assert first_paragraph("\n \n\nOne\ntwo.\n\nThree.") == "One two."


@given(TEXT)
@pytest.mark.parametrize("style", [snake, pascal])
def test_a_name_is_an_identifier_of_bounded_length(style: object, text: str) -> None:
    assert callable(style)
    name = style(text, lead="lead" if style is snake else "Lead")
    assert isinstance(name, str)
    assert IDENTIFIER.fullmatch(name)
    assert not keyword.iskeyword(name)
    assert not name.startswith("_")
    assert len(name) <= 2 * LONGEST


@given(TEXT)
def test_words_are_lower_case_ascii(text: str) -> None:
    assert all(re.fullmatch("[a-z0-9]+", word) for word in words(text))


@given(TEXT)
def test_a_snake_name_stays_as_it_is(text: str) -> None:
    name = snake(text, lead="lead")
    assert snake(name.rstrip("_"), lead="lead") == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("getHTTPUrl-v2", "get_http_url_v2"),
        ("Get order by id", "get_order_by_id"),
        ("class", "class_"),
        ("2nd page", "lead_2nd_page"),
        ("", "lead"),
        ("\U0001f4a9", "poop"),
        ("Größe", "grosse"),
        ("名前", "ming_qian"),
        ("ｆｕｌｌ", "full"),
    ],
)
def test_words_are_joined(text: str, expected: str) -> None:
    assert snake(text, lead="lead") == expected


def test_a_constant_is_private_and_no_keyword() -> None:
    assert constant(Source("class_")) == "_CLASS"
    assert constant(Source("get_book")) == "_GET_BOOK"


NAMES = st.lists(
    st.lists(
        st.sampled_from(["a", "A", "a_2", "b", "self", "a_"]), min_size=1, max_size=3
    ),
    max_size=20,
)


@given(NAMES)
def test_a_scope_gives_no_name_twice(wishes: list[list[str]]) -> None:
    scope = Scope(("self",))
    given_names = [scope.claim(map(Source, wish)) for wish in wishes]
    assert len({name.casefold() for name in given_names}) == len(wishes)
    assert "self" not in given_names


@given(NAMES)
def test_a_scope_of_twins_gives_no_form_twice(wishes: list[list[str]]) -> None:
    scope = Scope(forms=("{}", "Async{}"))
    wished = [[*wish, *(f"Async{name}" for name in wish)] for wish in wishes]
    names = [scope.claim(map(Source, wish)) for wish in wished]
    forms = [form.casefold() for name in names for form in (name, f"Async{name}")]
    assert len(set(forms)) == len(forms)


def test_the_second_gets_the_candidate_that_says_more() -> None:
    scope = Scope()
    candidates = (Source("book"), Source("shop_book"))
    claimed = [scope.claim(candidates) for _ in range(4)]
    assert claimed == ["book", "shop_book", "shop_book_2", "shop_book_3"]

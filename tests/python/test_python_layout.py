"""Statements are laid out as black would, and say what they say on one line."""

from __future__ import annotations

import ast

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import examples

from postkiln.python.syntax.layout import (
    Bracket,
    Expression,
    call,
    dict_of,
    import_line,
    is_stable,
    keyword,
    lay_out,
    on_one_line,
    prefixed,
    tuple_of,
)
from postkiln.python.syntax.source import WIDTH, Source, literal

NAMES = st.text("abcxyz", min_size=1, max_size=12).map(lambda name: Source(f"v_{name}"))
LEAVES = NAMES | st.text("ab'\" ", max_size=12).map(literal)


def _call(head: Source, items: list[Expression]) -> Expression:
    return call(head, *items)


def _keywords(head: Source, given: dict[Source, Expression]) -> Expression:
    return call(head, *(keyword(name, value) for name, value in given.items()))


def _brackets(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    items = st.lists(inner, max_size=4)
    return st.one_of(
        st.builds(_call, NAMES, items),
        st.builds(_keywords, NAMES, st.dictionaries(NAMES, inner, max_size=4)),
        st.builds(tuple_of, items),
        st.builds(dict_of, st.lists(st.tuples(LEAVES, inner), max_size=4)),
    )


TREES = st.recursive(LEAVES, _brackets, max_leaves=25)


def _stable(text: str) -> bool:
    return black.format_str(text, mode=black.Mode()) == text


@settings(max_examples=examples(200))
@given(TREES)
def test_black_leaves_an_assignment_alone(tree: Expression) -> None:
    text = lay_out(prefixed("x = ", tree), 0) + "\n"
    assert is_stable(text)
    assert _stable(text)


@settings(max_examples=examples(100))
@given(st.lists(TREES, max_size=4), st.booleans())
def test_black_leaves_a_returned_call_alone(
    trees: list[Expression], is_async: bool
) -> None:
    start = "        return await self.call" if is_async else "        return self.call"
    body = lay_out(Bracket(Source(f"{start.strip()}("), tuple(trees), Source(")")), 8)
    text = f"class C:\n    async def f(self):\n{body}\n"
    assert _stable(text)


@given(TREES, st.sampled_from([0, 4, 8]))
def test_a_laid_out_expression_says_what_it_said_flat(
    tree: Expression, indent: int
) -> None:
    assert ast.dump(ast.parse(lay_out(tree, indent).strip())) == ast.dump(
        ast.parse(on_one_line(tree))
    )


@given(TREES, st.sampled_from([0, 4, 8]))
def test_what_fits_stays_on_one_line(tree: Expression, indent: int) -> None:
    lines = lay_out(tree, indent).split("\n")
    assert (len(lines) == 1) == (indent + len(on_one_line(tree)) <= WIDTH)
    assert all(len(line) <= WIDTH for line in lines)


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.text("abc", min_size=1, max_size=25), min_size=1, max_size=9, unique=True
    ),
    st.sampled_from([0, 4]),
)
def test_black_leaves_an_import_alone(names: list[str], indent: int) -> None:
    line = import_line(
        "..package.module", [Source(f"n{name}") for name in names], indent
    )
    text = f"if True:\n{line}\n" if indent else f"{line}\n"
    assert _stable(text)


SIGNATURES = st.lists(
    st.tuples(NAMES, st.sampled_from(["str", "int | Omit", "list[models.Book]"])),
    max_size=6,
    unique_by=lambda pair: pair[0],
)


@settings(max_examples=examples(60))
@given(SIGNATURES, st.sampled_from(["None", "models.Book", "dict[str, list[int]]"]))
def test_black_leaves_a_signature_alone(
    parameters: list[tuple[str, str]], answer: str
) -> None:
    items = (Source("self"), *(Source(f"{n}: {kind}") for n, kind in parameters))
    head = lay_out(Bracket(Source("def call("), items, Source(f") -> {answer}:")), 4)
    assert _stable(f"class C:\n{head}\n        return None\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n", True),
        (f"x = {'y' * WIDTH}\n", False),
        (f"f(\n    '{'y' * WIDTH}',\n)\n", True),
        (f"f(\n    name='{'y' * WIDTH}',\n)\n", True),
        (f"x = '{'名' * 50}'\n", False),
        (f'"""{"y" * WIDTH}"""\n', True),
        (f'"""One.\n\n{"y" * WIDTH}\n"""\n', True),
    ],
)
def test_only_long_lines_are_uncertain(text: str, expected: bool) -> None:
    assert is_stable(text) is expected
